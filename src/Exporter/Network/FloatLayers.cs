using LatBench.Exporter.Weights;
using LatBench.Onnx;
using LatBench.SearchSpace.NasBench201;

namespace LatBench.Exporter.Network;

/// <summary>Layers in single or half precision.</summary>
internal sealed class FloatLayers(GraphBuilder graph, WeightTensors tensors) : LayerWriter(graph, tensors)
{
    private Value? _zero;

    public override Value Input(ModelSpec spec) => Graph.Input(ModelExporter.InputName, Plan.FloatType, spec.Dataset.InputShape(spec.Batch));

    public override Value ConvNorm(string name, Value x, ConvWeights weights, Window window) =>
        Norm(name, Conv(name, x, weights.Kernel, window), weights.Norm!);

    public override Value ReluConvNorm(string name, Value x, ConvWeights weights, Window window) =>
        ConvNorm(name, Graph.Relu(name + "/relu", x), weights, window);

    public override Value Conv(string name, Value x, WeightSlice kernel, Window window) =>
        Graph.Conv(name + "/conv", x, Constant(kernel), window);

    public override Value AveragePool(string name, Value x, Window window) => Graph.AveragePool(name, x, window);

    public override Value Add(string name, Value a, Value b) => Graph.Add(name, a, b);

    public override Value Zero(string name, Value x) => Graph.Mul(name + "/zero", x, _zero ??= Constant(Plan.Zero));

    public override Value Head(Value x, ClassifierWeights classifier)
    {
        var normalised = Norm("head", x, Plan.Head);
        var pooled = Graph.GlobalAveragePool("head/pool", Graph.Relu("head/relu", normalised));
        return Graph.Linear(
            ModelExporter.OutputName,
            Graph.Flatten("head/flatten", pooled),
            Constant(classifier.Weight),
            Constant(classifier.Bias));
    }
}
