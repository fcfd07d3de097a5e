using System.Security.Cryptography;
using LatBench.SearchSpaces.NasBench101.Hashing;

namespace LatBench.SearchSpaces.Tests.NasBench101.Hashing;

public sealed class ParallelMd5Tests
{
    [Fact]
    public void Hash_of_texts_of_every_length_is_that_of_the_library()
    {
        for (var length = 0; length <= ParallelMd5.LaneBytes - 9; length++)
        {
            int[] lengths = [.. Enumerable.Range(0, ParallelMd5.Lanes).Select(lane => (length + 37 * lane) % (ParallelMd5.LaneBytes - 8))];
            var texts = new byte[ParallelMd5.Lanes * ParallelMd5.LaneBytes];
            new Random(length).NextBytes(texts);
            var expected = lengths.Select((one, lane) => Library(texts.AsSpan(lane * ParallelMd5.LaneBytes, one))).ToArray();
            var digits = new byte[ParallelMd5.Lanes * ParallelMd5.Digits];
            ParallelMd5.Hash(texts, lengths, digits);
            Assert.Equal(string.Concat(expected), System.Text.Encoding.ASCII.GetString(digits));
        }
    }

    [Fact]
    public void Hash_of_fewer_texts_than_lanes_writes_as_many()
    {
        var (texts, digits) = (new byte[ParallelMd5.Lanes * ParallelMd5.LaneBytes], new byte[ParallelMd5.Digits]);
        ParallelMd5.Hash(texts, [0], digits);
        Assert.Equal("d41d8cd98f00b204e9800998ecf8427e", System.Text.Encoding.ASCII.GetString(digits));
    }

#pragma warning disable CA5351 // The published hash is MD5, and protects nothing.
    private static string Library(ReadOnlySpan<byte> text) => Convert.ToHexStringLower(MD5.HashData(text));
#pragma warning restore CA5351
}
