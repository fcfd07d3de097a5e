using LatBench.Cli.Models;
using LatBench.Contracts.V1;
using LatBench.SearchSpaces;

namespace LatBench.Cli.Comparisons;

/// <summary>Decides which measurements a model that a user names is meant by.</summary>
internal static class ModelMatch
{
    private const int MinHashDigits = 8;

    /// <summary>Determines whether a measurement is of the named model: its architecture as a text of the search space, the name of an uploaded one, or the first digits of its SHA-256.</summary>
    /// <param name="spaces">The search spaces.</param>
    /// <param name="names">The names of uploaded models.</param>
    /// <param name="measurement">The measurement.</param>
    /// <param name="name">The name as it was typed.</param>
    public static bool Is(SearchSpaceRegistry spaces, MeasuredNames names, Measurement measurement, string name)
    {
        if (measurement.EffectiveCell == name || names.Of(measurement) == name || (name.Length >= MinHashDigits && measurement.EffectiveCell.StartsWith(name, StringComparison.Ordinal)) || (name.Length >= MinHashDigits && measurement.ModelSha256.StartsWith(name, StringComparison.Ordinal)))
            return true;
        return spaces.TryGet(measurement.SearchSpace, out var space) && space.TryParse(name, out var architecture, out _) && space.Canonicalize(architecture).Text == measurement.EffectiveCell;
    }
}
