using System.Buffers.Binary;
using System.Collections.Concurrent;
using LatBench.Onnx;
using LatBench.Onnx.Protos;
using LatBench.SearchSpaces;
using OnnxWindow = LatBench.Onnx.Window;
using Window = LatBench.SearchSpaces.Window;

namespace LatBench.Exporter.Lowering;

/// <summary>Writes the operators of a network as ONNX nodes, each with its constants, in one number format.</summary>
internal abstract class GraphLowering(NetworkGraph network, GraphBuilder graph, WeightTensors tensors, int batch)
{
    private static readonly ConcurrentDictionary<Window, OnnxWindow> Windows = new();

    private readonly Value[] _values = new Value[network.Operators.Count];

    private readonly Dictionary<string, Value> _integers = [];

    protected NetworkGraph Network => network;

    protected GraphBuilder Graph => graph;

    protected WeightLayout Layout => tensors.Layout;

    protected ElementType FloatType { get; } = ElementTypes.Of(tensors.Layout.FloatType);

    public static ModelProto Lower(string name, NetworkGraph network, WeightTensors tensors, int batch)
    {
        var graph = new GraphBuilder(name);
        GraphLowering lowering = tensors.Layout.IsQuantized
            ? new QuantizedLowering(network, graph, tensors, batch)
            : new FloatLowering(network, graph, tensors, batch);
        lowering.Run();
        return graph.Build();
    }

    protected static OnnxWindow Convert(Window window) => Windows.GetOrAdd(
        window, one => new OnnxWindow(one.Height, one.Width, one.StrideHeight, one.StrideWidth, one.PaddingHeight, one.PaddingWidth, one.Dilation));

    /// <summary>Writes an operator whose inputs are written.</summary>
    protected abstract Value Write(NetworkOperator op, ReadOnlySpan<Value> inputs);

    protected Value this[NetworkValue value] => _values[value.Index];

    protected Value Constant(string key) => graph.Initializer(tensors[Layout[key]]);

    protected Value WriteInput(InputOperator op) =>
        graph.Input(op.Name, FloatType, batch, op.Output.Channels, op.Output.Height, op.Output.Width);

    protected Value WriteNormalization(NormalizationOperator op, Value x) => graph.BatchNormalization(
        op.Name,
        x,
        Constant(op.Weights + "/scale"),
        Constant(op.Weights + "/shift"),
        Constant(op.Weights + "/mean"),
        Constant(op.Weights + "/variance"));

    protected Value WriteTruncate(NetworkOperator op, Value x) => WriteSlice(op.Name, x, (Axis: 1, Start: 0, End: op.Output.Channels));

    protected Value WriteCrop(CropOperator op, Value x) =>
        WriteSlice(op.Name, x, (Axis: 2, Start: op.Pixels, End: op.Pixels + op.Output.Height), (Axis: 3, Start: op.Pixels, End: op.Pixels + op.Output.Width));

    private Value WriteSlice(string name, Value x, params (int Axis, int Start, int End)[] cuts) =>
        graph.Slice(name, x, Integers(cuts.Select(cut => cut.Start)), Integers(cuts.Select(cut => cut.End)), Integers(cuts.Select(cut => cut.Axis)));

    /// <summary>A constant list of integers, the same for all operators that need it.</summary>
    private Value Integers(IEnumerable<int> values)
    {
        var name = "integers/" + string.Join('-', values);
        if (!_integers.TryGetValue(name, out var constant))
        {
            long[] list = [.. values];
            _integers[name] = constant = graph.Initializer(Tensors.Embedded(name, ElementType.Int64, [list.Length], LittleEndian(list)));
        }

        return constant;
    }

    private static byte[] LittleEndian(long[] values)
    {
        var bytes = new byte[values.Length * sizeof(long)];
        foreach (var (place, value) in values.Index())
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(place * sizeof(long)), value);
        return bytes;
    }

    private void Run()
    {
        Span<Value> inputs = new Value[network.Operators.Max(op => op.Inputs.Count)];
        foreach (var (index, op) in network.Operators.Index())
        {
            for (var i = 0; i < op.Inputs.Count; i++)
                inputs[i] = this[op.Inputs[i]];
            _values[index] = Write(op, inputs[..op.Inputs.Count]);
        }

        graph.Output(_values[^1], FloatType, batch, network.Output.Output.Channels);
    }
}
