using LatBench.Onnx.Protos;

namespace LatBench.Onnx.Conversion;

/// <summary>Questions about graphs that several conversions ask.</summary>
internal static class Graphs
{
    private const string OnnxDomain = "ai.onnx";

    private const int MaxShownName = 100;

    private static readonly HashSet<string> QuantizedOperators =
    [
        "QuantizeLinear", "DequantizeLinear", "QGemm", "QAttention", "QEmbedLayerNormalization", "QOrderedMatMul", "MatMulNBits", "MatMulBnb4", "MatMulFpQ4",
        "GatherBlockQuantized", "NhwcMaxPool",
    ];

    /// <summary>Gets a value indicating whether the operator is one of ONNX's own.</summary>
    public static bool IsStandard(NodeProto node) => node.Domain is "" or OnnxDomain;

    /// <summary>Gets the version of ONNX's own operators; 0 where the model imports none.</summary>
    public static long Opset(ModelProto model) => model.OpsetImport.FirstOrDefault(one => one.Domain is "" or OnnxDomain)?.Version ?? 0;

    public static IEnumerable<GraphProto> Subgraphs(NodeProto node) =>
        node.Attribute.SelectMany(attribute => attribute.G is { } one ? attribute.Graphs.Prepend(one) : attribute.Graphs);

    /// <summary>Gets the graph and all graphs in it.</summary>
    public static IEnumerable<GraphProto> All(GraphProto graph) => graph.Node.SelectMany(Subgraphs).SelectMany(All).Prepend(graph);

    /// <summary>Gets the names that the graphs inside of a node mention: its own values and those of the graphs around it.</summary>
    public static IEnumerable<string> NamesInside(NodeProto node) => Subgraphs(node).SelectMany(All)
        .SelectMany(graph => graph.Node.SelectMany(inner => inner.Input).Concat(graph.Output.Select(output => output.Name)));

    public static AttributeProto? Attribute(NodeProto node, string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name);

    public static long Int(NodeProto node, string name, long otherwise) => Attribute(node, name)?.I ?? otherwise;

    public static float Float(NodeProto node, string name, float otherwise) => Attribute(node, name)?.F ?? otherwise;

    /// <summary>Gets a node as sentences name it.</summary>
    public static string Describe(NodeProto node) => node.Name.Length > 0 ? $"node '{Printable(node.Name)}' ({Printable(node.OpType)})" : $"a node {Printable(node.OpType)} without a name";

    /// <summary>Gets a name from a file as it may be shown: in one line, and not too long.</summary>
    public static string Printable(string name)
    {
        var line = string.Concat(name.Take(MaxShownName).Select(letter => char.IsControl(letter) ? '?' : letter));
        return name.Length > MaxShownName ? line + "…" : line;
    }

    /// <summary>Gets the first node that gives no value; null where all do.</summary>
    public static NodeProto? FindWithoutOutput(ModelProto model) =>
        All(model.Graph).SelectMany(graph => graph.Node).FirstOrDefault(node => node.Output.All(name => name.Length == 0));

    /// <summary>Gets the first node that computes with quantised values.</summary>
    public static NodeProto? FindQuantized(ModelProto model) => All(model.Graph).SelectMany(graph => graph.Node).FirstOrDefault(IsQuantized);

    /// <summary>Drops the constants and copies that nothing reads any more, and the inputs that stand for such initialisers.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="names">Values that may be dropped; each comes from an initialiser or from a node of its own.</param>
    public static void RemoveUnused(GraphProto graph, IEnumerable<string> names)
    {
        var left = names.ToHashSet();
        for (var before = -1; before != left.Count;) // a copy that is dropped may have been the only reader of another constant
        {
            before = left.Count;
            var used = graph.Node.SelectMany(node => node.Input.Concat(NamesInside(node))).Concat(graph.Output.Select(output => output.Name)).ToHashSet();
            var unused = left.Where(name => !used.Contains(name)).ToHashSet();
            left.ExceptWith(unused);
            Retain(graph.Initializer, tensor => !unused.Contains(tensor.Name));
            Retain(graph.Input, input => !unused.Contains(input.Name));
            Retain(graph.Node, node => node.Output.Count != 1 || !unused.Contains(node.Output[0]));
        }
    }

    public static void Retain<T>(IList<T> list, Func<T, bool> keep)
    {
        T[] kept = [.. list.Where(keep)];
        if (kept.Length == list.Count)
            return;
        list.Clear();
        foreach (var one in kept)
            list.Add(one);
    }

    private static bool IsQuantized(NodeProto node) =>
        QuantizedOperators.Contains(node.OpType)
        || node.OpType.StartsWith("QLinear", StringComparison.Ordinal)
        || node.OpType.StartsWith("DynamicQuantize", StringComparison.Ordinal)
        || node.OpType.Contains("Integer", StringComparison.Ordinal);
}

/// <summary>Makes names that a model does not have yet.</summary>
internal sealed class NewNames(ModelProto model)
{
    private readonly HashSet<string> _taken = [.. Graphs.All(model.Graph).SelectMany(graph => graph.Node
        .SelectMany(node => node.Input.Concat(node.Output).Append(node.Name))
        .Concat(graph.Input.Concat(graph.Output).Concat(graph.ValueInfo).Select(value => value.Name))
        .Concat(graph.Initializer.Select(tensor => tensor.Name)))];

    public string For(string wanted)
    {
        var name = wanted;
        for (var number = 2; !_taken.Add(name); number++)
            name = $"{wanted}/{number}";
        return name;
    }
}
