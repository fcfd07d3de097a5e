using LatBench.SearchSpaces;

namespace LatBench.Prediction.Labels;

/// <summary>The labels that one training may see: labels to fit, and labels to stop early and to calibrate intervals by. The test set is not here.</summary>
public sealed record TrainingLabels
{
    /// <summary>The fewest labels that can be split: 10. With fewer a device is adapted from a prior.</summary>
    public const int Minimum = 10;

    private const double ValidationShare = 0.1;

    private const int MinimumValidation = 2;

    private TrainingLabels(ISearchSpace space, IReadOnlyList<LabelledArchitecture> train, IReadOnlyList<LabelledArchitecture> validation) =>
        (Space, Train, Validation) = (space, train, validation);

    /// <summary>Gets the space of the architectures.</summary>
    public ISearchSpace Space { get; }

    /// <summary>The labels to fit.</summary>
    public IReadOnlyList<LabelledArchitecture> Train { get; }

    /// <summary>The labels to stop by and to calibrate by; at least 2.</summary>
    public IReadOnlyList<LabelledArchitecture> Validation { get; }

    /// <summary>Latencies of single operations on the target, from profiles; null where there are none. Only <c>layer-wise</c> looks at them.</summary>
    public OperatorLatencies? Operators { get; init; }

    /// <summary>Both, those to fit first. Predictors that neither stop early nor hold labels back fit all of them.</summary>
    public IReadOnlyList<LabelledArchitecture> All => [.. Train, .. Validation];

    /// <summary>Splits labels at random, one in ten for validation; those of one network stay together.</summary>
    /// <param name="space">The space of the architectures.</param>
    /// <param name="labels">At least <see cref="Minimum"/>, of measurable architectures, latencies finite and above zero and not all the same.</param>
    /// <param name="seed">Equal seeds give equal splits.</param>
    /// <exception cref="PredictionException">The labels cannot be learnt from; the message says why.</exception>
    public static TrainingLabels Of(ISearchSpace space, IReadOnlyList<LabelledArchitecture> labels, ulong seed)
    {
        var (validation, train) = NetworkSplit.Take(space, Shuffled(labels, seed), Math.Max(MinimumValidation, (int)Math.Round(labels.Count * ValidationShare)));
        return Of(space, train, validation);
    }

    /// <summary>Takes a split that is given.</summary>
    /// <param name="space">The space of the architectures.</param>
    /// <param name="train">The labels to fit.</param>
    /// <param name="validation">The labels to stop by and to calibrate by, at least 2.</param>
    /// <exception cref="PredictionException">The labels cannot be learnt from; the message says why.</exception>
    public static TrainingLabels Of(ISearchSpace space, IReadOnlyList<LabelledArchitecture> train, IReadOnlyList<LabelledArchitecture> validation)
    {
        if (train.Count + validation.Count < Minimum || validation.Count < MinimumValidation || train.Count < MinimumValidation)
            throw new PredictionException($"{train.Count + validation.Count} labels of {NetworkSplit.Networks(space, train.Concat(validation)).Count()} networks are too few to train and to validate: give {Minimum} or more of different networks, or adapt a prior.");
        var seen = new Dictionary<Architecture, Measurements.Latency>();
        foreach (var label in train.Concat(validation))
        {
            Check(space, label);
            if (!seen.TryAdd(label.Architecture, label.Latency))
                CheckRepetition(space, label, seen[label.Architecture]);
        }

        if (train.Concat(validation).Select(label => label.Latency).Distinct().Count() == 1)
            throw new PredictionException($"All labels are {train[0].Latency}: nothing can be learnt from a constant; check the column.");
        return new TrainingLabels(space, train, validation);
    }

    internal static LabelledArchitecture[] Shuffled(IReadOnlyList<LabelledArchitecture> labels, ulong seed) =>
        new SplitMix64(seed).Shuffle(labels);

    /// <summary>Refuses another latency of an architecture that was seen before; plain repetitions are harmless.</summary>
    private static void CheckRepetition(ISearchSpace space, LabelledArchitecture label, Measurements.Latency first)
    {
        if (label.Latency != first)
            throw new PredictionException($"Architecture {space.Code(label.Architecture)} has two latencies, {first} and {label.Latency}: keep one of them.");
    }

    internal static void Check(ISearchSpace space, LabelledArchitecture label)
    {
        if (!double.IsFinite(label.Latency.Milliseconds) || label.Latency.Milliseconds <= 0)
            throw new PredictionException(FormattableString.Invariant($"Architecture {space.Code(label.Architecture)} has the latency {label.Latency.Milliseconds} ms: latencies are finite and above zero; remove it."));
        if (space.WhyNotMeasurable(label.Architecture) is { } reason)
            throw new PredictionException($"Architecture {space.Code(label.Architecture)} cannot have been measured, remove it. {reason}");
    }
}
