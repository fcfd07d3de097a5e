using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Measurements.Comparisons;
using Conditions = LatBench.Measurements.Conditions;
using OperatorProfile = LatBench.Measurements.OperatorProfile;

namespace LatBench.Cli.Comparisons;

/// <summary>The counted passes of a stored measurement, and its profile.</summary>
/// <param name="Passes">In their order, each with at least one sample; without warm-up and conditions, which no comparison looks at.</param>
/// <param name="Profile">The profile; null where it has none.</param>
internal sealed record StoredPasses(IReadOnlyList<NumberedPass> Passes, OperatorProfile? Profile)
{
    /// <summary>Calls that are under way at a time.</summary>
    private const int MaxCalls = 8;

    private static readonly Conditions NoConditions = new() { RuntimeVersion = "", AgentVersion = "" };

    /// <summary>Reads measurements, each once.</summary>
    /// <param name="connection">The coordinator.</param>
    /// <param name="measurements">The measurements.</param>
    /// <param name="report">Is told the share of the measurements that were read; null where no progress is shown.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was read, by the name of the measurement.</returns>
    public static async Task<IReadOnlyDictionary<string, StoredPasses>> ReadAsync(
        CoordinatorConnection connection, IEnumerable<Measurement> measurements, Action<double, string>? report, CancellationToken cancellationToken)
    {
        var read = new Dictionary<string, StoredPasses>(StringComparer.Ordinal);
        var calls = new ParallelOptions { MaxDegreeOfParallelism = MaxCalls, CancellationToken = cancellationToken };
        string[] names = [.. measurements.Select(measurement => measurement.Name).Distinct(StringComparer.Ordinal)];
        await Parallel.ForEachAsync(names, calls, async (name, token) =>
        {
            var answer = await connection.Measurements.GetMeasurementAsync(new GetMeasurementRequest { Name = name }, cancellationToken: token);
            var passes = answer.Passes
                .Where(pass => pass is { Counted: true, Result.SamplesNs.Count: > 0 })
                .OrderBy(pass => pass.Number)
                .Select(pass => new NumberedPass(pass.Number, pass.Result.ToDomain() with { WarmUpNs = [], Conditions = NoConditions }))
                .ToArray();
            var one = new StoredPasses(passes, answer.Profile is { Operators.Count: > 0 } profile ? profile.ToDomain() : null);
            lock (read)
            {
                read[name] = one;
                report?.Invoke((double)read.Count / names.Length, $"reading passes, {Figures.Count(read.Count)} of {Figures.Count(names.Length, "measurement")}");
            }
        });
        return read;
    }
}
