using System.Globalization;
using LatBench.Onnx.Protos;

namespace LatBench.ModelFiles.Reading;

/// <summary>The place of a tensor's external data, as its entries tell it.</summary>
/// <param name="Location">The path, relative to the model's folder.</param>
/// <param name="Offset">The first byte.</param>
/// <param name="Length">The number of bytes; null where the entries do not tell it.</param>
internal readonly record struct ExternalPlace(string Location, long Offset, long? Length)
{
    /// <summary>Reads the entries of a tensor.</summary>
    /// <exception cref="ModelFileException">They are no place.</exception>
    public static ExternalPlace Of(string name, TensorProto tensor)
    {
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in tensor.ExternalData)
            entries[entry.Key] = entry.Value;
        if (!entries.TryGetValue("location", out var location) || location.Length == 0)
            throw new ModelFileException($"{name} says that the data of tensor '{PrintableText.Of(tensor.Name)}' is in another file, and does not name it: export the model again.");
        return new(location, Number("offset") ?? 0, Number("length"));

        long? Number(string key)
        {
            if (!entries.TryGetValue(key, out var text))
                return null;
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new ModelFileException($"{name} gives '{PrintableText.Of(text)}' as the {key} of the external data of tensor '{PrintableText.Of(tensor.Name)}', which is no number of bytes: export the model again.");
        }
    }
}

/// <summary>Finds the files of external data: only regular ones in the model's folder and below.</summary>
/// <param name="modelPath">The model.</param>
/// <param name="name">Its name in messages.</param>
internal sealed class ExternalFiles(string modelPath, string name)
{
    private readonly Dictionary<string, (string Path, long Length)> _found = new(StringComparer.Ordinal);
    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(modelPath))!;

    /// <summary>Gets the files found so far, by their location.</summary>
    public IReadOnlyDictionary<string, (string Path, long Length)> Found => _found;

    /// <summary>Finds a file.</summary>
    /// <param name="location">Its path, relative to the model's folder.</param>
    /// <exception cref="ModelFileException">It lies outside of the folder, or is missing.</exception>
    public (string Path, long Length) Find(string location)
    {
        if (_found.TryGetValue(location, out var known))
            return known;
        var path = Inside(location);
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new ModelFileException($"{name} needs the file '{PrintableText.Of(location)}' in its folder, which is missing: put it beside the model.");
        var final = RealPath(path);
        if (!IsBelow(final, RealPath(_folder)))
            throw new ModelFileException($"{name} has external data in '{PrintableText.Of(location)}', a symbolic link that leads out of its folder: copy the files of the model into one folder.");
        return _found[location] = (final, new FileInfo(final).Length);
    }

    private string Inside(string location)
    {
        var parts = location.Split('/', '\\');
        var isOutside = location.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(location) || location[0] is '/' or '\\' || (location.Length > 1 && location[1] == ':') || parts.Contains("..");
        return isOutside
            ? throw new ModelFileException($"{name} has external data in '{PrintableText.Of(location)}', which is outside of its folder: save the model with its data beside it and a name without a path.")
            : Path.Combine(_folder, location);
    }

    private static bool IsBelow(string path, string folder) => path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The path without symbolic links in any part of it.</summary>
    private static string RealPath(string path)
    {
        var real = Path.GetPathRoot(path)!;
        var links = 0;
        var waiting = new Stack<string>(Parts(path).Reverse());
        while (waiting.TryPop(out var part))
        {
            var next = Path.GetFullPath(Path.Combine(real, part));
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > 40)
                return "";
            var leads = Path.GetFullPath(target, real);
            real = Path.GetPathRoot(leads)!;
            foreach (var piece in Parts(leads).Reverse())
                waiting.Push(piece);
        }

        return real;
    }

    private static string[] Parts(string path) => path[Path.GetPathRoot(path)!.Length..].Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
}
