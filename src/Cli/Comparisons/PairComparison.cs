using LatBench.Cli.Connection;
using LatBench.Cli.Models;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Measurements.Comparisons;
using PassResult = LatBench.Measurements.PassResult;

namespace LatBench.Cli.Comparisons;

/// <summary>Compares pairs of stored measurements by their passes.</summary>
internal static class PairComparison
{
    /// <summary>Reads the passes of all pairs and compares them.</summary>
    /// <param name="connection">The coordinator.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="names">The names of the models.</param>
    /// <param name="options">Tolerance and equivalence bound.</param>
    /// <param name="report">Is told the share of the measurements that were read; null where no progress is shown.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<ComparedModel>> CompareAsync(
        CoordinatorConnection connection, IReadOnlyList<MeasurementPair> pairs, MeasuredNames names, ComparisonOptions options, Action<double, string>? report, CancellationToken cancellationToken)
    {
        var read = await StoredPasses.ReadAsync(connection, pairs.SelectMany(pair => new[] { pair.First, pair.Second }), report, cancellationToken);
        var drifts = pairs.Where(pair => pair is { SameMachine: true, SamePasses: false })
            .GroupBy(pair => pair.First.Target)
            .ToDictionary(group => group.Key, group => MachineDrift.Between(All(group, pair => pair.First), All(group, pair => pair.Second), options.Seed));
        return [.. pairs.AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(Compare)];

        PassResult[] All(IEnumerable<MeasurementPair> group, Func<MeasurementPair, Measurement> side) =>
            [.. group.Select(side).DistinctBy(measurement => measurement.Name).SelectMany(measurement => read[measurement.Name].Passes).Select(pass => pass.Result)];

        ComparedModel Compare(MeasurementPair pair)
        {
            var (first, second) = (read[pair.First.Name], read[pair.Second.Name]);
            var setting = new ComparisonSetting(pair.SamePasses, pair.SameMachine)
            {
                Drift = pair is { SameMachine: true, SamePasses: false } ? drifts[pair.First.Target] : null,
                DifferentConfigurations = DifferenceOf(pair.First, pair.Second),
            };
            return new ComparedModel
            {
                Model = names.Of(pair.First),
                SecondModel = names.Of(pair.Second),
                Space = pair.First.SearchSpace,
                Configuration = (pair.First.ModelConfig ?? new ModelConfig()).Describe(),
                SecondConfiguration = (pair.Second.ModelConfig ?? new ModelConfig()).Describe(),
                Target = pair.First.Target,
                SecondTarget = pair.Second.Target,
                Measurement = pair.First.Name,
                SecondMeasurement = pair.Second.Name,
                Comparison = MeasurementComparer.Compare(Side(first, pair.First), Side(second, pair.Second), setting, options),
                Operators = first.Profile is { } one && second.Profile is { } other ? OperatorComparison.Compare(one, other) : null,
            };
        }
    }

    /// <summary>A batch, or an input of one and the same model, is not a choice between two ways to do one thing: such latencies are of different work.</summary>
    private static string? DifferenceOf(Measurement first, Measurement second)
    {
        var (one, other) = (first.ModelConfig ?? new ModelConfig(), second.ModelConfig ?? new ModelConfig());
        var sameModel = first.SearchSpace == second.SearchSpace && first.EffectiveCell == second.EffectiveCell;
        return one.Batch != other.Batch || (sameModel && (one.Dataset, MeasurementPairs.WithoutTypes(first, one.Input)) != (other.Dataset, MeasurementPairs.WithoutTypes(second, other.Input)))
            ? $"The model configurations are different ({one.Describe()}; {other.Describe()}), so the latencies are not of the same work: compare measurements of one input and batch."
            : null;
    }

    private static ComparedMeasurement Side(StoredPasses read, Measurement measurement) => new() { Passes = read.Passes, HasDrifted = measurement.Verdict == Verdict.Suspect };
}
