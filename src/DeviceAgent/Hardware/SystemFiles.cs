using System.Globalization;

namespace LatBench.DeviceAgent.Hardware;

/// <summary>Reads what the operating system tells in files. What is absent, unreadable or garbage is null.</summary>
/// <param name="root">Directory below which <c>proc</c> and <c>sys</c> lie; <c>/</c> outside tests.</param>
internal sealed class SystemFiles(string root = "/")
{
    public string? Text(string path)
    {
        try
        {
            var text = File.ReadAllText(At(path)).Trim('\0', ' ', '\n', '\t');
            return text.Length == 0 ? null : text;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public IReadOnlyList<string> Lines(string path) => Text(path)?.Split('\n') ?? [];

    public long? Number(string path) =>
        long.TryParse(Text(path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    public IReadOnlyList<string> Directories(string path, string pattern)
    {
        try
        {
            var full = At(path);
            return [.. Directory.GetDirectories(full, pattern).Select(directory => $"{path}/{Path.GetFileName(directory)}").Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The value behind <c>name:</c> in a file of such lines, for example <c>/proc/meminfo</c>.</summary>
    public string? Field(string path, string name)
    {
        foreach (var line in Lines(path))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line.AsSpan(0, colon).Trim().SequenceEqual(name))
                return line[(colon + 1)..].Trim() is { Length: > 0 } value ? value : null;
        }

        return null;
    }

    /// <summary>A field of <c>/proc/meminfo</c> in bytes.</summary>
    public long? MemoryBytes(string name)
    {
        var value = Field("proc/meminfo", name)?.Split(' ')[0];
        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes) ? kibibytes * 1024 : null;
    }

    private string At(string path) => Path.Combine(root, path);
}
