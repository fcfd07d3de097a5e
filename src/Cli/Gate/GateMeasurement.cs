using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Measure;
using LatBench.Cli.Models;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;
using LatBench.Measurements.Gates;

namespace LatBench.Cli.Gate;

/// <summary>Measures the files of a gate, and judges them or makes them the baseline. Models of the baseline are measured again beside them where they are at hand: those whose file has changed, and all on another machine than that of the baseline.</summary>
/// <param name="context">The run of the command.</param>
/// <param name="settings">The settings of the gate.</param>
/// <param name="baseline">The baseline; null where one is to be written.</param>
internal sealed class GateMeasurement(CommandContext context, GateSettings settings, GateRun? baseline)
{
    private const string Prefix = "models/";

    private readonly BaselineModels _models = new(context, settings.Baseline, settings.BaselineModels);

    /// <summary>Measures and finishes.</summary>
    /// <param name="plan">The plan of measuring the files.</param>
    /// <returns>The exit code of the command.</returns>
    /// <exception cref="CliException">A file could not be measured.</exception>
    public async Task<int> RunAsync(MeasurePlan plan)
    {
        IReadOnlyList<string> again = [];
        var (slug, run, files) = await new MeasureRun(context, plan with { NameMore = async (connection, campaign, devices) => again = await AgainAsync(connection, campaign, devices, plan.Paths) })
            .RunAsync(async (connection, result, token) =>
            {
                if (result.Rows.FirstOrDefault(row => row.Reason is not null) is { } refused)
                    throw new CliException($"{Printable.OneLine(refused.Path)} was not measured: {refused.Reason}");
                var (slug, run) = await GateCampaign.ReadAsync(connection, result.Campaign!.Name, target: null, token, MeasuredNames.Of(result));
                return (slug, run, result.Rows.DistinctBy(row => row.Model!.Name).ToDictionary(row => row.Model!.Name, row => row.Path, StringComparer.Ordinal));
            });
        GateModel[] own = [.. run.Models.Where(model => files.ContainsKey(Prefix + model.UploadedSha256)).Select(model => model with { File = _models.Relative(files[Prefix + model.UploadedSha256]) })];
        return GateJudgement.Finish(context.Terminal, settings, baseline, slug, run with { Models = own }, [.. Again(run, again)]);
    }

    /// <summary>The models of the baseline under their names there, as they were measured now.</summary>
    private IEnumerable<GateModel> Again(GateRun run, IReadOnlyList<string> names)
    {
        foreach (var model in baseline?.Models ?? [])
        {
            if (names.Contains(Prefix + model.UploadedSha256)
                && run.Models.FirstOrDefault(other => other.UploadedSha256 == model.UploadedSha256 && other.Configuration == model.Configuration) is { } now)
                yield return now with { Name = model.Name };
        }
    }

    private async Task<IReadOnlyList<string>> AgainAsync(CoordinatorConnection connection, Campaign campaign, MeasuredDevices devices, IReadOnlyList<string> paths)
    {
        if (baseline is null || await GateMachine.OfAsync(connection, campaign, context.CancellationToken) is not { } machine)
            return [];
        var isElsewhere = machine.DifferencesFrom(baseline.Machine).Count > 0;
        var measured = campaign.Selection.Architectures.Architectures;
        var (names, missing) = await _models.UploadAsync(connection, devices, isElsewhere ? baseline.Models : baseline.Models.Where(model => !measured.Contains(Prefix + model.UploadedSha256) && IsNamed(model, paths)));
        if (names.Count > 0)
            context.Terminal.Note($"{(isElsewhere ? "This machine is another one than that of the baseline: " : "")}{Figures.Count(names.Count, "model")} of the baseline {(names.Count == 1 ? "is" : "are")} measured again, in the same passes.");
        foreach (var sentence in missing)
            context.Terminal.Note($"Not measured again: {sentence}");
        return names;
    }

    /// <summary>Determines whether one of the files has the name of a model of the baseline, so that it is judged by it.</summary>
    private static bool IsNamed(GateModel model, IReadOnlyList<string> paths) => paths.Any(path => path == model.Name || Path.GetFileName(path) == model.Name);
}
