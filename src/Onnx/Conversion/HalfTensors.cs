using System.Buffers.Binary;

namespace LatBench.Onnx.Conversion;

/// <summary>Numbers in half precision.</summary>
internal static class HalfTensors
{
    /// <summary>
    /// Rounds to half precision. A finite number stays finite (the largest of half precision where it is larger), and one other than zero never becomes zero:
    /// a small constant that guards a division still does.
    /// </summary>
    public static Half Round(float value)
    {
        var half = (Half)value;
        if (Half.IsInfinity(half) && float.IsFinite(value))
            return value > 0 ? Half.MaxValue : Half.MinValue;
        if (half == Half.Zero && value != 0)
            return value > 0 ? Half.Epsilon : -Half.Epsilon;
        return half;
    }

    public static byte[] Convert(ReadOnlySpan<byte> single)
    {
        var bytes = new byte[single.Length / 2];
        for (var i = 0; i < bytes.Length; i += 2)
            BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(i), Round(BinaryPrimitives.ReadSingleLittleEndian(single[(2 * i)..])));
        return bytes;
    }

    public static byte[] Convert(IEnumerable<float> values) => [.. values.SelectMany(value =>
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteHalfLittleEndian(bytes, Round(value));
        return bytes;
    })];
}
