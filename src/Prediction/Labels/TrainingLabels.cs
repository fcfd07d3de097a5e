using LatBench.SearchSpaces;
using Architecture = LatBench.SearchSpaces.NasBench201.Architecture;

namespace LatBench.Prediction.Labels;

/// <summary>The labels that one training may see: labels to fit, and labels to stop early and to calibrate intervals by. The test set is not here.</summary>
public sealed record TrainingLabels
{
    /// <summary>The fewest labels that can be split: 10. With fewer a device is adapted from a prior.</summary>
    public const int Minimum = 10;

    private const double ValidationShare = 0.1;

    private const int MinimumValidation = 2;

    private TrainingLabels(IReadOnlyList<LabelledArchitecture> train, IReadOnlyList<LabelledArchitecture> validation) =>
        (Train, Validation) = (train, validation);

    /// <summary>The labels to fit.</summary>
    public IReadOnlyList<LabelledArchitecture> Train { get; }

    /// <summary>The labels to stop by and to calibrate by; at least 2.</summary>
    public IReadOnlyList<LabelledArchitecture> Validation { get; }

    /// <summary>Latencies of single operations on the target, from profiles; null where there are none. Only <c>layer-wise</c> looks at them.</summary>
    public OperatorLatencies? Operators { get; init; }

    /// <summary>Both, those to fit first. Predictors that neither stop early nor hold labels back fit all of them.</summary>
    public IReadOnlyList<LabelledArchitecture> All => [.. Train, .. Validation];

    /// <summary>Splits labels at random, one in ten for validation; those of one effective cell stay together.</summary>
    /// <param name="labels">At least <see cref="Minimum"/>, of measurable architectures, latencies finite and above zero and not all the same.</param>
    /// <param name="seed">Equal seeds give equal splits.</param>
    /// <exception cref="PredictionException">The labels cannot be learnt from; the message says why.</exception>
    public static TrainingLabels Of(IReadOnlyList<LabelledArchitecture> labels, ulong seed)
    {
        var (validation, train) = CellSplit.Take(Shuffled(labels, seed), Math.Max(MinimumValidation, (int)Math.Round(labels.Count * ValidationShare)));
        return Of(train, validation);
    }

    /// <summary>Takes a split that is given.</summary>
    /// <param name="train">The labels to fit.</param>
    /// <param name="validation">The labels to stop by and to calibrate by, at least 2.</param>
    /// <exception cref="PredictionException">The labels cannot be learnt from; the message says why.</exception>
    public static TrainingLabels Of(IReadOnlyList<LabelledArchitecture> train, IReadOnlyList<LabelledArchitecture> validation)
    {
        if (train.Count + validation.Count < Minimum || validation.Count < MinimumValidation || train.Count < MinimumValidation)
            throw new PredictionException($"{train.Count + validation.Count} labels of {CellSplit.Cells(train.Concat(validation)).Count()} effective cells are too few to train and to validate: give {Minimum} or more of different cells, or adapt a prior.");
        var seen = new Dictionary<Architecture, Measurements.Latency>();
        foreach (var label in train.Concat(validation))
        {
            Check(label);
            if (!seen.TryAdd(label.Architecture, label.Latency))
                CheckRepetition(label, seen[label.Architecture]);
        }

        if (train.Concat(validation).Select(label => label.Latency).Distinct().Count() == 1)
            throw new PredictionException($"All labels are {train[0].Latency}: nothing can be learnt from a constant; check the column.");
        return new TrainingLabels(train, validation);
    }

    internal static LabelledArchitecture[] Shuffled(IReadOnlyList<LabelledArchitecture> labels, ulong seed) =>
        new SplitMix64(seed).Shuffle(labels);

    /// <summary>Refuses another latency of an architecture that was seen before; plain repetitions are harmless.</summary>
    private static void CheckRepetition(LabelledArchitecture label, Measurements.Latency first)
    {
        if (label.Latency != first)
            throw new PredictionException($"Architecture {label.Architecture.Code} has two latencies, {first} and {label.Latency}: keep one of them.");
    }

    internal static void Check(LabelledArchitecture label)
    {
        if (!double.IsFinite(label.Latency.Milliseconds) || label.Latency.Milliseconds <= 0)
            throw new PredictionException(FormattableString.Invariant($"Architecture {label.Architecture.Code} has the latency {label.Latency.Milliseconds} ms: latencies are finite and above zero; remove it."));
        if (!label.Architecture.EffectiveCell.IsReachable)
            throw new PredictionException($"Architecture {label.Architecture.Code} has no path from input to output and cannot have been measured: remove it.");
    }
}
