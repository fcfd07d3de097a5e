using LatBench.Measurements;
using LatBench.Storage.Samples;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Jobs;

/// <summary>A result that is to be stored, as it is stored, and how to decide what follows from it.</summary>
internal sealed record Delivery(JobCompletion Completion, Func<MeasurementProtocol, IReadOnlyList<PassResult>, MeasurementDecision> Decide)
{
    /// <summary>The samples of the block, encoded.</summary>
    public byte[] Samples { get; } = SampleCodec.Encode(Completion.Result.SamplesNs);

    /// <summary>The warm-up, encoded.</summary>
    public byte[] WarmUp { get; } = SampleCodec.Encode(Completion.Result.WarmUpNs);

    /// <summary>The samples of the canary, encoded; null where it was not read.</summary>
    public byte[]? Canary { get; } = Completion.Result.CanaryNs.Count == 0 ? null : SampleCodec.Encode(Completion.Result.CanaryNs);

    /// <summary>The conditions, taken apart.</summary>
    public ConditionShape Conditions { get; } = ConditionShape.Of(StoredJson.Write(Completion.Result.Conditions));
}

/// <summary>A result that is stored: of which job, and whether it is the one that the job counts.</summary>
internal sealed record TakenPass(DeliveredJobRow Job, Delivery Delivery, bool Counted)
{
    /// <summary>Duration of the clock loop for which latencies of the device are stated; null before its first reading.</summary>
    public long? ReferenceClockNs { get; init; } = Job.ReferenceClockNs;

    public JobCompletion Completion => Delivery.Completion;
}

/// <summary>The amounts that new passes add to the counts of a measurement.</summary>
internal sealed record AddedSamples(long MeasurementId, long Samples, long InferenceNs);
