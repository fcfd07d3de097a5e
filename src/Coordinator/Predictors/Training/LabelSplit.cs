using LatBench.Measurements;
using LatBench.Prediction.FewShot;
using LatBench.Prediction.Labels;
using LatBench.SearchSpaces.NasBench201;
using SplitMix64 = LatBench.SearchSpaces.SplitMix64;

namespace LatBench.Coordinator.Predictors.Training;

/// <summary>The labels of a job: those to train from and those to judge by, which share no effective cell.</summary>
/// <param name="Seen">Those to train from, calibration included.</param>
/// <param name="HeldOut">Those to judge by; empty, or at least two.</param>
/// <param name="Prior">The prior to adapt; null for a training from the labels alone.</param>
internal sealed record LabelSplit(IReadOnlyList<LabelledArchitecture> Seen, IReadOnlyList<LabelledArchitecture> HeldOut, DevicePrior? Prior)
{
    /// <summary>The fewest labels that are worth judging by.</summary>
    private const int MinimumHeldOut = 2;

    /// <summary>Splits the labels of a job by its seed.</summary>
    /// <exception cref="Prediction.PredictionException">The targets to adapt from cannot be learnt from.</exception>
    public static LabelSplit Of(TrainingJob job)
    {
        var labels = Shuffled(Read(job.Labels), job.Seed);
        return job.Priors.Count > 0 ? FewShot(job, labels) : Holding(labels, job.HeldOutShare);
    }

    private static LabelSplit Holding(LabelledArchitecture[] labels, double share)
    {
        var (heldOut, seen) = CellSplit.Take(labels, (int)Math.Round(labels.Length * share));
        return heldOut.Count < MinimumHeldOut || seen.Count < TrainingLabels.Minimum ? new LabelSplit(labels, [], null) : new LabelSplit(seen, heldOut, null);
    }

    /// <summary>One label of each cell that is adapted to; those that a choice names come first, as they were measured for it.</summary>
    private static LabelSplit FewShot(TrainingJob job, LabelledArchitecture[] labels)
    {
        var prior = DevicePrior.Learn([.. job.Priors.Select(table => new DeviceLabels(table.Target, Read(table.Latencies)))]);
        if (job.Samples == 0 || job.Samples >= labels.Length)
            return new LabelSplit(labels, [], prior);
        var chosen = MeasurementChoices.Choose(prior, job.Samples, job.Seed, job.Pruned)
            .Select((architecture, place) => (architecture, place)).ToDictionary(pair => Key(pair.architecture), pair => pair.place);
        var cells = CellSplit.Cells(labels.OrderBy(label => chosen.GetValueOrDefault(Key(label.Architecture), int.MaxValue))).ToArray();
        LabelledArchitecture[] heldOut = [.. cells.Skip(job.Samples).SelectMany(cell => cell)];
        return new LabelSplit([.. cells.Take(job.Samples).Select(cell => cell.First())], heldOut.Length >= MinimumHeldOut ? heldOut : [], prior);

        Architecture Key(Architecture architecture) => job.Pruned ? architecture.EffectiveCell.Architecture : architecture;
    }

    private static LabelledArchitecture[] Read(LatencyList list) =>
        [.. list.Indices.Zip(list.Milliseconds, (index, ms) => new LabelledArchitecture(Architecture.FromIndex(index), Latency.FromMilliseconds(ms)))];

    private static LabelledArchitecture[] Shuffled(LabelledArchitecture[] deck, ulong seed)
    {
        // Another stream than the one that splits off the validation labels.
        return new SplitMix64(seed ^ 0x6865_6C64_6F75_7400).Shuffle(deck);
    }
}
