using System.Text;

namespace LatBench.Hosting.Files;

/// <summary>
/// Writes the files that users name. A new one appears whole or not at all; what exists is overwritten in its place, so that it keeps owner, permissions and links, and
/// so that devices and pipes can be named.
/// </summary>
public static class OutputFile
{
    /// <summary>Writes bytes.</summary>
    /// <param name="path">The file, in an existing directory.</param>
    /// <param name="content">Its bytes.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        if (Path.Exists(path))
            File.WriteAllBytes(path, content);
        else
            AtomicFile.Write(path, content);
    }

    /// <summary>Writes text in UTF-8.</summary>
    /// <inheritdoc cref="Write" path="/param|/exception"/>
    public static void WriteText(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));
}
