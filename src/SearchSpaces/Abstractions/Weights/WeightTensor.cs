using System.Buffers.Binary;

namespace LatBench.SearchSpaces;

/// <summary>One constant tensor of the networks of a space: its name in a graph, its type and shape, and its place in the weights file.</summary>
/// <param name="Index">The place among the tensors and views of the layout, counted from 0.</param>
/// <param name="Name">The name in a graph, unique there.</param>
/// <param name="Type">The number format of the elements.</param>
/// <param name="Shape">The dimensions.</param>
/// <param name="Range">The range of its values.</param>
/// <param name="Offset">The first byte in the file, a multiple of <see cref="WeightLayout.Alignment"/>.</param>
public sealed record WeightTensor(int Index, string Name, WeightType Type, long[] Shape, WeightRange Range, long Offset)
{
    /// <summary>Gets the number of elements.</summary>
    public int Elements { get; } = (int)Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Gets the bytes of one element.</summary>
    public int ElementBytes => Type switch
    {
        WeightType.Int8 or WeightType.UInt8 => 1,
        WeightType.Float16 => 2,
        _ => 4,
    };

    /// <summary>Gets the bytes of the tensor.</summary>
    public int Bytes => Elements * ElementBytes;

    /// <summary>Gets the mean of the values that random bytes give.</summary>
    public double Mean => Enumerable.Range(0, 256).Average(k => Type is WeightType.Float32 or WeightType.Float16
        ? Range.At((byte)k)
        : (double)(int)Range.At((byte)k));

    /// <summary>Writes the value that belongs to a random byte, little-endian; integers are cut off.</summary>
    /// <param name="target">At least <see cref="ElementBytes"/> long.</param>
    /// <param name="k">The random byte.</param>
    public void Write(Span<byte> target, byte k)
    {
        var value = Range.At(k);
        switch (Type)
        {
            case WeightType.Float16:
                BinaryPrimitives.WriteHalfLittleEndian(target, (Half)value);
                break;
            case WeightType.Int8 or WeightType.UInt8:
                target[0] = (byte)(int)value;
                break;
            case WeightType.Int32:
                BinaryPrimitives.WriteInt32LittleEndian(target, (int)value);
                break;
            default:
                BinaryPrimitives.WriteSingleLittleEndian(target, value);
                break;
        }
    }
}
