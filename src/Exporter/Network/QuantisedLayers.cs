using System.Buffers.Binary;
using LatBench.Exporter.Weights;
using LatBench.Onnx;
using LatBench.SearchSpace.NasBench201;

namespace LatBench.Exporter.Network;

/// <summary>
/// Layers quantised statically, in QDQ form: activations are unsigned bytes, kernels signed bytes with one scale a layer, biases 32-bit
/// integers in units of both scales. Normalisations are folded into the convolution before them.
/// </summary>
internal sealed class QuantisedLayers(GraphBuilder graph, WeightTensors tensors) : LayerWriter(graph, tensors)
{
    /// <summary>What a kernel adds up to, about.</summary>
    private const double Gain = 0.95;

    /// <summary>Zero point of sums and other values before a ReLU. Those of trained networks may be negative, so a ReLU costs something.</summary>
    private const byte Signed = 64;

    private const byte Rectified = 0;

    private const byte Centred = 128;

    /// <summary>Size of a step of the input: [-1, 1] becomes 1 to 255.</summary>
    private const float InputStep = 1f / 127;

    private readonly Dictionary<Value, (MeanImage Image, float Step)> _known = [];

    private readonly Dictionary<Value, Value> _rectified = [];

    private readonly Dictionary<string, Value> _constants = [];

    public override Value Input(ModelSpec spec)
    {
        var image = MeanImage.Constant(spec.Dataset.ImageSize(), 0, 1);
        var input = Graph.Input(ModelExporter.InputName, ElementType.Float32, spec.Dataset.InputShape(spec.Batch));
        return Quantise(ModelExporter.InputName, input, image, Centred, InputStep);
    }

    public override Value ConvNorm(string name, Value x, ConvWeights weights, Window window) =>
        Convolve(name, x, weights.Kernel, weights.Bias, window);

    public override Value ReluConvNorm(string name, Value x, ConvWeights weights, Window window) =>
        ConvNorm(name, Rectify(x), weights, window);

    public override Value Conv(string name, Value x, WeightSlice kernel, Window window) => Convolve(name, x, kernel, null, window);

    public override Value AveragePool(string name, Value x, Window window) =>
        Quantise(name, Graph.AveragePool(name, x, window), _known[x].Image.Pooled(window.Size, window.Stride, window.Padding), Signed);

    public override Value Add(string name, Value a, Value b) =>
        Quantise(name, Graph.Add(name, a, b), _known[a].Image.Plus(_known[b].Image), Signed);

    public override Value Zero(string name, Value x)
    {
        if (!_constants.TryGetValue("zero", out var zero))
            _constants["zero"] = zero = Dequantise("zero/dq", Constant(Plan.Zero), Scalar("one", 1), ZeroPoint(ElementType.UInt8, 0));
        return Quantise(name + "/zero", Graph.Mul(name + "/zero", x, zero), MeanImage.Constant(_known[x].Image.Side, 0, 1), Signed);
    }

    public override Value Head(Value x, ClassifierWeights classifier)
    {
        var normalised = Norm("head", x, Plan.Head);
        var image = _known[x].Image.Normalised(Plan.Head.Scale.Mean, Plan.Head.Shift.Mean - Plan.Head.Scale.Mean * Plan.Head.Mean.Mean);
        var rectified = Quantise("head/relu", Graph.Relu("head/relu", normalised), image, Rectified);
        var pooled = Quantise("head/pool", Graph.GlobalAveragePool("head/pool", rectified), image.Averaged(), Rectified);
        var step = _known[pooled].Step;
        var flat = Quantise("head/flatten", Graph.Flatten("head/flatten", pooled), image.Averaged(), Rectified, step);
        var kernelStep = KernelStep(classifier.Weight);
        return Graph.Linear(
            ModelExporter.OutputName,
            flat,
            Kernel("classifier/weight", classifier.Weight, kernelStep),
            Bias("classifier/bias", classifier.Bias, step * kernelStep));
    }

    private static float KernelStep(WeightSlice kernel) => (float)(Gain / (FanIn(kernel) * kernel.Mean));

    private static long FanIn(WeightSlice kernel) => kernel.Elements / kernel.Shape[0];

    private Value Convolve(string name, Value x, WeightSlice kernel, WeightSlice? bias, Window window)
    {
        var (image, step) = _known[x];
        var kernelStep = KernelStep(kernel);
        var biasStep = step * kernelStep;
        ReadOnlySpan<Value> inputs = bias is null
            ? [x, Kernel(name + "/weight", kernel, kernelStep)]
            : [x, Kernel(name + "/weight", kernel, kernelStep), Bias(name + "/bias", bias, biasStep)];
        var convolved = Graph.Conv(name + "/conv", inputs, window);
        return Quantise(name + "/conv", convolved, image.Convolved(window.Size, window.Stride, Gain, bias is null ? 0 : bias.Mean * biasStep), Signed);
    }

    private Value Rectify(Value x)
    {
        if (!_rectified.TryGetValue(x, out var rectified))
            _rectified[x] = rectified = Quantise(x.Name + "/relu", Graph.Relu(x.Name + "/relu", x), _known[x].Image, Rectified);
        return rectified;
    }

    private Value Kernel(string name, WeightSlice slice, float step) =>
        Dequantise(name + "/dq", Constant(slice), Scalar(name + "/step", step), ZeroPoint(ElementType.Int8, 0));

    private Value Bias(string name, WeightSlice slice, float step) =>
        Dequantise(name + "/dq", Constant(slice), Scalar(name + "/step", step), ZeroPoint(ElementType.Int32, 0));

    private Value Quantise(string name, Value x, MeanImage image, byte zeroPoint, float? givenStep = null)
    {
        var step = givenStep ?? (float)(image.Peak / (byte.MaxValue - zeroPoint));
        var (scale, zero) = (Scalar(name + "/step", step), ZeroPoint(ElementType.UInt8, zeroPoint));
        var value = Dequantise(name + "/dq", Graph.Node("QuantizeLinear", name + "/q", [x, scale, zero]), scale, zero);
        _known[value] = (image, step);
        return value;
    }

    private Value Dequantise(string name, Value x, Value scale, Value zeroPoint) => Graph.Node("DequantizeLinear", name, [x, scale, zeroPoint]);

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
}
