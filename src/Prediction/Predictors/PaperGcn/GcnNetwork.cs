using LatBench.Prediction.Differentiation;
using LatBench.Prediction.Encoding;

namespace LatBench.Prediction.Predictors.PaperGcn;

/// <summary>The forward pass, the same for training, validation and export.</summary>
internal static class GcnNetwork
{
    private const double LayerNormEpsilon = 1e-5;

    /// <summary>The shapes of the parameters: of each layer weights, bias, scale and shift; then the last layer's weights and bias.</summary>
    public static long[][] Shapes(GcnOptions options) =>
    [
        .. Enumerable.Range(0, options.Layers).SelectMany(layer => new long[][]
            { [layer == 0 ? PaperGraph.Features : options.Hidden, options.Hidden], [options.Hidden], [options.Hidden], [options.Hidden] }),
        [options.Hidden, 1], [1],
    ];

    /// <summary>Writes the network.</summary>
    /// <param name="tape">Where to.</param>
    /// <param name="adjacency">Batch × nodes × nodes.</param>
    /// <param name="features">Batch × nodes × features.</param>
    /// <param name="parameters">In the order of <see cref="Shapes"/>.</param>
    /// <param name="masks">For training: what to multiply the activations of each layer by; else empty.</param>
    /// <param name="hidden">Width of the layers.</param>
    /// <returns>Batch × 1 × 1.</returns>
    public static Tracked Write(Tape tape, Tracked adjacency, Tracked features, Tracked[] parameters, Tracked[] masks, int hidden) =>
        tape.Add(tape.MatMul(Embed(tape, adjacency, features, parameters[..^2], masks, hidden), parameters[^2]), parameters[^1]);

    /// <summary>Writes the network up to what it makes of the global node, with the parameters of its layers only.</summary>
    /// <returns>Batch × 1 × hidden.</returns>
    public static Tracked Embed(Tape tape, Tracked adjacency, Tracked features, Tracked[] parameters, Tracked[] masks, int hidden)
    {
        var x = features;
        for (var layer = 0; layer < parameters.Length / 4; layer++)
        {
            var own = parameters.AsSpan(4 * layer, 4);
            x = tape.Add(tape.MatMul(adjacency, tape.MatMul(x, own[0])), own[1]);
            x = tape.Relu(tape.Add(tape.Mul(Normalised(tape, x, hidden), own[2]), own[3]));
            if (masks.Length > 0)
                x = tape.Mul(x, masks[layer]);
        }

        double[] selection = [1, .. new double[PaperGraph.Nodes - 1]];
        return tape.Sum(tape.Mul(x, tape.Constant(selection, PaperGraph.Nodes, 1)), 1);
    }

    private static Tracked Normalised(Tape tape, Tracked x, int hidden)
    {
        var share = tape.Constant([1.0 / hidden]);
        var centred = tape.Sub(x, tape.Mul(tape.Sum(x, 2), share));
        var variance = tape.Mul(tape.Sum(tape.Mul(centred, centred), 2), share);
        return tape.Div(centred, tape.Sqrt(tape.Add(variance, tape.Constant([LayerNormEpsilon]))));
    }
}
