using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.Unicode;

namespace LatBench.LatencyTables.Csv;

/// <summary>
/// The text of a table or list in a file: UTF-8, or UTF-16 and UTF-32 with a byte order mark; compressed with gzip or not, which the first bytes decide and
/// not the name.
/// </summary>
internal static class TableText
{
    /// <summary>Larger files are refused: a whole space with twenty columns has 4 MB.</summary>
    public const int MaxBytes = 256 << 20;

    /// <summary>Longer lines are refused: a table with a thousand columns has lines of 20,000 characters.</summary>
    public const int MaxLine = 1 << 20;

    /// <summary>Formats that are recognised and not read, with what to do instead.</summary>
    private static readonly (byte[] Magic, string Sentence)[] Foreign =
    [
        ([0x28, 0xB5, 0x2F, 0xFD], "is compressed with Zstandard: run `zstd -d` on it and name the file that this writes."),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "is compressed with xz: run `xz -dk` on it and name the file that this writes."),
        ("BZh"u8.ToArray(), "is compressed with bzip2: run `bzip2 -dk` on it and name the file that this writes."),
        ([0x04, 0x22, 0x4D, 0x18], "is compressed with LZ4: run `lz4 -d` on it and name the file that this writes."),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "is a 7-Zip archive: run `7z x` on it and name the CSV file in it."),
        ([0x50, 0x4B, 0x03, 0x04], "is a ZIP archive or a spreadsheet: run `unzip` on it and name the CSV file in it, or save the sheet as CSV."),
        ("PAR1"u8.ToArray(), "is a Parquet file: name the directory of the snapshot that it belongs to, or write it as CSV."),
    ];

    private static readonly byte[] Gzip = [0x1F, 0x8B];

    private static readonly byte[] End = "\0end of the table\0"u8.ToArray();

    private static readonly byte[] EndMember = Compress(End);

    private static readonly SearchValues<char> Special = SearchValues.Create("\0\r\n");

    /// <summary>Reads a file.</summary>
    /// <exception cref="TableException">It cannot be read, is too large, or is not text; the message says where and what to do.</exception>
    public static string Open(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return Decode(Path.GetFileName(path), Read(path, file, MaxBytes));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TableException($"{path} cannot be read: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    /// <summary>Gets the text of the content of a file.</summary>
    /// <param name="name">The name of the file in messages.</param>
    /// <param name="content">Every byte of it.</param>
    /// <exception cref="TableException">It is compressed in a way that is not read, is damaged, or is not text.</exception>
    public static string Decode(string name, ReadOnlySpan<byte> content) => Decode(name, content, MaxBytes);

    /// <summary>Gets the text as <see cref="Decode(string, ReadOnlySpan{byte})"/> does, with another limit on the bytes that a compressed file may hold.</summary>
    internal static string Decode(string name, ReadOnlySpan<byte> content, int maxBytes)
    {
        if (content.StartsWith(Gzip))
        {
            content = Decompress(name, content, maxBytes);
            if (content.StartsWith(Gzip))
                throw new TableException($"{name} is compressed twice: run `gzip -d` on it and name the file that this writes.");
        }

        foreach (var (magic, sentence) in Foreign)
        {
            if (content.StartsWith(magic))
                throw new TableException($"{name} {sentence}");
        }

        var text = Characters(name, content);
        CheckLines(name, text);
        return text;
    }

    // The decompressor takes a file that is cut off for a shorter one. A member of our own at its end comes out whole only where the one before it was complete.
    private static ReadOnlySpan<byte> Decompress(string name, ReadOnlySpan<byte> content, int maxBytes)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream([.. content, .. EndMember]), CompressionMode.Decompress);
            var decompressed = Read(name, gzip, maxBytes).AsSpan();
            if (decompressed.EndsWith(End))
                return decompressed[..^End.Length];
        }
        catch (InvalidDataException)
        {
            // Told below, as what is cut off.
        }

        throw new TableException($"{name} is compressed with gzip and damaged or cut off: fetch it again.");
    }

    private static byte[] Compress(ReadOnlySpan<byte> content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(content);
        return compressed.ToArray();
    }

    private static byte[] Read(string name, Stream stream, int maxBytes)
    {
        using var content = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            if (content.Length + count > maxBytes)
                throw new TableException($"{name} is larger than {maxBytes >> 20} MiB: no table of architectures is; name another file.");
            content.Write(buffer, 0, count);
        }

        return content.ToArray();
    }

    private static string Characters(string name, ReadOnlySpan<byte> content)
    {
        if (content.StartsWith(Encoding.UTF8.Preamble))
            return Utf8Characters(name, content[3..]);
        if (content.StartsWith(Encoding.UTF32.Preamble))
            return Marked(name, new UTF32Encoding(bigEndian: false, byteOrderMark: false, throwOnInvalidCharacters: true), content[4..]);
        if (content.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]))
            return Marked(name, new UTF32Encoding(bigEndian: true, byteOrderMark: false, throwOnInvalidCharacters: true), content[4..]);
        if (content.StartsWith(Encoding.Unicode.Preamble))
            return Marked(name, new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true), content[2..]);
        if (content.StartsWith(Encoding.BigEndianUnicode.Preamble))
            return Marked(name, new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true), content[2..]);
        return Utf8Characters(name, content);
    }

    private static string Marked(string name, Encoding encoding, ReadOnlySpan<byte> content)
    {
        try
        {
            return encoding.GetString(content);
        }
        catch (DecoderFallbackException exception)
        {
            throw new TableException($"{name} has a byte order mark of {encoding.EncodingName} and other content: save it as UTF-8.", exception);
        }
    }

    private static string Utf8Characters(string name, ReadOnlySpan<byte> content)
    {
        var characters = new char[content.Length];
        if (Utf8.ToUtf16(content, characters, out var read, out var written, replaceInvalidSequences: false) == OperationStatus.Done)
            return new string(characters, 0, written);
        CheckLines(name, new string(characters, 0, written));
        var (line, column) = LinePosition.Of(characters.AsSpan(0, written));
        throw new TableException(FormattableString.Invariant(
            $"{name} is not UTF-8 (line {line}, column {column}: byte 0x{content[read]:X2}): save it as UTF-8, for example with `iconv -f latin1 -t utf-8`."));
    }

    private static void CheckLines(string name, string text)
    {
        var start = 0;
        for (var at = 0; at <= text.Length; at++)
        {
            var next = text.AsSpan(at).IndexOfAny(Special);
            at = next < 0 ? text.Length : at + next;
            if (at < text.Length && text[at] == '\0')
            {
                var (line, column) = LinePosition.Of(text.AsSpan(0, at));
                throw new TableException(FormattableString.Invariant($"{name} is not text (line {line}, column {column}: a NUL character), or is UTF-16 without a byte order mark: save it as UTF-8."));
            }

            if (at - start > MaxLine)
                throw new TableException(FormattableString.Invariant($"{name} has more than {MaxLine} characters in line {LinePosition.Of(text.AsSpan(0, start)).Line}: no table of architectures has; name another file."));
            start = at + 1;
        }
    }
}
