namespace LatBench.Onnx;

/// <summary>The type of the elements of a tensor. The numbers are those of <c>TensorProto.DataType</c>.</summary>
public enum ElementType
{
    /// <summary>Not said.</summary>
    Undefined = 0,

    /// <summary>IEEE 754 single precision, 4 bytes.</summary>
    Float32 = 1,

    /// <summary>Unsigned byte.</summary>
    UInt8 = 2,

    /// <summary>Signed byte.</summary>
    Int8 = 3,

    /// <summary>16-bit unsigned integer.</summary>
    UInt16 = 4,

    /// <summary>16-bit signed integer.</summary>
    Int16 = 5,

    /// <summary>32-bit signed integer.</summary>
    Int32 = 6,

    /// <summary>64-bit signed integer.</summary>
    Int64 = 7,

    /// <summary>Text.</summary>
    String = 8,

    /// <summary>Truth value, one byte.</summary>
    Bool = 9,

    /// <summary>IEEE 754 half precision, 2 bytes.</summary>
    Float16 = 10,

    /// <summary>IEEE 754 double precision, 8 bytes.</summary>
    Float64 = 11,

    /// <summary>32-bit unsigned integer.</summary>
    UInt32 = 12,

    /// <summary>64-bit unsigned integer.</summary>
    UInt64 = 13,

    /// <summary>Two single-precision numbers, 8 bytes.</summary>
    Complex64 = 14,

    /// <summary>Two double-precision numbers, 16 bytes.</summary>
    Complex128 = 15,

    /// <summary>The upper half of a single-precision number, 2 bytes.</summary>
    BFloat16 = 16,

    /// <summary>8-bit floating point: 4 bits of exponent, 3 of mantissa, no infinity.</summary>
    Float8E4M3FN = 17,

    /// <summary>8-bit floating point: 4 bits of exponent, 3 of mantissa, no infinity, no negative zero.</summary>
    Float8E4M3FNUZ = 18,

    /// <summary>8-bit floating point: 5 bits of exponent, 2 of mantissa.</summary>
    Float8E5M2 = 19,

    /// <summary>8-bit floating point: 5 bits of exponent, 2 of mantissa, no infinity, no negative zero.</summary>
    Float8E5M2FNUZ = 20,

    /// <summary>4-bit unsigned integer, two in a byte.</summary>
    UInt4 = 21,

    /// <summary>4-bit signed integer, two in a byte.</summary>
    Int4 = 22,

    /// <summary>4-bit floating point, two in a byte.</summary>
    Float4E2M1 = 23,

    /// <summary>8-bit exponent without mantissa, used as a scale.</summary>
    Float8E8M0 = 24,

    /// <summary>2-bit unsigned integer, four in a byte.</summary>
    UInt2 = 25,

    /// <summary>2-bit signed integer, four in a byte.</summary>
    Int2 = 26,
}
