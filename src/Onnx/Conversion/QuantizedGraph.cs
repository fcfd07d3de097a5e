using System.Globalization;
using System.Runtime.InteropServices;
using LatBench.Onnx.Protos;

namespace LatBench.Onnx.Conversion;

/// <summary>
/// Writes the nodes of a graph again, quantised where they can be. The result of a quantised node is quantised and dequantised, and what comes of that has the result's name: whatever reads
/// it, also a graph inside of a node or the output of the graph, stays as it is.
/// </summary>
internal sealed class QuantizedGraph
{
    /// <summary>The first operator set in which each channel may have a scale of its own.</summary>
    private const long PerChannelOpset = 13;

    /// <summary>The metadata of a prepared model that says how an input is filled.</summary>
    private const string InputKey = "latbench.input.";

    private readonly ModelProto _model;
    private readonly GraphProto _graph;
    private readonly TensorStore _store;
    private readonly NewNames _names;
    private readonly Constants _constants;
    private readonly ValueTypes _types;
    private readonly long _opset;

    /// <summary>The nodes that read a value; null for a graph inside of a node and for the output of the graph.</summary>
    private readonly ILookup<string, NodeProto?> _readers;

    private readonly Dictionary<NodeProto, NodeProto> _folded;

    /// <summary>Nodes that need not be written, since they are folded into others.</summary>
    private readonly HashSet<NodeProto> _dropped = new(ReferenceEqualityComparer.Instance);

    private readonly Dictionary<string, Quantized> _quantized = [];

    private readonly Dictionary<string, Activation> _activations = [];

    /// <summary>Results whose only reader limits them, and is quantised in their place.</summary>
    private readonly HashSet<string> _open = [];

    /// <summary>Copies of quantised values, which nothing may read any more in the end.</summary>
    private readonly List<string> _copies = [];

    private readonly Dictionary<string, string> _zeroPoints = [];

    private readonly List<NodeProto> _nodes = [];

    public QuantizedGraph(ModelProto model, TensorStore store)
    {
        (_model, _graph, _store, _opset) = (model, model.Graph, store, Graphs.Opset(model));
        (_names, _constants, _types) = (new NewNames(model), new Constants(_graph), ValueTypes.Of(_graph));
        _readers = _graph.Node.SelectMany(node => node.Input.Select(name => (Name: name, Reader: (NodeProto?)node)).Concat(Graphs.NamesInside(node).Select(name => (name, (NodeProto?)null))))
            .Concat(_graph.Output.Select(output => (output.Name, (NodeProto?)null)))
            .ToLookup(pair => pair.Item1, pair => pair.Item2);
        _folded = Layer.FindFolded(_graph, _constants, OnlyReader);
        _dropped.UnionWith(_folded.Values);
    }

    public void Run()
    {
        NodeProto[] nodes = [.. _graph.Node];
        foreach (var node in nodes)
            Write(node);
        _graph.Node.Clear();
        _graph.Node.AddRange(_nodes);
        Graphs.RemoveUnused(_graph, _copies.Concat(_constants.Names));
        TensorProto[] tensors = [.. _graph.Initializer.Select(tensor => tensor.DataLocation == TensorProto.Types.DataLocation.External ? _store.Keep(tensor) : tensor)];
        _graph.Initializer.Clear();
        _graph.Initializer.AddRange(tensors);
    }

    private NodeProto? OnlyReader(string name) => _readers[name].Take(2).ToArray() is [{ } reader] ? reader : null;

    private void Write(NodeProto node)
    {
        if (_dropped.Contains(node))
            return;
        if (Layer.IsLayer(node, _constants) && _types[node.Input[0]] == ElementType.Float32)
            WriteLayer(node);
        else if (Graphs.IsStandard(node) && node.Input.Count > 0 && node.Output.Count > 0 && _types[node.Output[0]] == ElementType.Float32)
            WriteOperator(node);
        else
            _nodes.Add(node);
    }

    private void WriteOperator(NodeProto node)
    {
        var limits = QuantizationRules.Limits(node, _constants, _store);
        if (limits is { } limit && (_open.Contains(node.Input[0]) || IsQuantized(node.Input[0])))
        {
            var activation = ActivationOf(node.Input[0]).Clipped(limit.Low, limit.High);
            ReadDequantized(node, 1);
            WriteResult(node, activation);
        }
        else if (node.Output.Count == 1 && _quantized.TryGetValue(node.Input[0], out var same) && QuantizationRules.IsCopy(node, _constants, _store))
        {
            // Quantised readers read what was copied; the copy is left for others.
            _quantized[node.Output[0]] = same;
            _copies.Add(node.Output[0]);
            _nodes.Add(node);
        }
        else if (QuantizationRules.IsArithmetic(node) && node.Input.Any(IsQuantized) && node.Input.All(name => IsQuantized(name) || IsFiniteConstant(name)))
        {
            var activation = QuantizationRules.Estimate(node, index => ActivationOf(node.Input[index]), _opset);
            ReadDequantized(node, node.Input.Count);
            WriteResult(node, activation);
        }
        else if (QuantizationRules.IsMoving(node, _opset) && IsQuantized(node.Input[0]))
        {
            var moved = _quantized[node.Input[0]];
            ReadDequantized(node, 1);
            WriteMoved(node, moved);
        }
        else
        {
            var activation = limits is { } some
                ? ActivationOf(node.Input[0]).Clipped(some.Low, some.High)
                : QuantizationRules.Estimate(node, index => ActivationOf(node.Input[index]), _opset);
            _activations[node.Output[0]] = activation;
            _nodes.Add(node);
        }
    }

