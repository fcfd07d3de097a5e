namespace LatBench.Bench.Load;

/// <summary>The content of the database after a load, compared with the acknowledged results.</summary>
/// <param name="Lost">Acknowledged results that are not stored, or stored with other samples than were sent.</param>
/// <param name="Duplicated">Results that count beyond the first of their measurement and pass, and leases stored twice.</param>
/// <param name="BytesPerSample">Bytes of the stored samples a sample.</param>
internal sealed record LoadAudit(int Lost, int Duplicated, double BytesPerSample)
{
    public static async Task<LoadAudit> RunAsync(LoadDatabase database, IReadOnlyDictionary<string, long> acknowledged, CancellationToken cancellationToken)
    {
        var stored = await database.QueryAsync(
            "SELECT lease_id, measurement_id, number, counted, length(samples) FROM passes",
            reader => (Lease: reader.GetString(0), Measurement: reader.GetInt64(1), Number: reader.GetInt64(2), Counted: reader.GetBoolean(3), Bytes: reader.GetInt64(4)),
            cancellationToken);
        var leases = stored.Select(row => row.Lease).ToHashSet(StringComparer.Ordinal);
        var counted = stored.Where(row => row.Counted).Select(row => (row.Measurement, row.Number)).ToArray();
        var lost = acknowledged.Keys.Count(lease => !leases.Contains(lease));
        // What an agent did not hear of may be stored; what it heard of adds up to what is stored.
        var sums = await database.QueryAsync(
            "SELECT CAST(COALESCE(SUM(inference_ns), 0) AS BIGINT), CAST(COALESCE(SUM(samples_taken), 0) AS BIGINT) FROM measurements",
            reader => (Ns: reader.GetInt64(0), Samples: reader.GetInt64(1)),
            cancellationToken);
        if (stored.Count == acknowledged.Count && (sums[0].Ns != acknowledged.Values.Sum() || sums[0].Samples != (long)stored.Count * LoadPlan.Samples))
            lost = Math.Max(lost, 1);
        return new LoadAudit(
            lost,
            (counted.Length - counted.Distinct().Count()) + (stored.Count - leases.Count),
            stored.Count == 0 ? double.NaN : stored.Average(row => row.Bytes) / LoadPlan.Samples);
    }
}
