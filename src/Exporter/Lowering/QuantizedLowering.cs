using System.Buffers.Binary;
using LatBench.Onnx;
using LatBench.SearchSpaces;

namespace LatBench.Exporter.Lowering;

/// <summary>
/// Writes operators quantised statically, in QDQ form: activations are unsigned bytes, kernels signed bytes with one scale a layer, biases 32-bit
/// integers in units of both scales. A normalisation that alone follows a convolution is folded into it.
/// </summary>
internal sealed class QuantizedLowering(NetworkGraph network, GraphBuilder graph, WeightTensors tensors, int batch)
    : GraphLowering(network, graph, tensors, batch)
{
    /// <summary>The sum of a kernel's weights, about.</summary>
    private const double Gain = 0.95;

    /// <summary>Zero point of sums and other values before a ReLU. Those of trained networks may be negative, so a ReLU costs something.</summary>
    private const byte Signed = 64;

    private const byte Rectified = 0;

    private const byte Centred = 128;

    /// <summary>Size of a step of the input: [-1, 1] becomes 1 to 255.</summary>
    private const float InputStep = 1f / 127;

    private readonly Dictionary<Value, Activation> _activations = [];

    private readonly Dictionary<Value, Value> _rectified = [];

    private readonly Dictionary<string, Value> _constants = [];

    private readonly HashSet<ConvolutionOperator> _folding = FindFolding(network);

    private readonly HashSet<NormalizationOperator> _rectifiedOnly = FindRectifiedOnly(network);

    protected override Value Write(NetworkOperator op, ReadOnlySpan<Value> inputs) => op switch
    {
        InputOperator input => Quantize(op.Name, WriteInput(input), MeanImage.Constant(op.Output.Height, op.Output.Width, 0, 1), Centred, InputStep),
        ConvolutionOperator convolution => Convolve(convolution, inputs[0]),
        NormalizationOperator normalization => IsFolded(normalization) ? inputs[0] : Normalize(normalization, inputs[0]),
        ReluOperator => Rectify(op, inputs[0]),
        AveragePoolOperator pool => Quantize(op.Name, Graph.AveragePool(op.Name, inputs[0], Convert(pool.Window)), ImageOf(inputs[0]).Pooled(pool.Window), Signed),
        MaxPoolOperator pool => Quantize(op.Name, Graph.MaxPool(op.Name, inputs[0], Convert(pool.Window)), ImageOf(inputs[0]).MaxPooled(pool.Window), inputs[0]),
        ConcatenateOperator => Quantize(op.Name, Graph.Concat(op.Name, inputs), Concatenated(op, inputs), Signed),
        TruncateOperator => Quantize(op.Name, WriteTruncate(op, inputs[0]), ImageOf(inputs[0]), inputs[0]),
        CropOperator crop => Quantize(op.Name, WriteCrop(crop, inputs[0]), ImageOf(inputs[0]).Cropped(crop.Pixels), inputs[0]),
        AddOperator => Quantize(op.Name, Graph.Add(op.Name, inputs[0], inputs[1]), ImageOf(inputs[0]).Plus(ImageOf(inputs[1])), Signed),
        ZeroOperator zero => WriteZero(zero, inputs[0]),
        GlobalAveragePoolOperator => Quantize(op.Name, Graph.GlobalAveragePool(op.Name, inputs[0]), ImageOf(inputs[0]).Averaged(), Rectified),
        FlattenOperator => Quantize(op.Name, Graph.Flatten(op.Name, inputs[0]), ImageOf(inputs[0]), inputs[0]),
        LinearOperator linear => WriteLinear(linear, inputs[0]),
        _ => throw new InvalidOperationException($"Operator '{op.Name}' of type {op.GetType().Name} has no quantised form in ONNX here."),
    };

    /// <summary>The convolutions whose result one normalisation alone reads.</summary>
    private static HashSet<ConvolutionOperator> FindFolding(NetworkGraph network)
    {
        var readers = new int[network.Operators.Count];
        foreach (var input in network.Operators.SelectMany(op => op.Inputs))
            readers[input.Index]++;
        return [.. network.Operators.OfType<NormalizationOperator>()
            .Where(op => readers[op.Inputs[0].Index] == 1)
            .Select(op => network[op.Inputs[0]])
            .OfType<ConvolutionOperator>()];
    }

    /// <summary>The normalisations whose result ReLUs alone read.</summary>
    private static HashSet<NormalizationOperator> FindRectifiedOnly(NetworkGraph network)
    {
        var others = network.Operators.Where(op => op is not ReluOperator).SelectMany(op => op.Inputs).ToHashSet();
        return [.. network.Operators.Index().Where(op => !others.Contains(new NetworkValue(op.Index))).Select(op => op.Item).OfType<NormalizationOperator>()];
    }

    private static float KernelStep(WeightTensor kernel) => (float)(Gain / (FanIn(kernel) * kernel.Mean));

    private static long FanIn(WeightTensor kernel) => kernel.Elements / kernel.Shape[0];

    private bool IsFolded(NormalizationOperator op) => Network[op.Inputs[0]] is ConvolutionOperator convolution && _folding.Contains(convolution);

    private MeanImage ImageOf(Value value) => _activations[value].Image;

    private MeanImage Concatenated(NetworkOperator op, ReadOnlySpan<Value> inputs)
    {
        var images = new (MeanImage, int)[inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
            images[i] = (ImageOf(inputs[i]), Network[op.Inputs[i]].Output.Channels);
        return MeanImage.Concatenated(images);
    }

    private Value Convolve(ConvolutionOperator op, Value x)
    {
        var (image, step, _) = _activations[x];
        var key = op.Weights + "/weight";
        var kernelStep = KernelStep(Layout[key]);
        var biasStep = step!.Value * kernelStep;
        var isFolding = _folding.Contains(op);
        ReadOnlySpan<Value> inputs = isFolding
            ? [x, Kernel(op.Layer + "/weight", key, kernelStep), Bias(op.Layer + "/bias", op.Weights + "/bias", biasStep)]
            : [x, Kernel(op.Layer + "/weight", key, kernelStep)];
        var convolved = Graph.Conv(op.Name, inputs, Convert(op.Window), op.Groups);
        var bias = isFolding ? Layout[op.Weights + "/bias"].Mean * biasStep : 0;
        return Quantize(op.Name, convolved, image.Convolved(op.Window, Gain, bias), Signed);
    }

    /// <summary>A normalisation that follows no convolution stays in floating point where ReLUs alone read it, and is quantised with them.</summary>
    private Value Normalize(NormalizationOperator op, Value x)
    {
        var (scale, shift, mean) = (Layout[op.Weights + "/scale"].Mean, Layout[op.Weights + "/shift"].Mean, Layout[op.Weights + "/mean"].Mean);
        var normalized = WriteNormalization(op, x);
        var image = ImageOf(x).Normalized(scale, shift - scale * mean);
        if (!_rectifiedOnly.Contains(op))
            return Quantize(op.Name, normalized, image, Signed);
        _activations[normalized] = new Activation(image, null, Signed);
        return normalized;
    }

    private Value Rectify(NetworkOperator op, Value x)
    {
        if (_activations[x].Step is null)
            return Quantize(op.Name, Graph.Relu(op.Name, x), ImageOf(x), Rectified);
        if (!_rectified.TryGetValue(x, out var rectified))
            _rectified[x] = rectified = Quantize(x.Name + "/relu", Graph.Relu(x.Name + "/relu", x), ImageOf(x), Rectified);
        return rectified;
    }

    private Value WriteZero(ZeroOperator op, Value x)
    {
        if (!_constants.TryGetValue("zero", out var zero))
            _constants["zero"] = zero = Dequantize("zero/dq", Constant(op.Weights), Scalar("one", 1), ZeroPoint(ElementType.UInt8, 0));
        var image = ImageOf(x);
        return Quantize(op.Name, Graph.Mul(op.Name, x, zero), MeanImage.Constant(image.Height, image.Width, 0, 1), Signed);
    }

    private Value WriteLinear(LinearOperator op, Value x)
    {
        var kernelStep = KernelStep(Layout[op.Weights + "/weight"]);
        return Graph.Linear(
            op.Name,
            x,
            Kernel(op.Layer + "/weight", op.Weights + "/weight", kernelStep),
            Bias(op.Layer + "/bias", op.Weights + "/bias", _activations[x].Step!.Value * kernelStep));
    }

    private Value Kernel(string name, string key, float step) =>
        Dequantize(name + "/dq", Constant(key), Scalar(name + "/step", step), ZeroPoint(ElementType.Int8, 0));

    private Value Bias(string name, string key, float step) =>
        Dequantize(name + "/dq", Constant(key), Scalar(name + "/step", step), ZeroPoint(ElementType.Int32, 0));

    /// <summary>Quantises the result of an operator that only moves or picks values, as its input is quantised: no value changes.</summary>
    private Value Quantize(string name, Value x, MeanImage image, Value input) => Quantize(name, x, image, _activations[input].ZeroPoint, _activations[input].Step);

    private Value Quantize(string name, Value x, MeanImage image, byte zeroPoint, float? givenStep = null)
    {
        var step = givenStep ?? (float)(image.Peak / (byte.MaxValue - zeroPoint));
        var (scale, zero) = (Scalar(name + "/step", step), ZeroPoint(ElementType.UInt8, zeroPoint));
        var value = Dequantize(name + "/dq", Graph.Node("QuantizeLinear", name + "/q", [x, scale, zero]), scale, zero);
        _activations[value] = new Activation(image, step, zeroPoint);
        return value;
    }

    private Value Dequantize(string name, Value x, Value scale, Value zeroPoint) => Graph.Node("DequantizeLinear", name, [x, scale, zeroPoint]);

    private Value Scalar(string name, float value)
    {
        var bytes = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return Graph.Initializer(Tensors.Embedded(name, ElementType.Float32, [], bytes));
    }

    private Value ZeroPoint(ElementType type, byte value)
    {
        var name = $"zero_point/{type}/{value}".ToLowerInvariant();
        if (!_constants.TryGetValue(name, out var constant))
        {
            byte[] bytes = type == ElementType.Int32 ? [value, 0, 0, 0] : [value];
            _constants[name] = constant = Graph.Initializer(Tensors.Embedded(name, type, [], bytes));
        }

        return constant;
    }

    /// <summary>The expected values of an activation, the size of its step, which is null where it is not quantised, and its zero point.</summary>
    private readonly record struct Activation(MeanImage Image, float? Step, byte ZeroPoint);
}
