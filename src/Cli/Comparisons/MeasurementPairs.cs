using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Measurements;
using LatBench.Cli.Models;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Comparisons;

/// <summary>Two measurements that are compared.</summary>
internal sealed record MeasurementPair(Measurement First, Measurement Second)
{
    /// <summary>Gets a value indicating whether both were measured in the same passes: of one campaign, on one target, and neither taken over from elsewhere.</summary>
    public bool SamePasses => First.Campaign == Second.Campaign && First.Target == Second.Target && First.ReusedFrom.Length == 0 && Second.ReusedFrom.Length == 0;

    /// <summary>Gets a value indicating whether both are of one machine with the same settings.</summary>
    public bool SameMachine => First.Target == Second.Target;
}

/// <summary>The measurements of two sides, matched by everything that is equal on both.</summary>
/// <param name="Pairs">In the order of the first side.</param>
/// <param name="OnlyFirst">Measured models that only the first side has.</param>
/// <param name="OnlySecond">Measured models that only the second side has.</param>
internal sealed record MeasurementPairs(IReadOnlyList<MeasurementPair> Pairs, int OnlyFirst, int OnlySecond)
{
    /// <summary>Gets the names of the models.</summary>
    public MeasuredNames Names { get; init; } = new();

    /// <summary>Reads and matches the measurements of two sides of one kind.</summary>
    /// <param name="context">The run of the command.</param>
    /// <param name="connection">The coordinator.</param>
    /// <param name="first">The first side.</param>
    /// <param name="second">The second side.</param>
    /// <param name="filter">Narrows what is compared.</param>
    /// <param name="names">The names of the models; null to read them.</param>
    public static async Task<MeasurementPairs> ReadAsync(CommandContext context, CoordinatorConnection connection, ComparisonSide first, ComparisonSide second, PairFilter filter, MeasuredNames? names = null)
    {
        if (first.Kind == SideKind.Measurement)
        {
            MeasurementPair pair = new(await GetAsync(first), await GetAsync(second));
            return new([pair], 0, 0) { Names = await MeasuredNames.ReadAsync(connection, [pair.First, pair.Second], context.CancellationToken) };
        }

        var (one, other) = (await ListAsync(first), await ListAsync(second));
        names ??= await MeasuredNames.ReadAsync(connection, one.Concat(other), context.CancellationToken);
        return Match(one.Where(measurement => Belongs(measurement, first)), other.Where(measurement => Belongs(measurement, second)), measurement => KeyOf(names, measurement, first.Kind)) with { Names = names };

        async Task<Measurement> GetAsync(ComparisonSide side) =>
            (await connection.Measurements.GetMeasurementAsync(new GetMeasurementRequest { Name = side.Name }, cancellationToken: context.CancellationToken)).Measurement;

        async Task<List<Measurement>> ListAsync(ComparisonSide side)
        {
            var request = new ListMeasurementsRequest
            {
                Campaign = side.Kind == SideKind.Campaign ? side.Name : filter.Campaign ?? "",
                Target = side.Kind == SideKind.Target ? side.Name : "",
            };
            var all = await MeasurementCommands.ReadAsync(connection, request, int.MaxValue, context.CancellationToken);
            return [.. all.Where(filter.Takes)];
        }

        bool Belongs(Measurement measurement, ComparisonSide side) => side.Kind switch
        {
            SideKind.Precision => Words.PrecisionOf(measurement.ModelConfig) == side.Name,
            SideKind.Model => ModelMatch.Is(context.Environment.SearchSpaces, names, measurement, side.Name),
            _ => true,
        };
    }

    /// <summary>Of several measurements of one model the newest valid one counts, a suspect one only where there is no other.</summary>
    private static MeasurementPairs Match(IEnumerable<Measurement> first, IEnumerable<Measurement> second, Func<Measurement, string> key)
    {
        var (one, other) = (Choose(first), Choose(second));
        var pairs = one.Where(entry => other.ContainsKey(entry.Key)).Select(entry => new MeasurementPair(entry.Value, other[entry.Key])).ToArray();
        return new(pairs, one.Count - pairs.Length, other.Count - pairs.Length);

        Dictionary<string, Measurement> Choose(IEnumerable<Measurement> measurements)
        {
            var chosen = new Dictionary<string, Measurement>(StringComparer.Ordinal);
            foreach (var measurement in measurements.Where(measurement => measurement is { Summary: not null, Verdict: Verdict.Valid or Verdict.Suspect }))
            {
                if (!chosen.TryGetValue(key(measurement), out var before) || measurement.Verdict == Verdict.Valid || before.Verdict == Verdict.Suspect)
                    chosen[key(measurement)] = measurement;
            }

            return chosen;
        }
    }

    /// <summary>The inputs of an uploaded model say their types, which a conversion changes.</summary>
    public static string WithoutTypes(Measurement measurement, string input) =>
        measurement.SearchSpace == MeasuredNames.UploadedSpace ? input.Replace("=float16[", "=float32[", StringComparison.Ordinal) : input;

    /// <summary>Everything that is to be equal on both sides: all of it but what the sides are.</summary>
    private static string KeyOf(MeasuredNames names, Measurement measurement, SideKind kind)
    {
        var configuration = measurement.ModelConfig ?? new ModelConfig();
        if (kind == SideKind.Precision)
            configuration = new ModelConfig(configuration) { Precision = Precision.Unspecified, Input = WithoutTypes(measurement, configuration.Input) };
        if (kind == SideKind.Model)
            configuration = new ModelConfig(configuration) { Dataset = Dataset.Unspecified, Input = "" };
        return string.Join(
            '\n',
            kind == SideKind.Target ? "" : measurement.Target,
            kind == SideKind.Model ? "" : $"{measurement.SearchSpace}\n{names.Of(measurement)}",
            Words.Of(configuration));
    }
}

/// <summary>Narrows what is compared.</summary>
/// <param name="Campaign">The campaign; null for all.</param>
/// <param name="Space">The search space; empty for all.</param>
internal sealed record PairFilter(string? Campaign, string Space)
{
    public bool Takes(Measurement measurement) => Space.Length == 0 || measurement.SearchSpace == Space;
}
