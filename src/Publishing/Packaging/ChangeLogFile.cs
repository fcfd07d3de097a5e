using System.Text;
using LatBench.Publishing.Versions;
using LatBench.SnapshotFormat;

namespace LatBench.Publishing.Packaging;

/// <summary>The file <c>CHANGELOG.md</c> of a snapshot: what became of the rows, version by version, the newest first.</summary>
internal static class ChangeLogFile
{
    public const string FileName = "CHANGELOG.md";

    private const string Head = "# Changes\n\nPATCH: packaging. MINOR: rows or columns added. MAJOR: rows of the table `latency` changed or removed.\n\n";

    /// <exception cref="IOException">The change log of the snapshot before cannot be read.</exception>
    public static async Task<string> WriteAsync(PackageRequest package, CancellationToken cancellationToken) =>
        Head + Section(package) + await BeforeAsync(package.Previous, cancellationToken);

    private static string Section(PackageRequest package)
    {
        var text = new StringBuilder($"## {package.Version}\n\n");
        text.Append($"- Selection: {package.Selection}.\n");
        if (package.Previous is not { } previous)
            text.Append("- The first snapshot of its installation.\n");
        else if (previous.Delta == SnapshotDelta.Unknown)
            text.Append($"- {previous.Version}, the snapshot before, was not there to compare with.\n");
        else
            Describe(text, previous);
        return text.Append('\n').ToString();
    }

    private static void Describe(StringBuilder text, PreviousSnapshot previous)
    {
        text.Append($"- {Words(previous.Delta.Change)} since {previous.Version}.\n");
        foreach (var (target, rows) in previous.Delta.Targets.Where(target => target.Rows.Change != SnapshotChange.Packaging))
            text.Append(FormattableString.Invariant($"- `{target}`: {rows.Added:N0} rows added, {rows.Changed:N0} changed, {rows.Removed:N0} removed.\n"));
        if (previous.Delta.Tables.Count > 0)
            text.Append($"- Also different: {string.Join(", ", previous.Delta.Tables.Select(table => $"`{table}`"))}.\n");
    }

    private static string Words(SnapshotChange change) => change switch
    {
        SnapshotChange.Packaging => "No measurement changed",
        SnapshotChange.Added => "Rows or columns were added",
        _ => "Rows changed or were removed",
    };

    private static async Task<string> BeforeAsync(PreviousSnapshot? previous, CancellationToken cancellationToken)
    {
        if (previous is null)
            return "";
        var file = SnapshotPath.Resolve(previous.Directory, FileName);
        var text = File.Exists(file) ? await File.ReadAllTextAsync(file, cancellationToken) : "";
        return text.StartsWith(Head, StringComparison.Ordinal) ? text[Head.Length..] : $"## {previous.Version}\n\n- No change log was kept.\n\n";
    }
}
