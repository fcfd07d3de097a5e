namespace LatBench.SearchSpaces;

/// <summary>The number format of a weight tensor.</summary>
public enum WeightType
{
    /// <summary>IEEE 754 single precision, 4 bytes.</summary>
    Float32,

    /// <summary>IEEE 754 half precision, 2 bytes.</summary>
    Float16,

    /// <summary>Signed byte.</summary>
    Int8,

    /// <summary>Unsigned byte.</summary>
    UInt8,

    /// <summary>32-bit signed integer.</summary>
    Int32,
}