    /// <summary>Gets a value indicating whether a value other than a constant is quantised.</summary>
    private bool IsQuantized(string name) => _quantized.ContainsKey(name) && _constants[name] is null;

    private bool IsFiniteConstant(string name) => _constants.IsSingle(name) && Activation.Of(_store.ReadSingle(_constants[name]!)).IsFinite;

    private void ReadDequantized(NodeProto node, int inputs)
    {
        for (var i = 0; i < inputs; i++)
        {
            if (!_open.Contains(node.Input[i]))
                node.Input[i] = _constants[node.Input[i]] is { } constant ? Constant(node.Input[i], constant) : Dequantized(node.Input[i]).Dequantized;
        }
    }

    private void WriteLayer(NodeProto node)
    {
        var normalization = _folded.GetValueOrDefault(node);
        var layer = Layer.Read(node, normalization, _constants, _store);
        var input = Dequantized(node.Input[0]);
        var source = _constants[node.Input[1]]!;
        var perChannel = layer.CanBePerChannel && _opset >= PerChannelOpset;
        var weights = QuantizedWeights.Of(layer.Weights, layer.Shape, layer.Axis, perChannel);
        var name = normalization is null ? node.Input[1] : node.Output[0] + "/weight";
        string[] inputs = [input.Dequantized, Dequantize(name, ElementType.Int8, layer.Shape, weights.Bytes, weights.Scales, layer.Axis, perChannel, source)];
        if (layer.Bias is { } bias)
        {
            var scales = Array.ConvertAll(weights.Scales, scale => scale * input.Quantization.Scale);
            var bytes = QuantizedWeights.Convert(bias, scales);
            name = (normalization is null ? node.Input[2] : node.Output[0]) + "/bias";
            inputs = [.. inputs, Dequantize(name, ElementType.Int32, [bias.Length], bytes, scales, 0, perChannel, source)];
        }

        node.Input.Clear();
        node.Input.AddRange(inputs);
        if (normalization is not null)
            node.Output[0] = normalization.Output[0];
        var count = Math.Max(weights.Channels.Length, layer.Bias?.Length ?? 0);
        var activation = input.Activation.Weighted(
            [.. Enumerable.Range(0, count).Select(i => (weights.Channels[i % weights.Channels.Length].Sum, weights.Channels[i % weights.Channels.Length].Squares, (double)(layer.Bias?[i] ?? 0)))]);
        // A product that is the output of the graph has a kernel that gives single precision.
        if (node.OpType is "Gemm" or "MatMul" && _readers[node.Output[0]].All(reader => reader is null))
            _nodes.Add(node);
        else
            WriteResult(node, activation);
    }

    private void WriteResult(NodeProto node, Activation activation)
    {
        var name = node.Output[0];
        if (OnlyReader(name) is { } reader && Graphs.IsStandard(reader) && QuantizationRules.Limits(reader, _constants, _store) is { Low: 0 })
        {
            _open.Add(name);
            _activations[name] = activation;
            _nodes.Add(node);
            return;
        }

        var quantization = Quantization.Of(activation);
        var pair = new Quantized(name, quantization, Scale(name, [quantization.Scale], scalar: true), ZeroPoint(ElementType.UInt8, quantization.ZeroPoint), activation);
        node.Output[0] = _names.For(name + "/raw");
        _nodes.Add(node);
        WritePair(node.Output[0], name, pair);
    }

    /// <summary>Writes an operator that moves values: its results are quantised as its input is, so that no value changes.</summary>
    private void WriteMoved(NodeProto node, Quantized input)
    {
        string[] names = [.. node.Output];
        for (var i = 0; i < names.Length; i++)
            node.Output[i] = _names.For(names[i] + "/raw");
        _nodes.Add(node);
        foreach (var (raw, name) in node.Output.Zip(names))
            WritePair(raw, name, input with { Dequantized = name });
    }

    private void WritePair(string from, string name, Quantized quantized)
    {
        var bytes = _names.For(name + "/q");
        _nodes.Add(new NodeProto { Name = bytes, OpType = "QuantizeLinear", Input = { from, quantized.Scale, quantized.ZeroPoint }, Output = { bytes } });
        _nodes.Add(new NodeProto
        {
            Name = _names.For(name + "/dq"),
            OpType = "DequantizeLinear",
            Input = { bytes, quantized.Scale, quantized.ZeroPoint },
            Output = { quantized.Dequantized },
        });
        _quantized[name] = quantized;
    }

