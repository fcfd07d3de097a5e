using System.Numerics;

namespace LatBench.Storage.Samples;

/// <summary>
/// Rice codes: the high part of a number as so many ones and a zero, the low part, of a fixed number of bits, as it is. Close to the least
/// that can be for numbers of which large ones are ever rarer, as noise above the fastest inference is.
/// </summary>
internal static class RiceCode
{
    /// <summary>Most bits of the low part.</summary>
    public const int MaxParameter = 63;

    /// <summary>As many ones say that the whole number follows: a long outlier costs no more than that.</summary>
    private const int Escape = 24;

    private const int NumberBits = 64;

    /// <summary>The middle high part of numbers that have so many bits more than the low part; with more bits than here they are escaped.</summary>
    private static readonly double[] MiddleOf = [0, 1.5, 3, 6, 12];

    /// <summary>The number of low bits that gives the shortest code, from how many numbers have how many bits.</summary>
    public static int ParameterOf(ReadOnlySpan<ulong> values)
    {
        Span<int> ofLength = stackalloc int[NumberBits + 1];
        ofLength.Clear();
        foreach (var value in values)
            ofLength[NumberBits - BitOperations.LeadingZeroCount(value)]++;
        var (best, least) = (0, double.PositiveInfinity);
        for (var parameter = 0; parameter <= MaxParameter; parameter++)
        {
            var bits = (double)values.Length * (1 + parameter);
            for (var length = parameter + 1; length <= NumberBits; length++)
            {
                // The middle of the numbers of that length stands for them.
                var excess = length - parameter;
                bits += ofLength[length] * (excess < MiddleOf.Length ? MiddleOf[excess] : Escape + NumberBits - 1 - parameter);
            }

            if (bits < least)
                (best, least) = (parameter, bits);
        }

        return best;
    }

    /// <summary>The bytes of <paramref name="header"/>, then the codes; the last byte is filled up with zeros.</summary>
    public static byte[] Append(ReadOnlySpan<byte> header, ReadOnlySpan<ulong> values, int parameter)
    {
        var bits = 0L;
        foreach (var value in values)
            bits += value >> parameter < Escape ? (long)(value >> parameter) + 1 + parameter : Escape + NumberBits;
        var bytes = new byte[header.Length + ((bits + 7) / 8)];
        header.CopyTo(bytes);
        var writer = new BitWriter(bytes, header.Length);
        foreach (var value in values)
        {
            var high = value >> parameter;
            if (high >= Escape)
            {
                writer.Write((1UL << Escape) - 1, Escape);
                writer.Write(value, NumberBits);
                continue;
            }

            writer.Write((1UL << ((int)high + 1)) - 2, (int)high + 1);
            writer.Write(value, parameter);
        }

        return bytes;
    }

    /// <exception cref="InvalidDataException">The bits end before the number does.</exception>
    public static ulong Read(ref BitReader reader, int parameter)
    {
        var high = 0UL;
        while (high < Escape && reader.Read(1) == 1)
            high++;
        return high == Escape ? reader.Read(NumberBits) : (high << parameter) | reader.Read(parameter);
    }
}

/// <summary>Writes bits one after the other, the highest first, into bytes that are zero and enough.</summary>
internal ref struct BitWriter(Span<byte> bytes, int start)
{
    private readonly Span<byte> _bytes = bytes;
    private long _position = 8L * start;

    /// <summary>The lowest <paramref name="count"/> bits of a number, 0 to 64.</summary>
    public void Write(ulong value, int count)
    {
        while (count > 0)
        {
            var room = 8 - (int)(_position % 8);
            var taken = Math.Min(room, count);
            var bits = (value >> (count - taken)) & ((1UL << taken) - 1);
            _bytes[(int)(_position / 8)] |= (byte)(bits << (room - taken));
            _position += taken;
            count -= taken;
        }
    }
}

/// <summary>Reads what <see cref="BitWriter"/> wrote.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private long _position;

    /// <summary>A number of <paramref name="count"/> bits, 0 to 64.</summary>
    /// <exception cref="InvalidDataException">There are not as many.</exception>
    public ulong Read(int count)
    {
        if (_position + count > 8L * _bytes.Length)
            throw new InvalidDataException("Stored samples end in the middle of a number.");
        var value = 0UL;
        while (count > 0)
        {
            var room = 8 - (int)(_position % 8);
            var taken = Math.Min(room, count);
            var bits = (uint)(_bytes[(int)(_position / 8)] >> (room - taken)) & ((1u << taken) - 1);
            value = (value << taken) | bits;
            _position += taken;
            count -= taken;
        }

        return value;
    }

    /// <summary>Returns the number of bytes that were read, the last one to its end.</summary>
    /// <exception cref="InvalidDataException">The bits that fill the last byte up are not zero.</exception>
    public int End()
    {
        var rest = (int)((8 - (_position % 8)) % 8);
        return Read(rest) == 0 ? (int)(_position / 8) : throw new InvalidDataException("Stored samples have something behind the last of them.");
    }
}
