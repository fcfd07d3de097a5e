using System.Globalization;
using Google.Protobuf;
using LatBench.Contracts.V1;
using LatBench.Hosting.Files;

namespace LatBench.DeviceAgent.Spool;

/// <summary>
/// Finished jobs on disk, from the moment they are finished until the coordinator has acknowledged them. One file a
/// report, named by a running number, so that they are delivered in order.
/// </summary>
internal sealed class ResultSpool
{
    private static readonly Dictionary<string, SpoolReport> Reports = new(StringComparer.Ordinal)
    {
        [".completed"] = SpoolReport.Completed,
        [".profiled"] = SpoolReport.Profiled,
        [".failed"] = SpoolReport.Failed,
    };

    private readonly string _directory;
    private readonly string _refused;
    private long _next;

    /// <summary>Opens a spool with what an earlier run left in it.</summary>
    public ResultSpool(string directory)
    {
        _directory = directory;
        _refused = Path.Combine(directory, "refused");
        Directory.CreateDirectory(_refused);
        var numbers = Directory.EnumerateFiles(directory).Concat(Directory.EnumerateFiles(_refused)).Select(Number);
        _next = numbers.DefaultIfEmpty(0).Max() + 1;
    }

    public void Add(CompleteJobRequest report) => Write(report, SpoolReport.Completed);

    public void Add(CompleteProfileJobRequest report) => Write(report, SpoolReport.Profiled);

    public void Add(FailJobRequest report) => Write(report, SpoolReport.Failed);

    /// <summary>Returns the reports that wait for delivery, oldest first.</summary>
    public IReadOnlyList<SpoolEntry> Pending() =>
    [
        .. Directory.EnumerateFiles(_directory)
            .Where(path => Reports.ContainsKey(Path.GetExtension(path)))
            .OrderBy(Number)
            .Select(path => new SpoolEntry(path, Reports[Path.GetExtension(path)])),
    ];

    /// <summary>The coordinator has it.</summary>
    public static void Remove(SpoolEntry entry) => File.Delete(entry.Path);

    /// <summary>The coordinator will never take it: set aside for a person to look at.</summary>
    public void Refuse(SpoolEntry entry) => File.Move(entry.Path, Path.Combine(_refused, Path.GetFileName(entry.Path)), overwrite: true);

    private static long Number(string path) =>
        long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private void Write(IMessage report, SpoolReport kind)
    {
        var name = _next++.ToString("D12", CultureInfo.InvariantCulture) + Reports.Single(entry => entry.Value == kind).Key;
        AtomicFile.Write(Path.Combine(_directory, name), report.ToByteArray(), AtomicFile.OwnerOnly);
    }
}

/// <summary>One report on the disk that the coordinator has not acknowledged.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Report">The call that delivers it.</param>
internal sealed record SpoolEntry(string Path, SpoolReport Report);

/// <summary>The calls that deliver a report; the extension of a file in the spool says which.</summary>
internal enum SpoolReport
{
    /// <summary><c>CompleteJobRequest</c>.</summary>
    Completed,

    /// <summary><c>CompleteProfileJobRequest</c>.</summary>
    Profiled,

    /// <summary><c>FailJobRequest</c>.</summary>
    Failed,
}
