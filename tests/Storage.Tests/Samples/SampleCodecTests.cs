using CsCheck;
using LatBench.Storage.Samples;

namespace LatBench.Storage.Tests.Samples;

public sealed class SampleCodecTests
{
    private static readonly long[] Edges = [long.MinValue, long.MaxValue, 0, -1];
    private static readonly Gen<long> AnyLong = Gen.OneOf(Gen.Long, Gen.Long[-1000, 1000], Gen.Int[0, Edges.Length - 1].Select(i => Edges[i]));

    [Fact]
    public void Decode_gives_back_any_values() =>
        AnyLong.Array[0, 200].Sample(values => SampleCodec.Decode(SampleCodec.Encode(values)).SequenceEqual(values));

    [Fact]
    public void Encode_is_frozen()
    {
        var bytes = SampleCodec.Encode([812_345, 812_300, 812_300, 1_000_000, 0, long.MaxValue, long.MinValue]);

        Assert.Equal("0207FFFFFFFFFFFFFFFFFF013F800000000006329CC0000000000319432000000000018CA1900000000000F424080000000000000005FFFFFFFFFFFFFFFC0000000000000000", Convert.ToHexString(bytes));
        Assert.Equal("0200", Convert.ToHexString(SampleCodec.Encode([])));
        Assert.Equal("02059894630B02D000000FC6741900", Convert.ToHexString(SampleCodec.Encode([812_345, 812_300, 812_300, 825_001, 812_400])));
    }

    [Fact]
    public void Decode_reads_the_format_before() =>
        Assert.Equal(
            [812_345, 812_300, 812_300, 1_000_000, 0, long.MaxValue, long.MinValue],
            SampleCodec.Decode(Convert.FromHexString("0107F294635900E8F416FF887AFEFFFFFFFFFFFFFFFF0102")));

    [Fact]
    public void Encode_takes_at_most_three_bytes_a_sample_of_a_millisecond_with_half_a_millisecond_of_noise()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 1000).Select(_ => 800_000L + random.Next(500_000)).ToArray();

        Assert.InRange(SampleCodec.Encode(values).Length, 1, (3 * values.Length) + 4);
    }

    [Fact]
    public void Encode_takes_little_more_than_two_bytes_a_sample_with_a_long_tail()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 100).Select(i => i == 50 ? 40_000_000L : (long)(1_400_000 * (1 - (0.02 * Math.Log(1 - random.NextDouble()))))).ToArray();

        Assert.InRange(SampleCodec.Encode(values).Length, 100, 230);
    }

    [Fact]
    public void Decode_corrupted_bytes_throws_or_gives_no_more_than_eight_values_a_byte() =>
        Gen.Select(Gen.Byte.Array[0, 60], Gen.Bool).Sample((bytes, versioned) =>
        {
            if (versioned && bytes.Length > 0)
                bytes[0] = (byte)(SampleCodec.FormatVersion - (bytes.Length % 2));
            try
            {
                return SampleCodec.Decode(bytes).Length <= 8 * bytes.Length;
            }
            catch (InvalidDataException)
            {
                return true;
            }
        });

    [Fact]
    public void Decode_every_truncation_and_extension_throws()
    {
        var bytes = SampleCodec.Encode([812_345, 812_300, 1_000_000]);

        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<InvalidDataException>(() => SampleCodec.Decode(bytes.AsSpan(0, length)));
        Assert.Throws<InvalidDataException>(() => SampleCodec.Decode([.. bytes, 0]));
    }

    [Theory]
    [InlineData("03" + "00", "format version 3")]
    [InlineData("02" + "64" + "00" + "00", "claim 100 values")]
    [InlineData("02" + "01" + "00" + "40" + "00", "parameter")]
    [InlineData("02" + "01" + "00" + "00" + "01", "behind the last")]
    [InlineData("01" + "FFFFFFFF07", "claim 2147483647 values")]
    [InlineData("01" + "01" + "FFFFFFFFFFFFFFFFFF02", "64 bits")]
    [InlineData("01" + "01" + "FFFFFFFFFFFFFFFFFFFF01", "64 bits")]
    public void Decode_bad_bytes_says_what_is_wrong(string hex, string message)
    {
        var exception = Assert.Throws<InvalidDataException>(() => SampleCodec.Decode(Convert.FromHexString(hex)));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }
}
