using Google.Protobuf;
using LatBench.Onnx.Protos;

namespace LatBench.Onnx;

/// <summary>Node attributes. A built attribute may be used in any number of nodes, as long as no caller changes it.</summary>
public static class Attributes
{
    /// <summary>An integer.</summary>
    /// <param name="name">As the operator's specification spells it.</param>
    /// <param name="value">Its value.</param>
    public static AttributeProto Int(string name, long value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    /// <summary>A list of integers, such as <c>pads</c>.</summary>
    /// <param name="name">As the operator's specification spells it.</param>
    /// <param name="values">The list.</param>
    public static AttributeProto Ints(string name, params long[] values) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints, Ints = { values } };

    /// <summary>A single-precision number.</summary>
    /// <param name="name">As the operator's specification spells it.</param>
    /// <param name="value">Its value.</param>
    public static AttributeProto Float(string name, float value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = value };

    /// <summary>A list of single-precision numbers.</summary>
    /// <param name="name">As the operator's specification spells it.</param>
    /// <param name="values">The list.</param>
    public static AttributeProto Floats(string name, params float[] values) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Floats, Floats = { values } };

    /// <summary>A list of texts.</summary>
    /// <param name="name">As the operator's specification spells it.</param>
    /// <param name="values">The list, written as UTF-8.</param>
    public static AttributeProto Texts(string name, params string[] values) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Strings, Strings = { values.Select(ByteString.CopyFromUtf8) } };

    /// <summary>A text.</summary>
    /// <param name="name">As the operator's specification spells it.</param>
    /// <param name="value">Its value, written as UTF-8.</param>
    public static AttributeProto Text(string name, string value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8(value) };
}
