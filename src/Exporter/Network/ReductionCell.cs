using LatBench.Onnx;

namespace LatBench.Exporter.Network;

/// <summary>The residual block between two stages: half the pixels a side, twice the channels.</summary>
internal sealed class ReductionCell(LayerWriter layers)
{
    public Value Write(int cell, Value input)
    {
        var name = $"cell{cell}";
        var weights = layers.Plan.Reduction(cell);
        var first = layers.ReluConvNorm(name + "/first", input, weights.First, LayerWriter.Halving3x3);
        var second = layers.ReluConvNorm(name + "/second", first, weights.Second, LayerWriter.Same3x3);

        var pooled = layers.AveragePool(name + "/shortcut/pool", input, LayerWriter.Halving2x2);
        var shortcut = layers.Conv(name + "/shortcut", pooled, weights.Shortcut, LayerWriter.Same1x1);
        return layers.Add(name + "/sum", shortcut, second);
    }
}
