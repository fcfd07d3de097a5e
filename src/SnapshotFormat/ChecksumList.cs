using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace LatBench.SnapshotFormat;

/// <summary>
/// The content of <c>SHA256SUMS</c>, in the format of <c>sha256sum</c>: one line a file, 64 lower-case hexadecimal digits,
/// two spaces, the path with <c>/</c> separators, a line feed; ordered by path (ordinal); every file but itself.
/// </summary>
public static partial class ChecksumList
{
    /// <summary>The bytes of <c>SHA256SUMS</c> for <paramref name="files"/>, given in any order.</summary>
    /// <exception cref="ArgumentException">A path is not one within a snapshot, or is there twice.</exception>
    public static byte[] Write(IEnumerable<(string Path, string Sha256)> files)
    {
        var text = new StringBuilder();
        string? previous = null;
        foreach (var (path, sha256) in files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            if (SnapshotPath.Fault(path) is { } fault)
                throw new ArgumentException($"'{path}' is not a path within a snapshot: {fault}.", nameof(files));
            if (path == previous)
                throw new ArgumentException($"'{path}' is listed twice.", nameof(files));
            previous = path;
            text.Append(sha256).Append("  ").Append(path).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>
    /// Reads <c>SHA256SUMS</c>. False where a line has another form or a path is there twice: <paramref name="fault"/> then says which.
    /// Paths are returned as they stand, hostile ones included: ask <see cref="SnapshotPath.Fault"/> before using one.
    /// </summary>
    public static bool TryRead(
        ReadOnlySpan<byte> utf8,
        [NotNullWhen(true)] out IReadOnlyDictionary<string, string>? sha256ByPath,
        [NotNullWhen(false)] out string? fault)
    {
        sha256ByPath = null;
        var lines = Encoding.UTF8.GetString(utf8).Split('\n');
        if (lines[^1].Length > 0)
        {
            fault = "the last line has no line feed";
            return false;
        }

        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < lines.Length - 1; i++)
        {
            var match = Line().Match(lines[i]);
            if (!match.Success || !found.TryAdd(match.Groups[2].Value, match.Groups[1].Value))
            {
                fault = match.Success ? $"line {i + 1} lists a file for the second time" : $"line {i + 1} is not '<64 hex digits>  <path>'";
                return false;
            }
        }

        (sha256ByPath, fault) = (found, null);
        return true;
    }

    /// <summary>
    /// Writes <c>SHA256SUMS</c> into <paramref name="directory"/>, over every file below it except itself, and returns the
    /// SHA-256 of what was written, which stands for the whole snapshot.
    /// </summary>
    public static async Task<string> WriteFileAsync(string directory, CancellationToken cancellationToken)
    {
        var files = new List<(string, string)>();
        foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(directory, file).Replace(Path.DirectorySeparatorChar, '/');
            if (path != SnapshotLayout.ChecksumFile)
                files.Add((path, await HashFileAsync(file, cancellationToken)));
        }

        var bytes = Write(files);
        await File.WriteAllBytesAsync(Path.Combine(directory, SnapshotLayout.ChecksumFile), bytes, cancellationToken);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    /// <summary>SHA-256 of a file, 64 lower-case hexadecimal digits.</summary>
    public static async Task<string> HashFileAsync(string file, CancellationToken cancellationToken)
    {
        // Nothing is opened where there is nothing to read: a named pipe would wait for a writer for ever.
        if (new FileInfo(file).Length == 0)
            return Convert.ToHexStringLower(SHA256.HashData([]));
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    [GeneratedRegex(@"\A([0-9a-f]{64})  (.+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Line();
}
