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

    /// <summary>32-bit signed integer.</summary>
    Int32 = 6,

    /// <summary>64-bit signed integer.</summary>
    Int64 = 7,

    /// <summary>Truth value, one byte.</summary>
    Bool = 9,

    /// <summary>IEEE 754 half precision, 2 bytes.</summary>
    Float16 = 10,

    /// <summary>IEEE 754 double precision, 8 bytes.</summary>
    Float64 = 11,
}
