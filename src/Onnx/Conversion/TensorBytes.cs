using System.Buffers.Binary;
using System.Runtime.InteropServices;
using LatBench.Onnx.Protos;

namespace LatBench.Onnx.Conversion;

/// <summary>The data of tensors as bytes: little-endian elements in row-major order, in whichever field of the message they stand.</summary>
public static class TensorBytes
{
    private const string Location = "location";

    /// <summary>Gets the number of elements that the dimensions give; 1 for a scalar.</summary>
    /// <param name="tensor">Any tensor.</param>
    /// <exception cref="OverflowException">It is 2^63 or more.</exception>
    public static long Elements(TensorProto tensor) => tensor.Dims.Aggregate(1L, (product, size) => checked(product * size));

    /// <summary>Gets the bytes of one element; 0 for texts and types of less than a byte.</summary>
    /// <param name="type">An element type.</param>
    public static int SizeOf(ElementType type) => (int)type switch
    {
        2 or 3 or 9 or (>= 17 and <= 20) => 1,
        4 or 5 or 10 or 16 => 2,
        1 or 6 or 12 => 4,
        7 or 11 or 13 or 14 => 8,
        15 => 16,
        _ => 0,
    };

    /// <summary>Gets a value indicating whether the data lies in a file beside the model.</summary>
    /// <param name="tensor">Any tensor.</param>
    public static bool IsExternal(TensorProto tensor) => tensor.DataLocation == TensorProto.Types.DataLocation.External;

    /// <summary>Gets the data of a tensor that is part of the message.</summary>
    /// <param name="tensor">A tensor that is not external and holds no texts.</param>
    /// <exception cref="InvalidDataException">There are fewer or more elements than the dimensions say.</exception>
    public static ReadOnlyMemory<byte> Embedded(TensorProto tensor)
    {
        var data = tensor.RawData.IsEmpty ? FromFields(tensor) : tensor.RawData.Memory;
        Require(tensor, data.Length);
        return data;
    }

    /// <summary>Gets the file, the offset and the length of the data of an external tensor.</summary>
    /// <param name="tensor">An external tensor.</param>
    /// <exception cref="InvalidDataException">An entry is no number.</exception>
    public static (string File, long Offset, long Length) Slice(TensorProto tensor)
    {
        var file = tensor.ExternalData.LastOrDefault(entry => entry.Key == Location)?.Value ?? "";
        return (file, Number(tensor, "offset") ?? 0, Number(tensor, "length") ?? Elements(tensor) * SizeOf((ElementType)tensor.DataType));
    }

    /// <summary>Gets elements as single-precision numbers.</summary>
    /// <param name="type">The type of the elements: single, double or half precision.</param>
    /// <param name="data">Their bytes.</param>
    public static float[] ToSingle(ElementType type, ReadOnlySpan<byte> data) => type switch
    {
        ElementType.Float32 => Convert<float>(data, bytes => BinaryPrimitives.ReadSingleLittleEndian(bytes)),
        ElementType.Float64 => Convert<double>(data, bytes => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
        ElementType.Float16 => Convert<Half>(data, bytes => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes)),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a type of floating point that is read here."),
    };

    internal static void Require(TensorProto tensor, long bytes)
    {
        var size = SizeOf((ElementType)tensor.DataType);
        if (size == 0)
            throw new InvalidDataException($"The elements of tensor '{tensor.Name}' have no fixed size of whole bytes.");
        if (bytes != Elements(tensor) * size)
            throw new InvalidDataException($"Tensor '{tensor.Name}' has {bytes} bytes of data; its dimensions [{string.Join(',', tensor.Dims)}] need {Elements(tensor) * size}.");
    }

    private delegate float Reader(ReadOnlySpan<byte> bytes);

    private static float[] Convert<T>(ReadOnlySpan<byte> data, Reader read)
        where T : unmanaged
    {
        var size = Marshal.SizeOf<T>();
        var values = new float[data.Length / size];
        for (var i = 0; i < values.Length; i++)
            values[i] = read(data.Slice(i * size, size));
        return values;
    }

    /// <summary>The typed fields; half precision and everything smaller than 32 bits stands in <c>int32_data</c>.</summary>
    private static ReadOnlyMemory<byte> FromFields(TensorProto tensor) => SizeOf((ElementType)tensor.DataType) switch
    {
        _ when tensor.FloatData.Count > 0 => Bytes(tensor.FloatData, sizeof(float), BinaryPrimitives.WriteSingleLittleEndian),
        _ when tensor.DoubleData.Count > 0 => Bytes(tensor.DoubleData, sizeof(double), BinaryPrimitives.WriteDoubleLittleEndian),
        _ when tensor.Int64Data.Count > 0 => Bytes(tensor.Int64Data, sizeof(long), BinaryPrimitives.WriteInt64LittleEndian),
        sizeof(uint) when tensor.Uint64Data.Count > 0 => Bytes(tensor.Uint64Data, sizeof(uint), (span, value) => BinaryPrimitives.WriteUInt32LittleEndian(span, (uint)value)),
        _ when tensor.Uint64Data.Count > 0 => Bytes(tensor.Uint64Data, sizeof(ulong), BinaryPrimitives.WriteUInt64LittleEndian),
        1 => Bytes(tensor.Int32Data, 1, (span, value) => span[0] = unchecked((byte)value)),
        2 => Bytes(tensor.Int32Data, 2, (span, value) => BinaryPrimitives.WriteUInt16LittleEndian(span, unchecked((ushort)value))),
        _ => Bytes(tensor.Int32Data, sizeof(int), BinaryPrimitives.WriteInt32LittleEndian),
    };

    private delegate void Write<T>(Span<byte> destination, T value);

    private static byte[] Bytes<T>(IList<T> values, int size, Write<T> write)
    {
        var bytes = new byte[values.Count * size];
        for (var i = 0; i < values.Count; i++)
            write(bytes.AsSpan(i * size), values[i]);
        return bytes;
    }

    private static long? Number(TensorProto tensor, string key)
    {
        if (tensor.ExternalData.LastOrDefault(entry => entry.Key == key)?.Value is not { } text)
            return null;
        return long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidDataException($"Tensor '{tensor.Name}' has an external {key} that is no number.");
    }
}
