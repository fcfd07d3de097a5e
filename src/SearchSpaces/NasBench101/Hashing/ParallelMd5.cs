using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LatBench.SearchSpaces.NasBench101.Hashing;

/// <summary>
/// MD5 of up to eight short texts at once, one in each element of a vector: the hashes of the vertices of a cell are independent of each other, and one after the other would take
/// three times as long. It identifies cells and protects nothing. Source: RFC 1321.
/// </summary>
internal static class ParallelMd5
{
    /// <summary>The number of texts.</summary>
    public const int Lanes = 8;

    /// <summary>The bytes of room for each text and its padding.</summary>
    public const int LaneBytes = 5 * BlockBytes;

    /// <summary>The hexadecimal digits of a hash.</summary>
    public const int Digits = 32;

    private const int BlockBytes = 64;

    private const int LengthBytes = 8;

    private static readonly uint[] Sines = [.. Enumerable.Range(1, 64).Select(i => (uint)Math.Floor(Math.Abs(Math.Sin(i)) * 4294967296.0))];

    /// <summary>Hashes texts.</summary>
    /// <param name="texts">Room for eight texts of <see cref="LaneBytes"/> each; what is behind a text is overwritten.</param>
    /// <param name="lengths">The lengths of the texts, at most <see cref="LaneBytes"/> − 9; no more than eight.</param>
    /// <param name="digits">The hashes in lower-case hexadecimal digits, <see cref="Digits"/> each.</param>
    public static void Hash(Span<byte> texts, ReadOnlySpan<int> lengths, Span<byte> digits)
    {
        Span<int> blocks = stackalloc int[Lanes];
        var most = 0;
        for (var lane = 0; lane < lengths.Length; lane++)
        {
            blocks[lane] = Pad(texts.Slice(lane * LaneBytes, LaneBytes), lengths[lane]);
            most = Math.Max(most, blocks[lane]);
        }

        var counts = Vector256.Create<int>(blocks);
        var state = (A: Vector256.Create(0x67452301u), B: Vector256.Create(0xEFCDAB89u), C: Vector256.Create(0x98BADCFEu), D: Vector256.Create(0x10325476u));
        var words = MemoryMarshal.Cast<byte, uint>(texts);
        for (var block = 0; block < most; block++)
        {
            var isPart = Vector256.GreaterThan(counts, Vector256.Create(block)).AsUInt32();
            var change = Change(words[(block * BlockBytes / sizeof(uint))..], state);
            state = (state.A + (change.A & isPart), state.B + (change.B & isPart), state.C + (change.C & isPart), state.D + (change.D & isPart));
        }

        for (var lane = 0; lane < lengths.Length; lane++)
            Write(state.A[lane], state.B[lane], state.C[lane], state.D[lane], digits.Slice(lane * Digits, Digits));
    }

    private static int Pad(Span<byte> text, int length)
    {
        var blocks = (length + LengthBytes) / BlockBytes + 1;
        text[length] = 0x80;
        text[(length + 1)..(blocks * BlockBytes)].Clear();
        BinaryPrimitives.WriteInt32LittleEndian(text[(blocks * BlockBytes - LengthBytes)..], 8 * length);
        return blocks;
    }

    private static void Write(uint a, uint b, uint c, uint d, Span<byte> digits)
    {
        Span<byte> hash = stackalloc byte[Digits / 2];
        BinaryPrimitives.WriteUInt32LittleEndian(hash, a);
        BinaryPrimitives.WriteUInt32LittleEndian(hash[4..], b);
        BinaryPrimitives.WriteUInt32LittleEndian(hash[8..], c);
        BinaryPrimitives.WriteUInt32LittleEndian(hash[12..], d);
        Convert.TryToHexStringLower(hash, digits, out _);
    }

    /// <summary>Gets what one block adds to the state: the four rounds of the algorithm.</summary>
    private static (Vector256<uint> A, Vector256<uint> B, Vector256<uint> C, Vector256<uint> D) Change(
        ReadOnlySpan<uint> texts, (Vector256<uint> A, Vector256<uint> B, Vector256<uint> C, Vector256<uint> D) state)
    {
        Span<Vector256<uint>> words = stackalloc Vector256<uint>[16];
        Transpose(texts, words);
        var (a, b, c, d) = state;
        for (var i = 0; i < 16; i += 4)
        {
            a = Step(a, b, Vector256.ConditionalSelect(b, c, d), words[i], i, 7);
            d = Step(d, a, Vector256.ConditionalSelect(a, b, c), words[i + 1], i + 1, 12);
            c = Step(c, d, Vector256.ConditionalSelect(d, a, b), words[i + 2], i + 2, 17);
            b = Step(b, c, Vector256.ConditionalSelect(c, d, a), words[i + 3], i + 3, 22);
        }

        for (var i = 16; i < 32; i += 4)
        {
            a = Step(a, b, Vector256.ConditionalSelect(d, b, c), words[(5 * i + 1) & 15], i, 5);
            d = Step(d, a, Vector256.ConditionalSelect(c, a, b), words[(5 * i + 6) & 15], i + 1, 9);
            c = Step(c, d, Vector256.ConditionalSelect(b, d, a), words[(5 * i + 11) & 15], i + 2, 14);
            b = Step(b, c, Vector256.ConditionalSelect(a, c, d), words[5 * i & 15], i + 3, 20);
        }

        for (var i = 32; i < 48; i += 4)
        {
            a = Step(a, b, b ^ c ^ d, words[(3 * i + 5) & 15], i, 4);
            d = Step(d, a, a ^ b ^ c, words[(3 * i + 8) & 15], i + 1, 11);
            c = Step(c, d, d ^ a ^ b, words[(3 * i + 11) & 15], i + 2, 16);
            b = Step(b, c, c ^ d ^ a, words[(3 * i + 14) & 15], i + 3, 23);
        }

        for (var i = 48; i < 64; i += 4)
        {
            a = Step(a, b, c ^ (b | ~d), words[7 * i & 15], i, 6);
            d = Step(d, a, b ^ (a | ~c), words[(7 * i + 7) & 15], i + 1, 10);
            c = Step(c, d, a ^ (d | ~b), words[(7 * i + 14) & 15], i + 2, 15);
            b = Step(b, c, d ^ (c | ~a), words[(7 * i + 21) & 15], i + 3, 21);
        }

        return (a, b, c, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Step(Vector256<uint> sum, Vector256<uint> next, Vector256<uint> mixed, Vector256<uint> word, int step, int shift)
    {
        sum += mixed + word + Vector256.Create(Sines[step]);
        return next + ((sum << shift) | (sum >>> (32 - shift)));
    }

    private static void Transpose(ReadOnlySpan<uint> texts, Span<Vector256<uint>> words)
    {
        const int Next = LaneBytes / sizeof(uint);
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = Vector256.Create(
                texts[i], texts[i + Next], texts[i + 2 * Next], texts[i + 3 * Next], texts[i + 4 * Next], texts[i + 5 * Next], texts[i + 6 * Next], texts[i + 7 * Next]);
        }
    }
}
