using System.IO.Compression;
using System.Text;
using LatBench.LatencyTables.Csv;

namespace LatBench.LatencyTables.Tests.Csv;

public sealed class TableTextTests
{
    private const string Text = "code,gerät µs €\n000100,1\n";

    public static TheoryData<string, byte[]> Readable => new()
    {
        { "UTF-8", Encoding.UTF8.GetBytes(Text) },
        { "UTF-8 with mark", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Text)] },
        { "UTF-16", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Text)] },
        { "UTF-16 BE", [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Text)] },
        { "UTF-32", [.. Encoding.UTF32.Preamble, .. Encoding.UTF32.GetBytes(Text)] },
        { "gzip", Gzip(Encoding.UTF8.GetBytes(Text)) },
        { "gzip of UTF-16", Gzip([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Text)]) },
        { "two gzip members", [.. Gzip(Encoding.UTF8.GetBytes(Text[..10])), .. Gzip(Encoding.UTF8.GetBytes(Text[10..]))] },
    };

    public static TheoryData<byte[], string> Refused => new()
    {
        { Encoding.Latin1.GetBytes("code,a\n000100,1\n000200,gerät\n"), "t.csv is not UTF-8 (line 3, column 11: byte 0xE4): save it as UTF-8" },
        { "code,a\r000100\0,1\n"u8.ToArray(), "t.csv is not text (line 2, column 7: a NUL character), or is UTF-16 without a byte order mark" },
        { Encoding.Unicode.GetBytes(Text), "UTF-16 without a byte order mark" },
        { [.. Encoding.Unicode.Preamble, 65], "t.csv has a byte order mark of" },
        { [0x28, 0xB5, 0x2F, 0xFD, 1, 2], "t.csv is compressed with Zstandard: run `zstd -d` on it" },
        { [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 1], "t.csv is compressed with xz: run `xz -dk` on it" },
        { "BZh91AY"u8.ToArray(), "t.csv is compressed with bzip2: run `bzip2 -dk` on it" },
        { [0x50, 0x4B, 3, 4, 0], "t.csv is a ZIP archive or a spreadsheet: run `unzip` on it" },
        { "PAR1"u8.ToArray(), "t.csv is a Parquet file" },
        { Gzip(Gzip(Encoding.UTF8.GetBytes(Text))), "t.csv is compressed twice: run `gzip -d` on it" },
        { [.. Gzip(Encoding.UTF8.GetBytes(Text)), .. Gzip(Encoding.UTF8.GetBytes(Text))[..^1]], "t.csv is compressed with gzip and damaged or cut off" },
        { Gzip(Encoding.UTF8.GetBytes(Text))[..^12], "t.csv is compressed with gzip and damaged or cut off" },
        { [0x1F, 0x8B, 9, 9, 9, 9], "t.csv is compressed with gzip and damaged or cut off" },
        { Encoding.ASCII.GetBytes("code,a\n000100," + new string('1', TableText.MaxLine) + "\n"), "t.csv has more than 1048576 characters in line 2" },
    };

    [Theory]
    [MemberData(nameof(Readable))]
    public void Decode_reads_every_encoding_by_its_first_bytes(string encoding, byte[] content)
    {
        Assert.NotEmpty(encoding);
        Assert.Equal(Text, TableText.Decode("t.csv", content));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Decode_of_what_is_no_text_says_where_and_what_to_do(byte[] content, string message) =>
        Assert.Contains(message, Assert.Throws<TableException>(() => TableText.Decode("t.csv", content)).Message, StringComparison.Ordinal);

    [Fact]
    public void Decode_of_gzip_that_is_cut_off_anywhere_is_refused()
    {
        var whole = Gzip(Encoding.UTF8.GetBytes(Text));

        for (var length = 2; length < whole.Length; length++)
            Assert.Contains("damaged or cut off", Assert.Throws<TableException>(() => TableText.Decode("t.csv", whole.AsSpan(0, length))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_bounds_what_a_small_file_decompresses_to() =>
        Assert.Contains("is larger than 1 MiB", Assert.Throws<TableException>(() => TableText.Decode("t.csv", Gzip(new byte[(1 << 20) + 1]), 1 << 20)).Message, StringComparison.Ordinal);

    [Fact]
    public void Open_of_no_file_says_why() =>
        Assert.Contains("cannot be read", Assert.Throws<TableException>(() => TableText.Open("/no/such.csv")).Message, StringComparison.Ordinal);

    private static byte[] Gzip(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(content);
        return compressed.ToArray();
    }
}
