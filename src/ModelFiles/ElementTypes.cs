using LatBench.Onnx;

namespace LatBench.ModelFiles;

/// <summary>Names, sizes and ranges of element types.</summary>
public static class ElementTypes
{
    private static readonly Dictionary<ElementType, (string Name, int Bits)> Known = new()
    {
        [ElementType.Float32] = ("float32", 32),
        [ElementType.UInt8] = ("uint8", 8),
        [ElementType.Int8] = ("int8", 8),
        [ElementType.UInt16] = ("uint16", 16),
        [ElementType.Int16] = ("int16", 16),
        [ElementType.Int32] = ("int32", 32),
        [ElementType.Int64] = ("int64", 64),
        [ElementType.String] = ("string", 0),
        [ElementType.Bool] = ("bool", 8),
        [ElementType.Float16] = ("float16", 16),
        [ElementType.Float64] = ("float64", 64),
        [ElementType.UInt32] = ("uint32", 32),
        [ElementType.UInt64] = ("uint64", 64),
        [ElementType.Complex64] = ("complex64", 64),
        [ElementType.Complex128] = ("complex128", 128),
        [ElementType.BFloat16] = ("bfloat16", 16),
        [ElementType.Float8E4M3FN] = ("float8e4m3fn", 8),
        [ElementType.Float8E4M3FNUZ] = ("float8e4m3fnuz", 8),
        [ElementType.Float8E5M2] = ("float8e5m2", 8),
        [ElementType.Float8E5M2FNUZ] = ("float8e5m2fnuz", 8),
        [ElementType.UInt4] = ("uint4", 4),
        [ElementType.Int4] = ("int4", 4),
        [ElementType.Float4E2M1] = ("float4e2m1", 4),
        [ElementType.Float8E8M0] = ("float8e8m0", 8),
        [ElementType.UInt2] = ("uint2", 2),
        [ElementType.Int2] = ("int2", 2),
    };

    /// <summary>The name in plans and messages, as NumPy spells it where it has the type: <c>float32</c>, <c>int64</c>.</summary>
    /// <param name="type">The type.</param>
    public static string Name(this ElementType type) => Known.TryGetValue(type, out var known) ? known.Name : $"type {(int)type}";

    /// <summary>Finds a type by its name.</summary>
    /// <param name="name">Such as <c>float32</c>.</param>
    /// <returns>The type; null where the name is none.</returns>
    public static ElementType? Find(string name) => Known.FirstOrDefault(known => known.Value.Name == name) is { Key: not ElementType.Undefined } found ? found.Key : null;

    /// <summary>Gets a value indicating whether the type is one of the standard's.</summary>
    /// <param name="type">The type.</param>
    public static bool IsKnown(this ElementType type) => Known.ContainsKey(type);

    /// <summary>The number of bytes of so many elements, those of less than a byte packed; 0 for texts.</summary>
    /// <param name="type">The type.</param>
    /// <param name="elements">The number of elements.</param>
    /// <returns>The number of bytes; null where it exceeds 63 bits or the type is not known.</returns>
    public static long? Bytes(this ElementType type, long elements)
    {
        if (!Known.TryGetValue(type, out var known))
            return null;
        var bits = (Int128)elements * known.Bits;
        return bits > long.MaxValue ? null : (long)((bits + 7) / 8);
    }

    /// <summary>The product of dimensions.</summary>
    /// <param name="dimensions">Zero or more each.</param>
    /// <returns>The number of elements; null where a dimension is negative or the product exceeds 63 bits.</returns>
    public static long? Elements(IEnumerable<long> dimensions)
    {
        var (product, overflow) = ((Int128)1, false);
        foreach (var dimension in dimensions)
        {
            if (dimension < 0)
                return null;
            if (dimension == 0)
                return 0;
            product = overflow ? product : product * dimension;
            overflow |= product > long.MaxValue;
        }

        return overflow ? null : (long)product;
    }

    internal static bool IsFloatingPoint(this ElementType type) => type is ElementType.Float32 or ElementType.Float64 or ElementType.Float16 or ElementType.BFloat16
        or ElementType.Float8E4M3FN or ElementType.Float8E4M3FNUZ or ElementType.Float8E5M2 or ElementType.Float8E5M2FNUZ or ElementType.Float8E8M0 or ElementType.Float4E2M1
        or ElementType.Complex64 or ElementType.Complex128;

    /// <summary>The smallest and the largest value of an integer type, of a truth value 0 and 1; of unsigned 64-bit integers those that a signed one holds. Null for other types.</summary>
    internal static (long First, long Last)? IntegerRange(this ElementType type) => type switch
    {
        ElementType.UInt8 => (byte.MinValue, byte.MaxValue),
        ElementType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        ElementType.UInt16 => (ushort.MinValue, ushort.MaxValue),
        ElementType.Int16 => (short.MinValue, short.MaxValue),
        ElementType.Int32 => (int.MinValue, int.MaxValue),
        ElementType.Int64 => (long.MinValue, long.MaxValue),
        ElementType.UInt32 => (uint.MinValue, uint.MaxValue),
        ElementType.UInt64 => (0, long.MaxValue),
        ElementType.Bool => (0, 1),
        ElementType.UInt4 => (0, 15),
        ElementType.Int4 => (-8, 7),
        ElementType.UInt2 => (0, 3),
        ElementType.Int2 => (-2, 1),
        _ => null,
    };
}
