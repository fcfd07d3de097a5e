using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Hosting.Files;
using LatBench.Measurements.Gates;

namespace LatBench.Cli.Gate;

/// <summary>Takes measured models to the end of a gate: the baseline is written, or they are judged by it and reported.</summary>
internal static class GateJudgement
{
    /// <summary>Reads the baseline that models are to be judged by, before anything is measured; null where one is to be written.</summary>
    /// <param name="settings">The settings.</param>
    /// <exception cref="CliException">There is none.</exception>
    public static GateRun? ReadBaseline(GateSettings settings) => settings.WritesBaseline ? null : BaselineFile.Read(settings.Baseline);

    /// <summary>Writes the baseline, or judges and reports.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="baseline">What <see cref="ReadBaseline"/> gave.</param>
    /// <param name="target">Slug of the target that was measured.</param>
    /// <param name="run">The measured models.</param>
    /// <param name="again">The models of the baseline as they were measured again beside these; none where they were not.</param>
    /// <returns>The exit code of the command.</returns>
    public static int Finish(Terminal terminal, GateSettings settings, GateRun? baseline, string target, GateRun run, IReadOnlyList<GateModel> again)
    {
        if (baseline is null)
            return Write(terminal, settings, target, run);
        var result = PerformanceGate.Judge(baseline, run, settings.Options, again);
        if (settings.Report is { } report)
            Save(report, "--report", MarkdownReport.Of(result, target));
        if (settings.JUnit is { } junit)
            Save(junit, "--junit", JUnitReport.Of(result));
        if (settings.Json)
            terminal.Json(GateDocument.Of(result, settings.Baseline, target), GateJsonContext.Default.GateDocument);
        else
            GateReport.Print(terminal, result);
        return result.Fails ? ExitCode.Failed : ExitCode.Done;
    }

    private static int Write(Terminal terminal, GateSettings settings, string target, GateRun run)
    {
        GateModel[] measured = [.. run.Models.Where(model => model.Passes.Count > 0)];
        BaselineFile.Write(settings.Baseline, target, run with { Models = measured });
        foreach (var model in run.Models.Where(model => model.Passes.Count == 0))
            terminal.Note($"Not in the baseline: {model.Name} ({model.Configuration}). {model.Failure}");
        if (settings.Json)
            terminal.Json(new WrittenBaseline(settings.Baseline, target, measured.Length), GateJsonContext.Default.WrittenBaseline);
        else
            terminal.Line($"{settings.Baseline}: baseline of {Figures.Count(measured.Length, "model")} on {target}");
        return ExitCode.Done;
    }

    private static void Save(string path, string option, string content) =>
        FileGuard.Run($"{path} cannot be written", $"name another file with {option}", () => OutputFile.WriteText(path, content));
}
