using LatBench.Coordinator.Profiles;
using LatBench.Measurements;
using LatBench.Prediction;
using LatBench.Prediction.Labels;
using LatBench.SearchSpaces;
using LatBench.Storage.Labels;

namespace LatBench.Coordinator.Predictors.Training;

/// <summary>
/// Profiles for the layer-wise baseline. Every operator has its share of the latency that was measured, since the profiler's own durations are longer than what runs
/// without it; the shares of a place are added up over the whole network.
/// </summary>
internal static class ProfileShares
{
    /// <summary>A profile as a training takes it.</summary>
    public static ModelProfile Of(IArchitectureChoices choices, ProfiledLabel label)
    {
        var places = new double[choices.Places.Count];
        foreach (var one in label.Profile.WithShares().Operators)
        {
            if (choices.PlaceOf(ProfilePlaces.ToNetwork(one.Place)) is { } place)
                places[place] += one.Share * label.Latency.Milliseconds;
        }

        return new ModelProfile(label.Architecture, places, Math.Max(0, label.Latency.Milliseconds - places.Sum()));
    }

    /// <summary>
    /// Averages the latencies of single operations over the profiles of models that may be seen; null where there is none, or where one of the operations is in none
    /// of them. Then their latencies are fitted.
    /// </summary>
    public static OperatorLatencies? Average(ISearchSpace space, IReadOnlyList<ModelProfile> profiles, IReadOnlyList<LabelledArchitecture> seen)
    {
        // The profile of a model that is held out has its latency in it.
        var known = seen.Select(label => label.Architecture).ToHashSet();
        ProfiledModel[] usable = [.. profiles.Select(profile => (Profile: profile, Architecture: space.Parse(profile.Architecture))).Where(pair => known.Contains(pair.Architecture))
            .Select(pair => new ProfiledModel(pair.Architecture, [.. pair.Profile.PlaceMs.Select(Latency.FromMilliseconds)], Latency.FromMilliseconds(pair.Profile.RestMs)))];
        try
        {
            return usable.Length > 0 ? OperatorLatencies.Of(space, usable) : null;
        }
        catch (PredictionException)
        {
            return null;
        }
    }
}
