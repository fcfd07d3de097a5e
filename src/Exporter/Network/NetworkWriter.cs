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
        var layers = LayerWriter.For(spec, graph, tensors);
        var x = layers.ConvNorm("stem", layers.Input(spec), layers.Plan.Stem, LayerWriter.Same3x3);

        var normal = new NormalCell(layers, spec);
        var reduction = new ReductionCell(layers);
        for (var cell = 0; cell < Skeleton.Cells; cell++)
            x = Skeleton.IsReduction(cell) ? reduction.Write(cell, x) : normal.Write(cell, x);

        var logits = layers.Head(x, layers.Plan.Classifier(spec.Dataset));
        graph.Output(logits, layers.Plan.FloatType, spec.Batch, spec.Dataset.Classes());
        return graph.Build();
    }
}
