using LatBench.Models;
using LatBench.SearchSpaces;

namespace LatBench.Publishing.Content;

/// <summary>The architectures that a snapshot has rows of.</summary>
/// <param name="keepsValid">True where <see cref="ValidOf"/> will be asked: it takes memory for every target.</param>
internal sealed class PublishedArchitectures(bool keepsValid)
{
    private readonly Dictionary<string, HashSet<Architecture>> _bySpace = new(StringComparer.Ordinal);

    private readonly Dictionary<string, HashSet<(Architecture Architecture, ModelConfiguration Configuration)>> _valid = new(StringComparer.Ordinal);

    /// <summary>Gets the architectures that have a row in any table, by the name of their space.</summary>
    public IReadOnlyDictionary<string, IReadOnlyCollection<Architecture>> BySpace =>
        _bySpace.ToDictionary(pair => pair.Key, pair => (IReadOnlyCollection<Architecture>)pair.Value, StringComparer.Ordinal);

    /// <summary>Adds the rows of one target.</summary>
    public void Add(string slug, MeasurementRows rows)
    {
        foreach (var row in rows.Valid.Concat(rows.Suspect).Concat(rows.Failed))
        {
            if (!_bySpace.TryGetValue(row.SearchSpace, out var known))
                _bySpace.Add(row.SearchSpace, known = []);
            known.Add(row.Architecture);
        }

        if (keepsValid)
            _valid.Add(slug, [.. rows.Valid.Select(row => (row.Architecture, row.Measurement.Model.Configuration))]);
    }

    /// <summary>The architectures and model configurations that table latency has of a target.</summary>
    public IReadOnlySet<(Architecture Architecture, ModelConfiguration Configuration)> ValidOf(string slug) => _valid[slug];
}
