using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Measure;
using LatBench.Cli.Models;
using LatBench.Measurements.Comparisons;

namespace LatBench.Cli.Comparisons;

/// <summary>Compares two ONNX files by measuring both now, in the same passes.</summary>
internal static class MeasuredComparison
{
    /// <summary>Measures and compares.</summary>
    /// <param name="context">The run of the command.</param>
    /// <param name="first">The first file.</param>
    /// <param name="second">The second file.</param>
    /// <param name="plan">The plan of measuring them; it names no files.</param>
    /// <param name="options">Tolerance and equivalence bound.</param>
    /// <exception cref="CliException">A file could not be measured, or both have the same content.</exception>
    public static Task<ComparedModels> RunAsync(CommandContext context, string first, string second, MeasurePlan plan, ComparisonOptions options)
    {
        foreach (var path in new[] { first, second })
        {
            if (!File.Exists(path))
                throw new CliException($"There is no file '{Rendering.Printable.OneLine(path)}': --measure compares two ONNX files.", ExitCode.WrongUsage);
        }

        return new MeasureRun(context, plan with { Paths = [first, second] }).RunAsync((connection, result, token) => CompareAsync(context, connection, result, options, token));
    }

    private static async Task<ComparedModels> CompareAsync(CommandContext context, CoordinatorConnection connection, MeasureResult result, ComparisonOptions options, CancellationToken cancellationToken)
    {
        if (result.Rows.FirstOrDefault(row => row.Reason is not null) is { } refused)
            throw new CliException($"{Rendering.Printable.OneLine(refused.Path)} was not measured: {refused.Reason}");
        if (result.Rows.Select(row => row.Model!.Name).Distinct().Count() < 2)
            throw new CliException("Both files have the same content: there is nothing to compare.");
        var names = MeasuredNames.Of(result);
        var sides = result.Rows.Select(row => new ComparisonSide(SideKind.Model, row.Measurement!.EffectiveCell)).Distinct().ToArray();
        var pairs = await MeasurementPairs.ReadAsync(context, connection, sides[0], sides[1], new PairFilter(result.Campaign!.Name, MeasuredNames.UploadedSpace), names);
        return new ComparedModels(await PairComparison.CompareAsync(connection, pairs.Pairs, names, options, report: null, cancellationToken), pairs.OnlyFirst, pairs.OnlySecond);
    }
}
