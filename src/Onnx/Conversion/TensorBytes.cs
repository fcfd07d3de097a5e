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
        var data = Held(tensor);
        Require(tensor, data.Length);
        return data;
    }

    /// <summary>Gets the bytes that a message itself holds, whatever its dimensions say; none for texts.</summary>
    /// <param name="tensor">Any tensor.</param>
    public static ReadOnlyMemory<byte> Held(TensorProto tensor)
    {
        if (tensor.RawData.Length > 0)
            return tensor.RawData.Memory;
        // Each type has its list; half precision and everything smaller than 32 bits stands in int32_data.
        return (ElementType)tensor.DataType switch
        {
            ElementType.String => default,
            ElementType.Float32 or ElementType.Complex64 => Bytes<float>([.. tensor.FloatData]),
            ElementType.Float64 or ElementType.Complex128 => Bytes<double>([.. tensor.DoubleData]),
            ElementType.Int64 => Bytes<long>([.. tensor.Int64Data]),
            ElementType.UInt64 => Bytes<ulong>([.. tensor.Uint64Data]),
            ElementType.UInt32 => Bytes<uint>([.. tensor.Uint64Data.Select(value => (uint)value)]),
            ElementType.Int32 => Bytes<int>([.. tensor.Int32Data]),
            ElementType.Int16 or ElementType.UInt16 or ElementType.Float16 or ElementType.BFloat16 => Bytes<ushort>([.. tensor.Int32Data.Select(value => unchecked((ushort)value))]),
            _ => tensor.Int32Data.Select(value => unchecked((byte)value)).ToArray(),
        };
    }

    /// <summary>Gets the number of bytes of <see cref="Held"/> without making them; the number of elements for texts.</summary>
    /// <param name="tensor">Any tensor.</param>
    public static long CountHeld(TensorProto tensor) => (ElementType)tensor.DataType switch
    {
        ElementType.String => tensor.StringData.Count,
        _ when tensor.RawData.Length > 0 => tensor.RawData.Length,
        ElementType.Float32 or ElementType.Complex64 => 4L * tensor.FloatData.Count,
        ElementType.Float64 or ElementType.Complex128 => 8L * tensor.DoubleData.Count,
        ElementType.Int64 => 8L * tensor.Int64Data.Count,
        ElementType.UInt64 => 8L * tensor.Uint64Data.Count,
        ElementType.UInt32 => 4L * tensor.Uint64Data.Count,
        ElementType.Int32 => 4L * tensor.Int32Data.Count,
        ElementType.Int16 or ElementType.UInt16 or ElementType.Float16 or ElementType.BFloat16 => 2L * tensor.Int32Data.Count,
        _ => tensor.Int32Data.Count,
    };

    /// <summary>Moves the elements of a message into its raw data.</summary>
    /// <param name="tensor">The tensor, whose lists of elements become empty.</param>
    /// <param name="bytes">The bytes of the elements; the caller does not change them afterwards.</param>
    public static void MoveToRaw(TensorProto tensor, ReadOnlyMemory<byte> bytes)
    {
        tensor.FloatData.Clear();
        tensor.DoubleData.Clear();
        tensor.Int32Data.Clear();
        tensor.Int64Data.Clear();
        tensor.Uint64Data.Clear();
        tensor.RawData = Google.Protobuf.UnsafeByteOperations.UnsafeWrap(bytes);
    }

    /// <summary>Reverses the bytes of each element.</summary>
    /// <param name="bytes">The elements.</param>
    /// <param name="size">The bytes of an element.</param>
    public static void Swap(Span<byte> bytes, int size)
    {
        for (var at = 0; at < bytes.Length; at += size)
            bytes.Slice(at, size).Reverse();
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

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes<T>(values).ToArray();
        if (!BitConverter.IsLittleEndian)
            Swap(bytes, Marshal.SizeOf<T>());
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
