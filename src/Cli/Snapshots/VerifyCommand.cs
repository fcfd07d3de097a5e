using System.CommandLine;
using System.Text.Json.Serialization;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.SnapshotFormat;

namespace LatBench.Cli.Snapshots;

/// <summary><c>latbench snapshots verify</c>.</summary>
internal static class VerifyCommand
{
    public static Command Create(CliHost host)
    {
        var path = new Argument<string>("PATH") { Description = "Directory of the snapshot." };
        var json = OptionFactory.Json();
        var command = host.Command(
            "verify",
            "Check every file of a snapshot against its checksums. Needs nothing but the files.",
            "latbench snapshots verify .latbench/snapshots/latbench-1.0.0");
        command.Add(path);
        command.Add(json);
        return command.SetHandler(async context =>
        {
            var directory = context.Get(path)!;
            var result = await SnapshotVerifier.VerifyAsync(directory, context.CancellationToken);
            if (context.Get(json))
                context.Terminal.Json(VerifyReport.Of(directory, result), SnapshotJsonContext.Default.VerifyReport);
            else
                Show(context.Terminal, directory, result);
            return result.IsIntact ? ExitCode.Done : ExitCode.Failed;
        });
    }

    /// <summary>A kind of problem in one word.</summary>
    public static string Kind(SnapshotProblemKind kind) => kind == SnapshotProblemKind.NotASnapshot ? "not-a-snapshot" : Words.Of(kind);

    private static void Show(Terminal terminal, string directory, SnapshotVerification result)
    {
        foreach (var problem in result.Problems)
            terminal.Line($"{Kind(problem.Kind)}: {problem.Path}: {problem.Message}");
        if (result.IsIntact)
            terminal.Line($"{directory} is intact: version {result.Manifest!.Version}, {Figures.Count(result.FilesChecked, "file")}, SHA-256 {result.Sha256}");
        else
            terminal.Note($"{directory} is not an intact snapshot ({Figures.Count(result.Problems.Count, "problem")}, the first with {result.Problems[0].Path}): download it again.");
    }
}

/// <summary>The output of <c>snapshots verify --json</c>.</summary>
internal sealed record VerifyReport(
    string Path, bool Intact, string? Version, int FilesChecked, string? Sha256, IReadOnlyList<VerifyReportProblem> Problems)
{
    public static VerifyReport Of(string path, SnapshotVerification result) => new(
        path,
        result.IsIntact,
        result.Manifest?.Version,
        result.FilesChecked,
        result.Sha256,
        [.. result.Problems.Select(problem => new VerifyReportProblem(VerifyCommand.Kind(problem.Kind), problem.Path, problem.Message))]);
}

/// <summary>One problem in it.</summary>
internal sealed record VerifyReportProblem(string Kind, string Path, string Message);

/// <summary>The output of <c>snapshots download --json</c>.</summary>
internal sealed record DownloadReport(string Version, string Path, long Rows, int Files, long SizeBytes, string Sha256);

/// <summary>The output of <c>snapshots push --json</c>.</summary>
internal sealed record PushReport(string Version, string Layout, string Path, bool Changed);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(VerifyReport))]
[JsonSerializable(typeof(DownloadReport))]
[JsonSerializable(typeof(PushReport))]
internal sealed partial class SnapshotJsonContext : JsonSerializerContext;
