using LatBench.Exporter.Weights;
using LatBench.Onnx;
using LatBench.Onnx.Protos;
using LatBench.SearchSpace.NasBench201;

namespace LatBench.Exporter.Network;

/// <summary>Writes the whole network: stem, 17 cells, head.</summary>
internal static class NetworkWriter
{
    public static ModelProto Write(ModelSpec spec, WeightTensors tensors)
    {
        var graph = new GraphBuilder(spec.Name);
        var layers = new LayerWriter(graph, tensors);
        var input = graph.Input(ModelExporter.InputName, ElementType.Float32, spec.Dataset.InputShape(spec.Batch));
        var x = layers.ConvNorm("stem", input, WeightPlan.Instance.Stem, LayerWriter.Same3x3);

        var normal = new NormalCell(layers, spec);
        var reduction = new ReductionCell(layers);
        for (var cell = 0; cell < Skeleton.Cells; cell++)
            x = Skeleton.IsReduction(cell) ? reduction.Write(cell, x) : normal.Write(cell, x);

        graph.Output(Head(layers, x, spec), ElementType.Float32, spec.Batch, spec.Dataset.Classes());
        return graph.Build();
    }

    private static Value Head(LayerWriter layers, Value x, ModelSpec spec)
    {
        var graph = layers.Graph;
        var normalised = layers.Norm("head", x, WeightPlan.Instance.Head);
        var pooled = graph.GlobalAveragePool("head/pool", graph.Relu("head/relu", normalised));
        var classifier = WeightPlan.Instance.Classifier(spec.Dataset);
        return graph.Linear(
            ModelExporter.OutputName,
            graph.Flatten("head/flatten", pooled),
            layers.Constant(classifier.Weight),
            layers.Constant(classifier.Bias));
    }
}
