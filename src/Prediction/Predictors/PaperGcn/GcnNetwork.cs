using LatBench.Prediction.Differentiation;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Predictors.PaperGcn;

/// <summary>The forward pass, the same for training, validation and export.</summary>
internal static class GcnNetwork
{
    private const double LayerNormEpsilon = 1e-5;

    /// <summary>The shapes of the parameters: of each layer weights, bias, scale and shift; then the last layer's weights and bias.</summary>
    public static long[][] Shapes(GcnOptions options, IGraphEncoder encoder) =>
    [
        .. Enumerable.Range(0, options.Layers).SelectMany(layer => new long[][]
            { [layer == 0 ? encoder.Features : options.Hidden, options.Hidden], [options.Hidden], [options.Hidden], [options.Hidden] }),
        [options.Hidden, 1], [1],
    ];

    /// <summary>The nodes a layer must know: all of them, and in the last layer the global one, whose row of the adjacency matrix is all ones.</summary>
    public static int Rows(GcnOptions options, IGraphEncoder encoder, int layer) => layer < options.Layers - 1 ? encoder.Nodes : 1;

    /// <summary>Writes the network.</summary>
    /// <param name="tape">The tape to write to.</param>
    /// <param name="adjacency">Batch × nodes × nodes.</param>
    /// <param name="features">Batch × nodes × features.</param>
    /// <param name="parameters">In the order of <see cref="Shapes"/>.</param>
    /// <param name="masks">For training: what to multiply the activations of each layer by; else empty.</param>
    /// <returns>Batch × 1 × 1.</returns>
    public static Tracked Write(Tape tape, Tracked adjacency, Tracked features, Tracked[] parameters, Tracked[] masks) =>
        tape.Add(tape.MatMul(Embed(tape, adjacency, features, parameters[..^2], masks), parameters[^2]), parameters[^1]);

    /// <summary>Writes the network up to what it makes of the global node, with the parameters of its layers only.</summary>
    /// <returns>Batch × 1 × hidden.</returns>
    public static Tracked Embed(Tape tape, Tracked adjacency, Tracked features, Tracked[] parameters, Tracked[] masks)
    {
        var (x, layers) = (features, parameters.Length / 4);
        for (var layer = 0; layer < layers; layer++)
        {
            var own = parameters.AsSpan(4 * layer, 4);
            x = tape.Add(layer < layers - 1 ? tape.MatMul(adjacency, tape.MatMul(x, own[0])) : tape.MatMul(tape.Sum(x, 1), own[0]), own[1]);
            x = tape.Relu(tape.Add(tape.Mul(tape.Normalise(x, LayerNormEpsilon), own[2]), own[3]));
            if (masks.Length > 0)
                x = tape.Mul(x, masks[layer]);
        }

        return x;
    }
}
