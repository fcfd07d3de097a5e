using LatBench.Models;
using LatBench.Plotting;
using LatBench.SearchSpaces;

namespace LatBench.Cli.Measurements.Plots;

/// <summary>The networks that the texts of architectures stand for in a model configuration.</summary>
internal sealed class Networks(ISearchSpace space, ModelConfiguration models)
{
    /// <summary>Gets the cost of the network that is measured.</summary>
    public Costs Costs(string architecture) => space.Costs(Measured(architecture), space.FindInput(models.Input) ?? space.DefaultInput);

    /// <summary>Pairs the latencies of the same network.</summary>
    /// <returns>The pairs, in the order of the second.</returns>
    public IReadOnlyList<(Interval First, Interval Second)> Pair(IReadOnlyList<(string Architecture, Interval Ms)> first, IReadOnlyList<(string Architecture, Interval Ms)> second)
    {
        // Architectures with the same network may have a latency each, as in published tables; then the same text is the better pair.
        var (byText, byNetwork) = (new Dictionary<string, Interval>(), new Dictionary<Architecture, Interval>());
        foreach (var (text, ms) in first)
        {
            byText[text] = ms;
            byNetwork.TryAdd(Measured(text), ms);
        }

        var pairs = new List<(Interval, Interval)>(second.Count);
        foreach (var (text, ms) in second)
        {
            if (byText.TryGetValue(text, out var other) || byNetwork.TryGetValue(Measured(text), out other))
                pairs.Add((other, ms));
        }

        return pairs;
    }

    private Architecture Measured(string text) => space.Parse(text) is var architecture && models.GraphVariant == GraphVariant.Pruned ? space.Canonicalize(architecture) : architecture;
}
