using LatBench.Measurements;
using LatBench.Storage.Jobs;

namespace LatBench.Storage.Sql;

/// <summary>A result that is to be stored, and how to decide what follows from it.</summary>
internal sealed record Delivery(JobCompletion Completion, Func<MeasurementProtocol, IReadOnlyList<PassResult>, MeasurementDecision> Decide);

/// <summary>A result that is stored: of which job, and whether it is the one that the job counts.</summary>
internal sealed record TakenPass(DeliveredJobRow Job, Delivery Delivery, bool Counted)
{
    /// <summary>Duration of the clock loop for which latencies of the device are stated; null before its first reading.</summary>
    public long? ReferenceClockNs { get; init; } = Job.ReferenceClockNs;

    public JobCompletion Completion => Delivery.Completion;
}

/// <summary>What new passes add to the counts of a measurement.</summary>
internal sealed record AddedSamples(long MeasurementId, long Samples, long InferenceNs);
