using System.Globalization;
using System.Security;

namespace LatBench.DeviceAgent.Hardware;

/// <summary>Reads what the operating system tells in files. What is absent, unreadable or garbage is null.</summary>
/// <param name="root">Directory below which <c>proc</c> and <c>sys</c> lie; <c>/</c> outside tests.</param>
internal sealed class SystemFiles(string root = "/")
{
    private const int MaxWordLength = 64;
    private const int MaxLineLength = 200;

    // 2^50 KiB is a zebibyte; more is not memory but garbage.
    private const long MaxKibibytes = 1L << 50;

    public bool Exists(string path) => File.Exists(At(path));

    public string? Text(string path)
    {
        try
        {
            // Most of what is asked for is absent on any one machine, and an exception costs fifty times as much as a look.
            var full = At(path);
            if (!File.Exists(full)) return null;
            var text = File.ReadAllText(full).Trim('\0', ' ', '\n', '\t');
            return text.Length == 0 ? null : text;
        }
        catch (Exception exception) when (IsAbsence(exception))
        {
            return null;
        }
    }

    public IReadOnlyList<string> Lines(string path) => Text(path)?.Split('\n') ?? [];

    public long? Number(string path) =>
        long.TryParse(Text(path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>A number of a file, where it is from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public long? Number(string path, long min, long max) => Number(path) is { } value && value >= min && value <= max ? value : null;

    /// <summary>A file that holds one word, for example a governor.</summary>
    public string? Word(string path) => Text(path) is { } text && IsWord(text) ? text : null;

    /// <summary>A file that holds one line of printable text, for example the model of a board.</summary>
    public string? Line(string path) => Printable(Text(path));

    /// <summary>The word in brackets in a file that lists what can be chosen, for example <c>always [madvise] never</c>.</summary>
    public string? Chosen(string path)
    {
        var words = Text(path)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var chosen = words.Where(word => word.Length > 2 && word[0] == '[' && word[^1] == ']').ToArray();
        return chosen.Length == 1 && IsWord(chosen[0][1..^1]) ? chosen[0][1..^1] : null;
    }

    public IReadOnlyList<string> Directories(string path, string pattern) => Entries(path, pattern, Directory.GetDirectories);

    public IReadOnlyList<string> Files(string path, string pattern) => Entries(path, pattern, Directory.GetFiles);

    /// <summary>The value behind <c>name:</c> in a file of such lines, for example <c>/proc/meminfo</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The text before the colon.</param>
    /// <param name="longest">Longer values are garbage.</param>
    public string? Field(string path, string name, int longest = MaxLineLength)
    {
        foreach (var line in Lines(path))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line.AsSpan(0, colon).Trim().SequenceEqual(name))
                return Printable(line[(colon + 1)..].Trim(), longest);
        }

        return null;
    }

    /// <summary>The number behind <c>name</c> and a blank in a file of such lines, for example <c>cpu.stat</c>; null where it is negative.</summary>
    public long? Counter(string path, string name)
    {
        foreach (var line in Lines(path))
        {
            if (line.Length > name.Length && line[name.Length] == ' ' && line.StartsWith(name, StringComparison.Ordinal))
                return long.TryParse(line.AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
        }

        return null;
    }

    /// <summary>A field of <c>/proc/meminfo</c> in bytes.</summary>
    public long? MemoryBytes(string name) => Kibibytes("proc/meminfo", name);

    /// <summary>A field of <c>/proc/self/status</c> in bytes.</summary>
    public long? StatusBytes(string name) => Kibibytes("proc/self/status", name);

    /// <summary>The first bytes of a file; fewer where it is shorter.</summary>
    public byte[]? Head(string path, int count)
    {
        try
        {
            using var file = File.OpenRead(At(path));
            var head = new byte[count];
            return head[..file.ReadAtLeast(head, count, throwOnEndOfStream: false)];
        }
        catch (Exception exception) when (IsAbsence(exception))
        {
            return null;
        }
    }

    /// <summary>The file name that a link points to.</summary>
    public string? LinkName(string path)
    {
        try
        {
            return Path.GetFileName(new FileInfo(At(path)).LinkTarget) is { } name && IsWord(name) ? name : null;
        }
        catch (Exception exception) when (IsAbsence(exception))
        {
            return null;
        }
    }

    private long? Kibibytes(string path, string name)
    {
        var value = Field(path, name)?.Split(' ')[0];
        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes) && kibibytes < MaxKibibytes ? kibibytes * 1024 : null;
    }

    private IReadOnlyList<string> Entries(string path, string pattern, Func<string, string, string[]> list)
    {
        try
        {
            var full = At(path);
            return Directory.Exists(full)
                ? [.. list(full, pattern).Select(entry => $"{path}/{Path.GetFileName(entry)}").Order(StringComparer.Ordinal)]
                : [];
        }
        catch (Exception exception) when (IsAbsence(exception))
        {
            return [];
        }
    }

    private static string? Printable(string? text, int longest = MaxLineLength) =>
        text is { Length: > 0 } && text.Length <= longest && !text.Any(character => char.IsControl(character) || character == '\uFFFD') ? text : null;

    private static bool IsWord(string text) =>
        text.Length <= MaxWordLength && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '+' or '~');

    // A path made of a garbled file can hold what no path may.
    private static bool IsAbsence(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or SecurityException;

    private string At(string path) => Path.Combine(root, path);
}
