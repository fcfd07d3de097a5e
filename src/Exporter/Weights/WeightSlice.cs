using System.Buffers.Binary;
using LatBench.Onnx;

namespace LatBench.Exporter.Weights;

/// <summary>One constant tensor of the network: its name in the graph, its type and shape, and its place in the weights file.</summary>
/// <param name="Index">Its ordinal in the file.</param>
/// <param name="Name">Unique in a graph.</param>
/// <param name="Type">What its elements are.</param>
/// <param name="Shape">Dimensions.</param>
/// <param name="Range">Where its values lie.</param>
/// <param name="Offset">First byte in the file, a multiple of <see cref="WeightPlan.Alignment"/>.</param>
internal sealed record WeightSlice(int Index, string Name, ElementType Type, long[] Shape, WeightRange Range, long Offset)
{
    public int Elements { get; } = (int)Shape.Aggregate(1L, (product, size) => product * size);

    public int ElementBytes => Type switch
    {
        ElementType.Int8 or ElementType.UInt8 => 1,
        ElementType.Float16 => 2,
        _ => 4,
    };

    public int Bytes => Elements * ElementBytes;

    /// <summary>Mean of the values that random bytes give.</summary>
    public double Mean => Enumerable.Range(0, 256).Average(k => Type is ElementType.Float32 or ElementType.Float16
        ? Range.At((byte)k)
        : (double)(int)Range.At((byte)k));

    /// <summary>Writes the value that belongs to a random byte, little-endian; integers are cut off.</summary>
    public void Write(Span<byte> target, byte k)
    {
        var value = Range.At(k);
        switch (Type)
        {
            case ElementType.Float16:
                BinaryPrimitives.WriteHalfLittleEndian(target, (Half)value);
                break;
            case ElementType.Int8 or ElementType.UInt8:
                target[0] = (byte)(int)value;
                break;
            case ElementType.Int32:
                BinaryPrimitives.WriteInt32LittleEndian(target, (int)value);
                break;
            default:
                BinaryPrimitives.WriteSingleLittleEndian(target, value);
                break;
        }
    }
}