    /// <summary>Gets a value that was quantised; one that was not yet is, beside the value in single precision that others read.</summary>
    private Quantized Dequantized(string name)
    {
        if (_quantized.TryGetValue(name, out var quantized))
            return quantized;
        var activation = ActivationOf(name);
        var quantization = Quantization.Of(activation);
        var added = new Quantized(
            _names.For(name + "/quantized"), quantization, Scale(name, [quantization.Scale], scalar: true), ZeroPoint(ElementType.UInt8, quantization.ZeroPoint), activation);
        WritePair(name, name, added);
        return added;
    }

    /// <summary>Quantises a constant that an operator calculates with.</summary>
    private string Constant(string name, TensorProto constant)
    {
        if (_quantized.TryGetValue(name, out var known))
            return known.Dequantized;
        var values = _store.ReadSingle(constant);
        var activation = Activation.Of(values);
        var quantization = Quantization.Of(activation);
        var bytes = _store.Create(_names.For(name + "/uint8"), ElementType.UInt8, [.. constant.Dims], quantization.Convert(values), constant);
        _graph.Initializer.Add(bytes);
        var added = new Quantized(
            _names.For(name + "/dq"), quantization, Scale(name, [quantization.Scale], scalar: true), ZeroPoint(ElementType.UInt8, quantization.ZeroPoint), activation);
        _nodes.Add(new NodeProto { Name = added.Dequantized, OpType = "DequantizeLinear", Input = { bytes.Name, added.Scale, added.ZeroPoint }, Output = { added.Dequantized } });
        _quantized[name] = added;
        return added.Dequantized;
    }

    /// <summary>Writes weights or a bias, and the node that dequantises them.</summary>
    private string Dequantize(string name, ElementType type, IReadOnlyList<long> shape, byte[] bytes, float[] scales, int axis, bool perChannel, TensorProto source)
    {
        var tensor = _store.Create(_names.For($"{name}/{(type == ElementType.Int8 ? "int8" : "int32")}"), type, [.. shape], bytes, source);
        _graph.Initializer.Add(tensor);
        var zero = perChannel ? ZeroPoints(type, scales.Length, source) : ZeroPoint(type, 0);
        var result = _names.For(name + "/dq");
        var node = new NodeProto { Name = result, OpType = "DequantizeLinear", Input = { tensor.Name, Scale(name, scales, !perChannel, source), zero }, Output = { result } };
        if (perChannel)
            node.Attribute.Add(Attributes.Int("axis", axis));
        _nodes.Add(node);
        return result;
    }

    private string Scale(string name, float[] scales, bool scalar, TensorProto? source = null)
    {
        var tensor = _store.Create(
            _names.For(name + "/scale"), ElementType.Float32, scalar ? [] : [scales.Length], MemoryMarshal.AsBytes<float>(scales).ToArray(), source ?? new TensorProto());
        _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>The zero points of weights, which are all zero: one tensor for all layers of as many channels.</summary>
    private string ZeroPoints(ElementType type, int count, TensorProto source)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"zero_points/{type}/{count}").ToLowerInvariant();
        if (!_zeroPoints.TryGetValue(key, out var name))
        {
            _zeroPoints[key] = name = _names.For(key);
            _graph.Initializer.Add(_store.Create(name, type, [count], new byte[count * TensorBytes.SizeOf(type)], source));
        }

        return name;
    }

    private string ZeroPoint(ElementType type, byte value)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"zero_point/{type}/{value}").ToLowerInvariant();
        if (!_zeroPoints.TryGetValue(key, out var name))
        {
            byte[] bytes = type == ElementType.Int32 ? [value, 0, 0, 0] : [value];
            _zeroPoints[key] = name = _names.For(key);
            _graph.Initializer.Add(Tensors.Embedded(name, type, [], bytes));
        }

        return name;
    }

    private Activation ActivationOf(string name)
    {
        if (_quantized.TryGetValue(name, out var quantized))
            return quantized.Activation;
        if (_activations.TryGetValue(name, out var known))
            return known;
        if (_constants.IsSingle(name) && Activation.Of(_store.ReadSingle(_constants[name]!)) is { IsFinite: true } constant)
            return _activations[name] = constant;
        return _activations[name] = _graph.Input.Any(input => input.Name == name) ? OfInput(name) : Activation.Normal;
    }

    /// <summary>Gets the range that a prepared model gives for its input; otherwise -1 to 1.</summary>
    private Activation OfInput(string name) =>
        _model.MetadataProps.FirstOrDefault(entry => entry.Key == InputKey + name)?.Value.Split(' ') is ["uniform", var low, var high]
        && double.TryParse(low, CultureInfo.InvariantCulture, out var from)
        && double.TryParse(high, CultureInfo.InvariantCulture, out var to)
        && from < to
            ? Activation.Uniform(from, to)
            : Activation.Uniform(-1, 1);

    /// <summary>A value that is quantised.</summary>
    /// <param name="Dequantized">The name of the value after that.</param>
    /// <param name="Quantization">Scale and zero point.</param>
    /// <param name="Scale">The name of the scale.</param>
    /// <param name="ZeroPoint">The name of the zero point.</param>
    /// <param name="Activation">The expected values.</param>
    private sealed record Quantized(string Dequantized, Quantization Quantization, string Scale, string ZeroPoint, Activation Activation);
}
