using System.Runtime.InteropServices;
using LatBench.Onnx;
using LatBench.Onnx.Protos;

namespace LatBench.ModelFiles.Reading;

/// <summary>The elements that a message itself holds, in one of the lists that the standard offers, as little-endian bytes.</summary>
internal static class TensorBytes
{
    /// <summary>The number of bytes that a message holds; the elements of a text for texts.</summary>
    public static long Count(TensorProto tensor) => (ElementType)tensor.DataType switch
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

    /// <summary>The bytes; none for texts.</summary>
    public static ReadOnlyMemory<byte> Of(TensorProto tensor)
    {
        if (tensor.RawData.Length > 0)
            return tensor.RawData.Memory;
        return (ElementType)tensor.DataType switch
        {
            ElementType.String => default,
            ElementType.Float32 or ElementType.Complex64 => Bytes<float>([.. tensor.FloatData]),
            ElementType.Float64 or ElementType.Complex128 => Bytes<double>([.. tensor.DoubleData]),
            ElementType.Int64 => Bytes<long>([.. tensor.Int64Data]),
            ElementType.UInt64 => Bytes<ulong>([.. tensor.Uint64Data]),
            ElementType.UInt32 => Bytes<uint>([.. tensor.Uint64Data.Select(value => (uint)value)]),
            ElementType.Int32 => Bytes<int>([.. tensor.Int32Data]),
            ElementType.Int16 or ElementType.UInt16 or ElementType.Float16 or ElementType.BFloat16 => Bytes<ushort>([.. tensor.Int32Data.Select(value => (ushort)value)]),
            _ => tensor.Int32Data.Select(value => (byte)value).ToArray(),
        };
    }

    /// <summary>Moves the elements of a message into its raw data.</summary>
    public static void MoveToRaw(TensorProto tensor, ReadOnlyMemory<byte> bytes)
    {
        tensor.FloatData.Clear();
        tensor.DoubleData.Clear();
        tensor.Int32Data.Clear();
        tensor.Int64Data.Clear();
        tensor.Uint64Data.Clear();
        tensor.RawData = Google.Protobuf.UnsafeByteOperations.UnsafeWrap(bytes);
    }

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes<T>(values).ToArray();
        if (!BitConverter.IsLittleEndian)
            Swap(bytes, Marshal.SizeOf<T>());
        return bytes;
    }

    /// <summary>Reverses the bytes of each element.</summary>
    internal static void Swap(Span<byte> bytes, int size)
    {
        for (var at = 0; at < bytes.Length; at += size)
            bytes.Slice(at, size).Reverse();
    }
}
