namespace LatBench.ModelFiles.Reading;

/// <summary>The messages of ONNX that hold other messages.</summary>
internal enum MessageKind
{
    /// <summary>No message, or one that holds no others: it is copied as it is.</summary>
    Content,
    Model,
    Graph,
    Node,
    Attribute,
    Tensor,
    ValueInfo,
    Type,
    TensorType,
    Shape,
    ListType,
    MapType,
    Function,
    Small,
}

/// <summary>The fields of ONNX's messages that hold messages. Source: onnx.proto of the standard.</summary>
internal static class MessageFields
{
    /// <summary>The kind of message that a field holds; <see cref="MessageKind.Content"/> where it holds none that is looked into.</summary>
    public static MessageKind KindOf(MessageKind holder, int field) => (holder, field) switch
    {
        (MessageKind.Model, 7) => MessageKind.Graph,
        (MessageKind.Model, 8 or 14) => MessageKind.Small,
        (MessageKind.Model, 25) => MessageKind.Function,
        (MessageKind.Graph, 1) or (MessageKind.Function, 7) => MessageKind.Node,
        (MessageKind.Graph, 5) => MessageKind.Tensor,
        (MessageKind.Graph, 11 or 12 or 13) or (MessageKind.Function, 12) => MessageKind.ValueInfo,
        (MessageKind.Graph, 14 or 16) or (MessageKind.Function, 9 or 14) => MessageKind.Small,
        (MessageKind.Node, 5) or (MessageKind.Function, 11) => MessageKind.Attribute,
        (MessageKind.Node, 9) => MessageKind.Small,
        (MessageKind.Attribute, 5 or 10) => MessageKind.Tensor,
        (MessageKind.Attribute, 6 or 11) => MessageKind.Graph,
        (MessageKind.Attribute, 14 or 15) or (MessageKind.ValueInfo, 2) => MessageKind.Type,
        (MessageKind.Tensor, 13 or 16) or (MessageKind.ValueInfo, 4) => MessageKind.Small,
        (MessageKind.Type, 1 or 8) => MessageKind.TensorType,
        (MessageKind.Type, 4 or 9) => MessageKind.ListType,
        (MessageKind.Type, 5) => MessageKind.MapType,
        (MessageKind.ListType, 1) or (MessageKind.MapType, 2) => MessageKind.Type,
        (MessageKind.TensorType, 2) => MessageKind.Shape,
        (MessageKind.Shape, 1) => MessageKind.Small,
        _ => MessageKind.Content,
    };
}
