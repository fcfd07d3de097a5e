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

        Assert.Equal("0107F294635900E8F416FF887AFEFFFFFFFFFFFFFFFF0102", Convert.ToHexString(bytes));
    }

    [Fact]
    public void Encode_takes_at_most_three_bytes_a_sample_of_a_millisecond_with_half_a_millisecond_of_noise()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 1000).Select(_ => 800_000L + random.Next(500_000)).ToArray();

        Assert.InRange(SampleCodec.Encode(values).Length, 1, (3 * values.Length) + 4);
    }

    [Fact]
    public void Decode_corrupted_bytes_throws_or_gives_no_more_values_than_bytes() =>
        Gen.Select(Gen.Byte.Array[0, 60], Gen.Bool).Sample((bytes, versioned) =>
        {
            if (versioned && bytes.Length > 0)
                bytes[0] = SampleCodec.FormatVersion;
            try
            {
                return SampleCodec.Decode(bytes).Length <= bytes.Length;
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
    [InlineData("02" + "00", "format version 2")]
    [InlineData("01" + "FFFFFFFF07", "claim 2147483647 values")]
    [InlineData("01" + "01" + "FFFFFFFFFFFFFFFFFF02", "64 bits")]
    [InlineData("01" + "01" + "FFFFFFFFFFFFFFFFFFFF01", "64 bits")]
    public void Decode_bad_bytes_says_what_is_wrong(string hex, string message)
    {
        var exception = Assert.Throws<InvalidDataException>(() => SampleCodec.Decode(Convert.FromHexString(hex)));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }
}
