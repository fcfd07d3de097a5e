using System.Buffers.Binary;

namespace LatBench.Onnx.Conversion;

/// <summary>The scale and the zero point of unsigned bytes.</summary>
/// <param name="Scale">The size of a step.</param>
/// <param name="ZeroPoint">The byte that stands for zero.</param>
internal readonly record struct Quantization(float Scale, byte ZeroPoint)
{
    /// <summary>A range is not made smaller than this: quotients stay far from infinity.</summary>
    private const double MinRange = 1e-6;

    /// <summary>Gets the quantisation that covers a range and zero.</summary>
    public static Quantization Of(Activation activation)
    {
        var (low, high) = (Math.Min(activation.Low, 0), Math.Max(activation.High, 0));
        var scale = (float)(Math.Max(high - low, MinRange) / byte.MaxValue);
        // Not above the upper limit: an operator that limits values to the same range is then seen to be superfluous.
        while (low == 0 && scale * byte.MaxValue > high && high > MinRange)
            scale = MathF.BitDecrement(scale);
        return new Quantization(scale, (byte)Math.Clamp(Math.Round(-low / scale), 0, byte.MaxValue));
    }

    public byte[] Convert(ReadOnlySpan<float> values)
    {
        var bytes = new byte[values.Length];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)Math.Clamp(MathF.Round(values[i] / Scale) + ZeroPoint, 0, byte.MaxValue);
        return bytes;
    }
}

/// <summary>Weights as signed bytes, with one scale or one scale a channel.</summary>
/// <param name="Bytes">The weights, in their order.</param>
/// <param name="Scales">The scale of each channel; one where all share it.</param>
/// <param name="Channels">The sum of each channel's weights as they were, and the sum of their squares.</param>
internal sealed record QuantizedWeights(byte[] Bytes, float[] Scales, (double Sum, double Squares)[] Channels)
{
    /// <summary>Smaller scales would be subnormal once they are multiplied with that of the input.</summary>
    private const float MinScale = 1e-20f;

    /// <summary>Quantises weights.</summary>
    /// <param name="values">The weights in row-major order.</param>
    /// <param name="shape">Their dimensions.</param>
    /// <param name="axis">The axis of the output channels.</param>
    /// <param name="perChannel">Each channel has a scale of its own.</param>
    public static QuantizedWeights Of(ReadOnlySpan<float> values, IReadOnlyList<long> shape, int axis, bool perChannel)
    {
        var count = (int)shape[axis];
        var inner = (int)shape.Skip(axis + 1).Aggregate(1L, (product, size) => product * size);
        var peaks = new float[count];
        var channels = new (double Sum, double Squares)[count];
        for (var i = 0; i < values.Length; i++)
        {
            var channel = i / inner % count;
            var value = values[i];
            peaks[channel] = Math.Max(peaks[channel], Math.Abs(value));
            channels[channel].Sum += value;
            channels[channel].Squares += (double)value * value;
        }

        if (!perChannel)
            Array.Fill(peaks, peaks.Max());
        var scales = Array.ConvertAll(peaks, peak => peak > 0 ? Math.Max(peak / sbyte.MaxValue, MinScale) : 1);
        var bytes = new byte[values.Length];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = unchecked((byte)(sbyte)Math.Clamp(MathF.Round(values[i] / scales[i / inner % count]), -sbyte.MaxValue, sbyte.MaxValue));
        return new QuantizedWeights(bytes, perChannel ? scales : scales[..1], channels);
    }

    public static byte[] Convert(ReadOnlySpan<float> bias, ReadOnlySpan<float> scales)
    {
        var bytes = new byte[bias.Length * sizeof(int)];
        for (var i = 0; i < bias.Length; i++)
        {
            var steps = Math.Clamp(Math.Round((double)bias[i] / scales[scales.Length == 1 ? 0 : i]), int.MinValue, int.MaxValue);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), (int)steps);
        }

        return bytes;
    }
}
