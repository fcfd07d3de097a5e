using LatBench.Contracts.V1;
using LatBench.SearchSpaces;

namespace LatBench.Coordinator.Campaigns;

/// <summary>From a selection to architectures.</summary>
internal static class SelectionResolver
{
    /// <summary>The space of the selection and the selected architectures in order, none twice. Faults go to <paramref name="faults"/>.</summary>
    public static (ISearchSpace Space, IReadOnlyList<Architecture> Architectures) Resolve(Selection? selection, SearchSpaceRegistry spaces, CampaignFaults faults)
    {
        var space = spaces.Default;
        if (selection is { SearchSpace.Length: > 0 } && !spaces.TryGet(selection.SearchSpace, out space))
        {
            faults.Add("selection.search_space", spaces.Unknown(selection.SearchSpace));
            return (spaces.Default, []);
        }

        return (space, Resolve(selection, space, spaces, faults));
    }

    private static IReadOnlyList<Architecture> Resolve(Selection? selection, ISearchSpace space, SearchSpaceRegistry spaces, CampaignFaults faults)
    {
        switch (selection?.ChoiceCase)
        {
            case Selection.ChoiceOneofCase.Architectures:
                return Parse(selection.Architectures, space, spaces, faults);
            case Selection.ChoiceOneofCase.Sample:
                return Sample(selection.Sample, space, faults);
            case Selection.ChoiceOneofCase.WholeSpace when SpaceIndex.Of(space) is { } index:
                return index.All;
            case Selection.ChoiceOneofCase.WholeSpace:
                faults.Add("selection.whole_space", $"The space {space.Name} has more than {SpaceIndex.MaxSize} architectures and is not measured as a whole: select a random sample, or name architectures.");
                return [];
            default:
                faults.Add("selection", "Nothing is selected: name architectures, a random sample or the whole space.");
                return [];
        }
    }

    private static List<Architecture> Parse(ArchitectureList list, ISearchSpace space, SearchSpaceRegistry spaces, CampaignFaults faults)
    {
        if (list.Architectures.Count == 0)
            faults.Add("selection.architectures", "The list of architectures is empty: name at least one.");
        var seen = new HashSet<Architecture>();
        var architectures = new List<Architecture>(list.Architectures.Count);
        for (var i = 0; i < list.Architectures.Count; i++)
        {
            if (!space.TryParse(list.Architectures[i], out var architecture, out var error))
                faults.Add($"selection.architectures.architectures[{i}]", spaces.Explain(error, list.Architectures[i]));
            else if (seen.Add(architecture))
                architectures.Add(architecture);
        }

        return architectures;
    }

    private static IReadOnlyList<Architecture> Sample(RandomSample sample, ISearchSpace space, CampaignFaults faults)
    {
        var measurable = SpaceIndex.Of(space)?.Measurable.Count ?? CampaignSize.MaxMeasurements;
        if (sample.Count >= 1 && sample.Count <= measurable)
            return space.Sample(sample.Count, sample.Seed);
        faults.Add("selection.sample.count", $"A sample of {sample.Count} architectures is out of range: 1 to {measurable}.");
        return [];
    }
}
