using LatBench.Models;
using LatBench.SearchSpaces;

namespace LatBench.Exporter.Tests.Wiring;

/// <summary>A network that is compared.</summary>
/// <param name="Text">The architecture as Python is given it: the text itself, of which both sides make the canonical form where the variant is pruned.</param>
/// <param name="Spec">The model that is exported.</param>
/// <param name="Seed">The seed of weights and image.</param>
internal sealed record WiringCase(string Text, ModelSpec Spec, ulong Seed)
{
    /// <summary>Gets the number of mistakes of each kind, at most, that are made in the network; 0 by default.</summary>
    public int Mistakes { get; init; }

    public static WiringCase Of(ISearchSpace space, string text, string input, GraphVariant variant, ulong seed)
    {
        var configuration = ModelConfiguration.DefaultOf(space) with { Input = input, Batch = 1, Precision = Precision.Fp32, GraphVariant = variant };
        return new WiringCase(text, new ModelSpec(space, space.Parse(text), configuration), seed);
    }

    public override string ToString() => $"{Text} ({Spec})";
}
