using System.Text;

namespace LatBench.ModelFiles.InputFiles;

/// <summary>Texts as bytes: each in UTF-8, followed by a zero byte.</summary>
public static class TextBytes
{
    /// <summary>Counts the texts.</summary>
    /// <returns>Their number; null where the last one does not end with a zero byte.</returns>
    public static long? Count(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? 0 : bytes[^1] == 0 ? bytes.Count((byte)0) : null;

    /// <summary>Reads the texts.</summary>
    public static IReadOnlyList<string> Read(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes).Split('\0')[..^1];

    /// <summary>Writes texts.</summary>
    /// <param name="file">The printable name of the file that they are from.</param>
    /// <param name="texts">The texts.</param>
    /// <exception cref="ModelFileException">A text has a zero character.</exception>
    internal static byte[] Write(string file, IEnumerable<string> texts)
    {
        using var bytes = new MemoryStream();
        foreach (var text in texts)
        {
            if (text.Contains('\0', StringComparison.Ordinal))
                throw new ModelFileException($"{file} holds a text with a zero character, which cannot be given to a model: leave the character out.");
            bytes.Write(Encoding.UTF8.GetBytes(text));
            bytes.WriteByte(0);
        }

        return bytes.ToArray();
    }
}
