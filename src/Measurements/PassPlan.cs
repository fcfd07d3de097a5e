namespace LatBench.Measurements;

/// <summary>Plans the passes that pending measurements of a campaign lack: all of the first ones at its start, and what is missing after passes were taken over or it was resumed.</summary>
public static class PassPlan
{
    /// <summary>
    /// Every measurement gets the passes that are missing to the protocol's minimum, and one at least where it has no open
    /// job: what is decided rests on a pass of this campaign.
    /// </summary>
    /// <param name="pending">The pending measurements of one campaign.</param>
    /// <param name="protocol">The protocol of the campaign.</param>
    public static IEnumerable<PlannedPass> Missing(IReadOnlyList<PendingMeasurement> pending, MeasurementProtocol protocol)
    {
        var cohorts = CohortsOf(pending, protocol);
        return from measurement in pending
               let missing = Math.Max(protocol.MinPasses - measurement.CountedPasses - measurement.OpenJobs, measurement.OpenJobs == 0 ? 1 : 0)
               from place in Enumerable.Range(0, Math.Max(0, missing))
               select new PlannedPass(
                   measurement,
                   measurement.Cohort ?? cohorts[measurement.Id],
                   measurement.LastPass + 1 + place,
                   (measurement.OpenJobs + place) * protocol.PassInterval());
    }

    /// <summary>By the order of the models of a device in the first pass.</summary>
    private static Dictionary<long, int> CohortsOf(IReadOnlyList<PendingMeasurement> pending, MeasurementProtocol protocol)
    {
        var cohorts = new Dictionary<long, int>(pending.Count);
        var size = Cohorts.SizeFor(protocol);
        foreach (var device in pending.GroupBy(measurement => measurement.DeviceId, StringComparer.Ordinal))
        {
            var ordered = device.OrderBy(measurement => PassOrder.Key(protocol.Seed, 1, measurement.ModelSha256)).ThenBy(measurement => measurement.Id).ToArray();
            for (var rank = 0; rank < ordered.Length; rank++)
                cohorts[ordered[rank].Id] = Cohorts.Of(rank, ordered.Length, size);
        }

        return cohorts;
    }
}

/// <summary>A measurement that waits for its verdict.</summary>
public sealed record PendingMeasurement
{
    /// <summary>Identity.</summary>
    public required long Id { get; init; }

    /// <summary>Its model.</summary>
    public required string ModelSha256 { get; init; }

    /// <summary>The device of its target.</summary>
    public required string DeviceId { get; init; }

    /// <summary>The number of passes that count.</summary>
    public int CountedPasses { get; init; }

    /// <summary>The number of the last pass that was queued; 0 before the first.</summary>
    public int LastPass { get; init; }

    /// <summary>The number of jobs that are queued or leased.</summary>
    public int OpenJobs { get; init; }

    /// <summary>The cohort of its open jobs; null where it has none.</summary>
    public int? Cohort { get; init; }
}

/// <summary>One pass to be made.</summary>
/// <param name="Measurement">The measurement.</param>
/// <param name="Cohort">The cohort that it is measured in.</param>
/// <param name="Number">The number of the pass, from 1.</param>
/// <param name="Delay">The time from now until it is due.</param>
public sealed record PlannedPass(PendingMeasurement Measurement, int Cohort, int Number, TimeSpan Delay);
