using System.Security.Cryptography;
using System.Text;

namespace LatBench.ModelFiles.Reading;

/// <summary>The identity of a model's content.</summary>
internal static class ContentHash
{
    private const string Format = "latbench-onnx/1";

    /// <summary>The hash of the file where there is no external data, else the SHA-256 of a list of lines: the format, the hash of the file, and hash and location of each external file.</summary>
    /// <param name="file">The SHA-256 of the model's file.</param>
    /// <param name="external">The external files by their location.</param>
    public static string Of(string file, IReadOnlyDictionary<string, (string Path, long Length)> external)
    {
        if (external.Count == 0)
            return file;
        var list = new StringBuilder().Append(Format).Append('\n').Append(file).Append('\n');
        foreach (var (location, (path, _)) in external.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            list.Append(Sha256Of(path)).Append(' ').Append(location).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list.ToString())));
    }

    private static string Sha256Of(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
