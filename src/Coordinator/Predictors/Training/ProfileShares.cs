using LatBench.Measurements;
using LatBench.Prediction;
using LatBench.Prediction.Labels;
using LatBench.SearchSpaces.NasBench201;
using LatBench.Storage.Labels;

namespace LatBench.Coordinator.Predictors.Training;

/// <summary>
/// Profiles for the layer-wise baseline. Every operator has its share of the latency that was measured, since the profiler's own durations are longer than what runs
/// without it; the shares of an edge are added up over all cells.
/// </summary>
internal static class ProfileShares
{
    /// <summary>A profile as a training takes it.</summary>
    public static ModelProfile Of(ProfiledLabel label)
    {
        var edges = new double[Edge.Count];
        foreach (var one in label.Profile.WithShares().Operators)
        {
            if (one.Place is { Part: NetworkPart.Edge, EdgeFrom: { } from, Node: { } to } && EdgeAt(from, to) is >= 0 and var edge)
                edges[edge] += one.Share * label.Latency.Milliseconds;
        }

        return new ModelProfile(Architecture.Parse(label.Architecture).Index, edges, Math.Max(0, label.Latency.Milliseconds - edges.Sum()));
    }

    /// <summary>
    /// Averages the latencies of single operations over the profiles of models that may be seen; null where there is none, or where one of the operations is in none
    /// of them. Then their latencies are fitted.
    /// </summary>
    public static OperatorLatencies? Average(IReadOnlyList<ModelProfile> profiles, IReadOnlyList<LabelledArchitecture> seen)
    {
        // The profile of a model that is held out has its latency in it.
        var known = seen.Select(label => label.Architecture.Index).ToHashSet();
        ProfiledModel[] usable = [.. profiles.Where(profile => known.Contains(profile.Index)).Select(profile => new ProfiledModel(
            Architecture.FromIndex(profile.Index), [.. profile.EdgeMs.Select(Latency.FromMilliseconds)], Latency.FromMilliseconds(profile.RestMs)))];
        try
        {
            return usable.Length > 0 ? OperatorLatencies.Of(usable) : null;
        }
        catch (PredictionException)
        {
            return null;
        }
    }

    private static int EdgeAt(int from, int to)
    {
        for (var i = 0; i < Edge.Count; i++)
        {
            if (Edge.All[i].From == from && Edge.All[i].To == to)
                return i;
        }

        return -1;
    }
}
