using LatBench.Search.Evaluations;
using LatBench.Search.Strategies;
using LatBench.SearchSpaces;

namespace LatBench.Search.Fronts;

/// <summary>
/// Searches a whole front with a strategy that knows accuracy only: each suggestion is asked for under a limit of its own, drawn so that every share of
/// the candidates is as likely to remain as any other (the ε-constraint method: Y. Haimes et al., 1971, with random ε).
/// </summary>
/// <param name="inner">The strategy that chooses under each limit.</param>
/// <param name="latencyMs">Returns the predicted latency of a candidate, or of an architecture that may join the candidates.</param>
public sealed class FrontStrategy(ISearchStrategy inner, Func<Architecture, double> latencyMs) : ISearchStrategy
{
    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public bool NeedsCellGraph => inner.NeedsCellGraph;

    /// <inheritdoc/>
    public int Batch(int budget) => inner.Batch(budget);

    /// <inheritdoc/>
    public IReadOnlyList<Architecture> Choose(SearchView view, int count, CancellationToken cancellationToken = default)
    {
        view = view.Likely(count);
        var chosen = new List<Architecture>();
        while (chosen.Count < count)
        {
            var now = view with { Asked = [.. view.Asked, .. chosen] };
            var open = now.Open().Select(latencyMs).Order().ToArray();
            var limit = open[now.Generator().Next(open.Length)];
            chosen.AddRange(inner.Choose(now.Where(architecture => latencyMs(architecture) <= limit), 1, cancellationToken));
        }

        return chosen;
    }
}
