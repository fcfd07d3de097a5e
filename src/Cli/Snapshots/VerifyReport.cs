using System.Text.Json.Serialization;
using LatBench.SnapshotFormat;

namespace LatBench.Cli.Snapshots;

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
