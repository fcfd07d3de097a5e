using LatBench.Measurements;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Labels;

/// <summary>
/// The latencies of single operations on one target, from per-operator profiles of some models: the mean of each option at each place of
/// <see cref="IArchitectureChoices"/>, and what a network takes besides. An option that was not profiled at a place has its mean over the other places.
/// </summary>
public sealed class OperatorLatencies
{
    private readonly Dictionary<(int Place, int Option), double> _places;

    private readonly Dictionary<int, double> _options;

    private OperatorLatencies(Dictionary<(int Place, int Option), double> places, Dictionary<int, double> options, double rest) =>
        (_places, _options, Rest) = (places, options, Latency.FromMilliseconds(rest));

    /// <summary>Gets the latency of a network besides the operations at its places, such as stem, sums and head.</summary>
    public Latency Rest { get; }

    /// <summary>Averages profiles.</summary>
    /// <param name="space">The space of the models; one with choices.</param>
    /// <param name="profiles">Of models of one target and one configuration.</param>
    /// <exception cref="PredictionException">There is none, one is impossible, an operation is in none of them, or the space has no choices.</exception>
    public static OperatorLatencies Of(ISearchSpace space, IReadOnlyList<ProfiledModel> profiles)
    {
        if (space.Choices is not { } choices)
            throw new PredictionException($"Architectures of {space.Name} are no choices at places, so profiles do not tell what an operation takes: leave operator latencies away.");
        if (profiles.Count == 0)
            throw new PredictionException("There is no profile to take operator latencies from: submit a campaign with --profile, or leave them away.");
        var rows = profiles.SelectMany(profile => Rows(space, choices, profile)).ToArray();
        var options = rows.GroupBy(row => row.Option).ToDictionary(group => group.Key, group => group.Average(row => row.Milliseconds));
        var missing = choices.Options.Where((_, option) => option > 0 && !options.ContainsKey(option)).ToArray();
        if (missing.Length > 0)
            throw new PredictionException($"No profile has {string.Join(", ", missing)}: profile a model that runs it, or leave operator latencies away.");
        return new OperatorLatencies(
            rows.GroupBy(row => (row.Place, row.Option)).ToDictionary(group => group.Key, group => group.Average(row => row.Milliseconds)),
            options, profiles.Average(profile => profile.Rest.Milliseconds));
    }

    /// <summary>Returns the latency of an option at a place, in the whole network; zero where the place is left empty.</summary>
    /// <param name="place">A place of <see cref="IArchitectureChoices.Places"/>.</param>
    /// <param name="option">A place of <see cref="IArchitectureChoices.Options"/>.</param>
    public Latency At(int place, int option) => Latency.FromMilliseconds(
        option == 0 ? 0 : _places.TryGetValue((place, option), out var milliseconds) ? milliseconds : _options[option]);

    private static List<(int Place, int Option, double Milliseconds)> Rows(ISearchSpace space, IArchitectureChoices choices, ProfiledModel profile)
    {
        var count = choices.Places.Count;
        if (profile.Places.Count != count || profile.Places.Append(profile.Rest).Any(latency => !double.IsFinite(latency.Milliseconds) || latency.Milliseconds < 0))
            throw new PredictionException($"The profile of architecture {space.Code(profile.Architecture)} needs {count} latencies of places and one of the rest, finite and not below zero: correct or remove it.");
        Span<int> options = stackalloc int[count];
        choices.Read(space.Canonicalize(profile.Architecture), options);
        var rows = new List<(int, int, double)>(count);
        for (var place = 0; place < count; place++)
        {
            if (options[place] > 0)
                rows.Add((place, options[place], profile.Places[place].Milliseconds));
        }

        return rows;
    }
}
