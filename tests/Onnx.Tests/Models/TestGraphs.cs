using System.Runtime.InteropServices;
using LatBench.Onnx.Protos;

namespace LatBench.Onnx.Tests.Models;

/// <summary>Small networks with seeded weights.</summary>
internal static class TestGraphs
{
    public static ModelProto Of(string name) => name switch
    {
        "residual" => Residual(),
        "depthwise" => Depthwise(),
        "transformer" => Transformer(),
        "recurrent" => Recurrent(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Not a test graph."),
    };

    /// <summary>A stem, a residual block with normalisations, pools and a linear layer.</summary>
    public static ModelProto Residual()
    {
        var graph = new Writer("residual");
        var x = graph.Builder.Input("x", ElementType.Float32, 1, 3, 16, 16);
        var stem = graph.Node("Relu", "stem/relu", graph.Normalized("stem", x, 3, 8, 3));
        var pooled = graph.Builder.MaxPool("pool", stem, new Window(2, 2));
        var first = graph.Node("Relu", "block/relu", graph.Normalized("block/first", pooled, 8, 8, 3));
        var sum = graph.Node("Relu", "block/out", graph.Node("Add", "block/sum", graph.Normalized("block/second", first, 8, 8, 3), pooled));
        return graph.Classify(sum, 8);
    }

    /// <summary>An inverted residual block with a depthwise convolution, limits of 0 and 6, an average pool, a concatenation and a gate.</summary>
    public static ModelProto Depthwise()
    {
        var graph = new Writer("depthwise");
        var x = graph.Builder.Input("x", ElementType.Float32, 1, 8, 12, 12);
        var (low, high) = (graph.Constant("low", [], 0f), graph.Constant("high", [], 6f));
        var expanded = graph.Node("Clip", "expand/clip", graph.Normalized("expand", x, 8, 16, 1), low, high);
        var deep = graph.Node("Clip", "deep/clip", graph.Normalized("deep", expanded, 1, 16, 3, groups: 16), low, high);
        var gate = graph.Node("Sigmoid", "gate", graph.Convolution("gate/conv", graph.Builder.GlobalAveragePool("gate/pool", deep), 16, 16, 1));
        var gated = graph.Node("Mul", "gated", deep, gate);
        var block = graph.Node("Add", "sum", graph.Normalized("project", gated, 16, 8, 1), graph.Convolution("shortcut", x, 8, 8, 1));
        var pooled = graph.Builder.AveragePool("average", block, new Window(3, 1, 1));
        return graph.Classify(graph.Builder.Concat("both", [pooled, block]), 16);
    }

    /// <summary>One layer of a transformer, with attention of 4 heads and GELU.</summary>
    public static ModelProto Transformer()
    {
        const int width = 32, heads = 4, length = 8;
        var graph = new Writer("transformer");
        var x = graph.Builder.Input("x", ElementType.Float32, 1, length, width);
        var normalized = graph.Node("LayerNormalization", "ln1", x, graph.Ones("ln1/scale", width), graph.Weights("ln1/shift", 10, width));
        var split = graph.Integers("split", 1, length, heads, width / heads);
        Value Head(string name, params long[] order) => graph.Builder.Node(
            "Transpose", name + "/transpose", [graph.Node("Reshape", name + "/reshape", graph.Projected(name, normalized, width, width), split)], Attributes.Ints("perm", order));
        var scores = graph.Node("Mul", "scaled", graph.Node("MatMul", "scores", Head("q", 0, 2, 1, 3), Head("k", 0, 2, 3, 1)), graph.Constant("factor", [], 0.35f));
        var mixed = graph.Node("MatMul", "mixed", graph.Builder.Node("Softmax", "softmax", [scores], Attributes.Int("axis", -1)), Head("v", 0, 2, 1, 3));
        var merged = graph.Node("Reshape", "merged", graph.Builder.Node("Transpose", "back", [mixed], Attributes.Ints("perm", 0, 2, 1, 3)), graph.Integers("merge", 1, length, width));
        var sum = graph.Node("Add", "sum1", graph.Projected("output", merged, width, width), x);
        var second = graph.Node("LayerNormalization", "ln2", sum, graph.Ones("ln2/scale", width), graph.Weights("ln2/shift", 10, width));
        var inner = graph.Projected("up", second, width, 4 * width);
        var error = graph.Node("Add", "gelu/add", graph.Node("Erf", "gelu/erf", graph.Node("Div", "gelu/div", inner, graph.Constant("root", [], 1.41421f))), graph.Constant("one", [], 1f));
        var gelu = graph.Node("Mul", "gelu/half", graph.Node("Mul", "gelu/mul", inner, error), graph.Constant("half", [], 0.5f));
        var output = graph.Node("Add", "sum2", graph.Projected("down", gelu, 4 * width, width), sum);
        graph.Builder.Output(output, ElementType.Float32, 1, length, width);
        return graph.Builder.Build();
    }

    /// <summary>A look-up of integers, an LSTM and a linear layer.</summary>
    public static ModelProto Recurrent()
    {
        const int features = 12, hidden = 16, length = 6;
        var graph = new Writer("recurrent");
        var ids = graph.Builder.Input("ids", ElementType.Int64, length, 1);
        var x = graph.Node("Gather", "embedded", graph.Weights("table", 1, 10, features), ids);
        var states = graph.Builder.Node(
            "LSTM",
            "lstm",
            [x, graph.Weights("w", features, 1, 4 * hidden, features), graph.Weights("r", hidden, 1, 4 * hidden, hidden), graph.Weights("b", 10, 1, 8 * hidden)],
            Attributes.Int("hidden_size", hidden));
        var flat = graph.Builder.Node("Flatten", "flat", [states], Attributes.Int("axis", 0));
        var logits = graph.Builder.Linear("logits", flat, graph.Weights("head", length * hidden, 5, length * hidden), graph.Weights("head/bias", 10, 5));
        graph.Builder.Output(logits, ElementType.Float32, 1, 5);
        return graph.Builder.Build();
    }

    /// <summary>Operators that know no half precision, sizes that are calculated, and graphs inside of nodes that read values around them.</summary>
    public static ModelProto Mixed()
    {
        var graph = new Writer("mixed");
        var x = graph.Builder.Input("x", ElementType.Float32, 1, 3, 6, 6);
        var yes = graph.Builder.Input("yes", ElementType.Bool);
        // Sizes: the shape as floating point, twice as large, and back.
        var sizes = graph.Builder.Node("Cast", "sizes", [graph.Node("Shape", "shape", x)], Attributes.Int("to", 1));
        var doubled = graph.Node("Mul", "doubled", sizes, graph.Constant("factors", [4], 1, 1, 2.0005f, 2.0005f));
        var target = graph.Builder.Node("Cast", "target", [graph.Node("Floor", "floor", doubled)], Attributes.Int("to", 7));
        var large = graph.Builder.Node("Resize", "resized", [x, graph.Constant("roi", [0]), graph.Constant("none", [0]), target], Attributes.Text("mode", "nearest"));
        var scaled = graph.Builder.Node("Resize", "scaled", [x, graph.Constant("roi2", [0]), graph.Constant("scales", [4], 1, 1, 2, 2)], Attributes.Text("mode", "nearest"));
        var summed = graph.Node("CumSum", "summed", graph.Node("Add", "both", large, scaled), graph.Scalar("axis", 2));
        var range = graph.Node("Range", "range", graph.Constant("from", [], 0f), graph.Constant("to", [], 12f), graph.Constant("step", [], 1f));
        var infinite = graph.Builder.Node("Cast", "infinite", [graph.Node("IsInf", "isinf", summed)], Attributes.Int("to", 1));
        var mixed = graph.Node("Add", "mixed", graph.Node("Add", "added", summed, range), infinite);
        var chosen = graph.Builder.Node("If", "chosen", [yes], Branch("then_branch", "CumSum", mixed, "axis"), Branch("else_branch", "Mul", mixed, "range"));
        // A guard of a division that half precision does not have: 0 divided by it is no number if it becomes 0.
        var zero = graph.Node("Mul", "zero", chosen, graph.Constant("nothing", [], 0f));
        var ratio = graph.Node("Div", "ratio", zero, graph.Node("Add", "guarded", zero, graph.Constant("guard", [], 1e-9f)));
        graph.Builder.Output(graph.Node("Add", "output", chosen, ratio), ElementType.Float32, 1, 3, 12, 12);
        graph.Builder.Output(range, ElementType.Float32, 12);
        return graph.Builder.Build();
    }

    private static AttributeProto Branch(string name, string type, Value first, string second) => new()
    {
        Name = name,
        Type = AttributeProto.Types.AttributeType.Graph,
        G = new GraphProto
        {
            Name = name,
            Node = { new NodeProto { Name = name, OpType = type, Input = { first.Name, second }, Output = { name + "/out" } } },
            Output = { new ValueInfoProto { Name = name + "/out", Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1 } } } },
        },
    };

    /// <summary>Adds layers with weights.</summary>
    private sealed class Writer(string name)
    {
        private readonly Random _random = new(21);

        public GraphBuilder Builder { get; } = new(name);

        public Value Node(string type, string name, params Value[] inputs) => Builder.Node(type, name, inputs);

        public Value Constant(string name, long[] shape, params float[] values) =>
            Builder.Initializer(Tensors.Embedded(name, ElementType.Float32, shape, MemoryMarshal.AsBytes<float>(values).ToArray()));

        public Value Integers(string name, params long[] values) =>
            Builder.Initializer(Tensors.Embedded(name, ElementType.Int64, [values.Length], MemoryMarshal.AsBytes<long>(values).ToArray()));

        public Value Scalar(string name, long value) => Builder.Initializer(Tensors.Embedded(name, ElementType.Int64, [], MemoryMarshal.AsBytes<long>([value]).ToArray()));

        public Value Ones(string name, int count) => Constant(name, [count], [.. Enumerable.Repeat(1f, count)]);

        public Value Weights(string name, int fanIn, params long[] shape)
        {
            var count = (int)shape.Aggregate(1L, (product, size) => product * size);
            return Constant(name, shape, [.. Enumerable.Range(0, count).Select(_ => ((_random.NextSingle() * 2) - 1) * MathF.Sqrt(3f / fanIn))]);
        }

        public Value Convolution(string name, Value x, int from, int to, int size, int groups = 1) =>
            Builder.Conv(name, [x, Weights(name + "/w", from * size * size, to, from, size, size), Weights(name + "/b", 10, to)], new Window(size, 1, size / 2), groups);

        public Value Normalized(string name, Value x, int from, int to, int size, int groups = 1)
        {
            var y = Builder.Conv(name, [x, Weights(name + "/w", from * size * size, to, from, size, size)], new Window(size, 1, size / 2), groups);
            return Builder.BatchNormalization(name + "/norm", y, Ones(name + "/scale", to), Weights(name + "/shift", 10, to), Weights(name + "/mean", 10, to), Ones(name + "/variance", to));
        }

        public Value Projected(string name, Value x, int from, int to) => Node("Add", name, Node("MatMul", name + "/product", x, Weights(name + "/w", from, from, to)), Weights(name + "/b", 10, to));

        public ModelProto Classify(Value x, int channels)
        {
            var pooled = Builder.Flatten("flat", Builder.GlobalAveragePool("pooled", x));
            Builder.Output(Builder.Linear("logits", pooled, Weights("head/w", channels, 5, channels), Weights("head/b", 10, 5)), ElementType.Float32, 1, 5);
            return Builder.Build();
        }
    }
}
