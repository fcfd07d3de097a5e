using LatBench.Contracts.V1;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Coordinator.Campaigns;

/// <summary>From a selection to architectures.</summary>
internal static class SelectionResolver
{
    /// <summary>The selected architectures in order, none twice. Faults go to <paramref name="faults"/>.</summary>
    public static IReadOnlyList<Architecture> Resolve(Selection? selection, CampaignFaults faults)
    {
        if (selection is { SearchSpace: not ("" or Space.Name) })
        {
            faults.Add("selection.search_space", $"The search space '{selection.SearchSpace}' is not known here: use {Space.Name}.");
            return [];
        }

        switch (selection?.ChoiceCase)
        {
            case Selection.ChoiceOneofCase.Architectures:
                return Parse(selection.Architectures, faults);
            case Selection.ChoiceOneofCase.Sample:
                return Sample(selection.Sample, faults);
            case Selection.ChoiceOneofCase.WholeSpace:
                return Space.All;
            default:
                faults.Add("selection", "Nothing is selected: name architectures, a random sample or the whole space.");
                return [];
        }
    }

    private static List<Architecture> Parse(ArchitectureList list, CampaignFaults faults)
    {
        if (list.Architectures.Count == 0)
            faults.Add("selection.architectures", "The list of architectures is empty: name at least one.");

        var seen = new HashSet<Architecture>();
        var architectures = new List<Architecture>(list.Architectures.Count);
        for (var i = 0; i < list.Architectures.Count; i++)
        {
            if (!Architecture.TryParse(list.Architectures[i], out var architecture, out var error))
                faults.Add($"selection.architectures.architectures[{i}]", error.Message);
            else if (seen.Add(architecture))
                architectures.Add(architecture);
        }

        return architectures;
    }

    private static IReadOnlyList<Architecture> Sample(RandomSample sample, CampaignFaults faults)
    {
        var measurable = Space.Measurable.Count;
        if (sample.Count < 1 || sample.Count > measurable)
        {
            faults.Add("selection.sample.count", $"A sample of {sample.Count} architectures is out of range: 1 to {measurable}.");
            return [];
        }

        // One architecture a cell first; the doubles only when the cells are used up.
        return sample.Count <= Space.EffectiveCells.Count
            ? [.. Space.SampleCells(sample.Count, sample.Seed).Select(cell => cell.Architecture)]
            : Space.Sample(sample.Count, sample.Seed);
    }
}
