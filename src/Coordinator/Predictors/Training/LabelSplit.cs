using LatBench.Prediction.FewShot;
using LatBench.Prediction.Labels;
using LatBench.SearchSpaces;

namespace LatBench.Coordinator.Predictors.Training;

/// <summary>The labels of a job: those to train from and those to evaluate on, which share no network.</summary>
/// <param name="Space">The space of the architectures.</param>
/// <param name="Seen">Those to train from, calibration included.</param>
/// <param name="HeldOut">Those to evaluate on; empty, or at least two.</param>
/// <param name="Prior">The prior to adapt; null for a training from the labels alone.</param>
internal sealed record LabelSplit(ISearchSpace Space, IReadOnlyList<LabelledArchitecture> Seen, IReadOnlyList<LabelledArchitecture> HeldOut, DevicePrior? Prior)
{
    /// <summary>The fewest labels that are worth judging by.</summary>
    private const int MinimumHeldOut = 2;

    /// <summary>Splits the labels of a job by its seed.</summary>
    /// <exception cref="Prediction.PredictionException">The targets to adapt from cannot be learnt from.</exception>
    public static LabelSplit Of(ISearchSpace space, TrainingJob job)
    {
        var labels = Shuffled(job.Labels.ToLabels(space), job.Seed);
        return job.Priors.Count > 0 ? FewShot(space, job, labels) : Holding(space, labels, job.HeldOutShare);
    }

    private static LabelSplit Holding(ISearchSpace space, LabelledArchitecture[] labels, double share)
    {
        var (heldOut, seen) = NetworkSplit.Take(space, labels, (int)Math.Round(labels.Length * share));
        return heldOut.Count < MinimumHeldOut || seen.Count < TrainingLabels.Minimum ? new LabelSplit(space, labels, [], null) : new LabelSplit(space, seen, heldOut, null);
    }

    /// <summary>One label of each network that is adapted to; those that a choice names come first, as they were measured for it.</summary>
    private static LabelSplit FewShot(ISearchSpace space, TrainingJob job, LabelledArchitecture[] labels)
    {
        var prior = DevicePrior.Learn(space, [.. job.Priors.Select(table => new DeviceLabels(table.Target, table.Latencies.ToLabels(space)))]);
        if (job.Samples == 0 || job.Samples >= labels.Length)
            return new LabelSplit(space, labels, [], prior);
        var chosen = MeasurementChoices.Choose(space, prior, job.Samples, job.Seed, job.Pruned)
            .Select((architecture, place) => (architecture, place)).ToDictionary(pair => Key(pair.architecture), pair => pair.place);
        var networks = NetworkSplit.Networks(space, labels.OrderBy(label => chosen.GetValueOrDefault(Key(label.Architecture), int.MaxValue))).ToArray();
        LabelledArchitecture[] heldOut = [.. networks.Skip(job.Samples).SelectMany(network => network)];
        return new LabelSplit(space, [.. networks.Take(job.Samples).Select(network => network.First())], heldOut.Length >= MinimumHeldOut ? heldOut : [], prior);

        Architecture Key(Architecture architecture) => job.Pruned ? space.Canonicalize(architecture) : architecture;
    }

    private static LabelledArchitecture[] Shuffled(LabelledArchitecture[] deck, ulong seed)
    {
        // Another stream than the one that splits off the validation labels.
        return new SplitMix64(seed ^ 0x6865_6C64_6F75_7400).Shuffle(deck);
    }
}
