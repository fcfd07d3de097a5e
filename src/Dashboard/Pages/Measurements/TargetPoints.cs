using LatBench.Contracts.V1;
using LatBench.SearchSpaces;

namespace LatBench.Dashboard.Pages.Measurements;

/// <summary>The latencies of a target in columns, with the published cost of each architecture. Columns of measurements are empty for imported latencies.</summary>
public sealed class TargetPoints
{
    /// <summary>Gets the target.</summary>
    public required LabelledTarget Target { get; init; }

    /// <summary>Gets the version of the figures.</summary>
    public required string Version { get; init; }

    /// <summary>Gets the texts of the architectures.</summary>
    public required string[] Architectures { get; init; }

    /// <summary>Gets their short names; those of NAS-Bench-201 have a digit for each edge.</summary>
    public required string[] Codes { get; init; }

    /// <summary>Gets the latencies in milliseconds.</summary>
    public required double[] Latencies { get; init; }

    /// <summary>Gets the multiply-accumulate operations; 0 where they are not known.</summary>
    public required long[] Macs { get; init; }

    /// <summary>Gets the parameters; 0 where they are not known.</summary>
    public required long[] Parameters { get; init; }

    /// <summary>Gets the lower ends of the intervals.</summary>
    public required double[] Lows { get; init; }

    /// <summary>Gets the upper ends of the intervals.</summary>
    public required double[] Highs { get; init; }

    /// <summary>Gets the verdicts.</summary>
    public required Verdict[] Verdicts { get; init; }

    /// <summary>Gets the numbers of the campaigns.</summary>
    public required long[] Campaigns { get; init; }

    /// <summary>Gets the numbers of the measurements.</summary>
    public required long[] Measurements { get; init; }

    /// <summary>Gets values that are true where the figures were taken over.</summary>
    public required bool[] Reused { get; init; }

    /// <summary>Gets a value indicating whether the latencies were measured here.</summary>
    public bool IsMeasured => Measurements.Length > 0;

    /// <summary>Gets the address of the page of a point.</summary>
    public string PathOf(int point) => IsMeasured
        ? $"/measurements/{Measurements[point]}"
        : $"/cells?space={Uri.EscapeDataString(Target.SearchSpace)}&arch={Uri.EscapeDataString(Codes[point].Length == 6 ? Codes[point] : Architectures[point])}";

    /// <summary>Makes the columns of the messages of the API.</summary>
    /// <param name="messages">The messages; the first one has the target.</param>
    public static TargetPoints Of(IReadOnlyList<ReadMeasurementPointsResponse> messages)
    {
        var target = messages[0].Target;
        string[] architectures = [.. messages.SelectMany(message => message.Architectures)];
        var (codes, macs, parameters) = (new string[architectures.Length], new long[architectures.Length], new long[architectures.Length]);
        var space = SearchSpaceRegistry.BuiltIn.TryGet(target.SearchSpace, out var known) ? known : null;
        var input = space?.FindInput(InputOf(target.ModelConfig)) ?? space?.DefaultInput;
        for (var i = 0; i < architectures.Length; i++)
        {
            codes[i] = architectures[i];
            if (space is null || !space.TryParse(architectures[i], out var architecture, out _))
                continue;
            codes[i] = space.Code(architecture);
            var costs = space.Costs(architecture, input!);
            (macs[i], parameters[i]) = (costs.Macs, costs.Parameters);
        }

        return new TargetPoints
        {
            Target = target,
            Version = messages[0].Version,
            Architectures = architectures,
            Codes = codes,
            Macs = macs,
            Parameters = parameters,
            Latencies = [.. messages.SelectMany(message => message.LatenciesMs)],
            Lows = [.. messages.SelectMany(message => message.Ci95LowsMs)],
            Highs = [.. messages.SelectMany(message => message.Ci95HighsMs)],
            Verdicts = [.. messages.SelectMany(message => message.Verdicts)],
            Campaigns = [.. messages.SelectMany(message => message.Campaigns)],
            Measurements = [.. messages.SelectMany(message => message.Measurements)],
            Reused = [.. messages.SelectMany(message => message.Reused)],
        };
    }

    private static string InputOf(ModelConfig configuration) =>
        configuration.Input.Length > 0 ? configuration.Input : ConfigurationKey.Of(configuration).Split("-b")[0];
}
