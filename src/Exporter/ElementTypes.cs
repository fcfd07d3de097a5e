using LatBench.Onnx;
using LatBench.SearchSpaces;

namespace LatBench.Exporter;

/// <summary>The ONNX element types of weights.</summary>
internal static class ElementTypes
{
    public static ElementType Of(WeightType type) => type switch
    {
        WeightType.Float32 => ElementType.Float32,
        WeightType.Float16 => ElementType.Float16,
        WeightType.Int8 => ElementType.Int8,
        WeightType.UInt8 => ElementType.UInt8,
        WeightType.Int32 => ElementType.Int32,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a type of weights."),
    };
}
