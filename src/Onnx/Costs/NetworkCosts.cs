using LatBench.Onnx.Protos;

namespace LatBench.Onnx.Costs;

/// <summary>The size of a network, counted from its graph.</summary>
/// <remarks>
/// Multiply-accumulates are those of convolutions and matrix products, recurrent layers and attention included, the sums of attention too; biases, normalisations, activations and everything
/// else that goes element by element are not counted, as in the tables of the search spaces NAS-Bench-101 and DARTS. (NAS-Bench-201 counts the bias of its linear layer.) Parameters are the
/// elements of constant tensors of floating point, or of their quantised form: running means and variances of normalisations, scales, zero points and single numbers are none. An exporter that folds
/// normalisations into convolutions makes parameters fewer than those of the program it exported.
/// </remarks>
/// <param name="Macs">Multiply-accumulates of one inference, all images of the batch together.</param>
/// <param name="Parameters">Parameters.</param>
/// <param name="Uncounted">The types of operators that may multiply and accumulate and could not be counted, sorted.</param>
public sealed record NetworkCosts(long Macs, long Parameters, IReadOnlyList<string> Uncounted)
{
    /// <summary>Gets a value indicating whether the multiply-accumulates of all operators are in <see cref="Macs"/>.</summary>
    public bool Complete => Uncounted.Count == 0;

    /// <summary>Counts the costs of a model.</summary>
    /// <param name="model">The model; the data of its tensors is not looked at.</param>
    /// <param name="shapes">The shapes of the values of its main graph by their names; those of constants need not be among them.</param>
    public static NetworkCosts Count(ModelProto model, IReadOnlyDictionary<string, long[]> shapes)
    {
        var macs = 0L;
        var uncounted = new SortedSet<string>(StringComparer.Ordinal);
        var values = new ValueShapes(model.Graph, shapes);
        foreach (var node in model.Graph.Node)
        {
            if (OperatorMacs.Count(node, values) is { } counted)
                macs += counted;
            else
                uncounted.Add(node.OpType);
        }

        return new NetworkCosts(macs, ParameterCount.Of(model.Graph), [.. uncounted]);
    }
}
