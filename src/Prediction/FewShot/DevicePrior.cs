using LatBench.Prediction.Labels;
using LatBench.Prediction.Numerics;
using LatBench.Prediction.Training;
using LatBench.Prediction.Uncertainty;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.FewShot;

/// <summary>
/// The knowledge that several devices have in common, so that a new one needs a handful of measurements. A new device is a mixture of the known
/// ones and a correction by operations; intervals come from pretending that each known device were the new one. Thread-safe.
/// </summary>
public sealed class DevicePrior
{
    /// <summary>The name of predictors adapted from a prior.</summary>
    public const string PredictorName = "few-shot";

    /// <summary>The default number of measurements that a new device is asked for.</summary>
    public const int DefaultMeasurements = 10;

    /// <summary>The minimum number of devices that a prior is learnt from.</summary>
    public const int MinimumDevices = 2;

    /// <summary>The fewest measurements that a prior can be adapted by.</summary>
    public const int MinimumMeasurements = 3;

    /// <summary>The surprise that a new device has where its own measurements do not say otherwise, and how many measurements that is worth.</summary>
    private const double UsualSurprise = 1, UsualWeight = 2;

    /// <summary>The architectures of a space that cannot be listed which a prior looks at, in place of all.</summary>
    private const int SampleSize = 2000;

    private readonly ISearchSpace _space;

    private readonly IReadOnlyList<Architecture> _architectures;

    private readonly PriorFeatures _features;

    private readonly KnownDevice[] _known;

    /// <summary>The log latencies of the architectures on each known device, and their means.</summary>
    private readonly (double[] Logs, double Mean)[] _fields;

    private DevicePrior(ISearchSpace space, IReadOnlyList<Architecture> architectures, KnownDevice[] known)
    {
        (_space, _architectures, _known, Devices) = (space, architectures, known, [.. known.Select(device => device.Name)]);
        _features = new PriorFeatures(space, architectures);
        _fields = [.. known.Select(device => device.LogLatencies(architectures)).Select(logs => (logs, logs.Average()))];
    }

    /// <summary>The devices it was learnt from.</summary>
    public IReadOnlyList<string> Devices { get; }

    /// <summary>Returns the architectures that a prior looks at: all measurable ones, or a sample of a space that cannot be listed, which is always the same.</summary>
    /// <param name="space">The space.</param>
    public static IReadOnlyList<Architecture> ArchitecturesOf(ISearchSpace space) =>
        SpaceIndex.Of(space) is { } index ? index.Measurable : [.. space.Sample(SampleSize, 1).Where(architecture => space.WhyNotMeasurable(architecture) is null)];

    /// <summary>Learns from devices that have been measured.</summary>
    /// <param name="space">The space.</param>
    /// <param name="devices">At least <see cref="MinimumDevices"/>, each with all of <see cref="ArchitecturesOf"/> or with enough to predict the rest.</param>
    /// <param name="options">Seed and threads, for devices that have not measured everything.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PredictionException">There are too few devices, or one cannot be learnt from.</exception>
    public static DevicePrior Learn(ISearchSpace space, IReadOnlyList<DeviceLabels> devices, TrainingOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (devices.Count < MinimumDevices)
            throw new PredictionException($"A prior needs at least {MinimumDevices} devices, got {devices.Count}: import or measure others, or train on labels of the device itself.");
        return new DevicePrior(space, ArchitecturesOf(space), [.. devices.Select(device => new KnownDevice(space, device, options ?? new TrainingOptions(), cancellationToken))]);
    }

    /// <summary>The architectures whose latencies say most about a new device, the most telling first.</summary>
    /// <param name="count">The number of architectures to measure.</param>
    /// <param name="seed">Chooses among the architectures looked at; equal seeds choose alike.</param>
    public IReadOnlyList<Architecture> Choose(int count = DefaultMeasurements, ulong seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 1000);
        return [.. MeasurementChoice.Choose(_features.Of(_architectures, [.. _fields.Select(Centred)]), count, seed).Select(place => _architectures[place])];
    }

    /// <summary>The architectures among given ones whose latencies say most about a new device, the most telling first.</summary>
    /// <param name="among">Different architectures that can be measured, such as those of a table.</param>
    /// <param name="count">The number of architectures to measure, at most as many as there are.</param>
    /// <param name="seed">Chooses among the architectures looked at; equal seeds choose alike.</param>
    /// <exception cref="PredictionException">A device of the prior has not measured one of them and cannot be learnt from.</exception>
    public IReadOnlyList<Architecture> ChooseAmong(IReadOnlyList<Architecture> among, int count = DefaultMeasurements, ulong seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Math.Min(1000, among.Count));
        return [.. MeasurementChoice.Choose(_features.Of(among, Fields(among)), count, seed).Select(place => among[place])];
    }

    /// <summary>A predictor of a new device.</summary>
    /// <param name="labels">Its measurements, preferably of what <see cref="Choose"/> gave; at least <see cref="MinimumMeasurements"/>.</param>
    /// <exception cref="PredictionException">There are too few, one is impossible, or a device of the prior cannot be learnt from.</exception>
    public TrainedPredictor Adapt(IReadOnlyList<LabelledArchitecture> labels)
    {
        if (labels.Count < MinimumMeasurements)
            throw new PredictionException($"{labels.Count} measurements are too few to adapt a prior: give {MinimumMeasurements} or more.");
        foreach (var label in labels)
            TrainingLabels.Check(_space, label);
        Architecture[] labelled = [.. labels.Select(label => label.Architecture)];
        double[] targets = [.. labels.Select(label => label.LogMilliseconds)];
        double[][] fields = [.. _fields.Select(Centred)];
        var own = Fields(labelled);
        var known = _features.Of(labelled, own);
        var posterior = new LinearPosterior(known);
        var factor = Calibration(labelled, fields, own) * Scale(posterior, targets);
        ILogModel model = SpaceIndex.Of(_space) is { } index
            ? Table(index, posterior, targets, _features.Of(_architectures, fields))
            : new MixtureModel(_space, _features, [.. _known.Zip(_fields, (device, field) => (device.Model, field.Mean))], known, posterior, targets);
        return new TrainedPredictor(PredictorName, _space, model, factor, labels.Count);
    }

    private static double[] Centred((double[] Logs, double Mean) field) => [.. field.Logs.Select(log => log - field.Mean)];

    private static TableModel Table(SpaceIndex index, LinearPosterior posterior, double[] targets, Matrix features) => new(index, posterior.Mean(targets, features), posterior.Spread(features));

    /// <summary>Returns the log latencies of architectures on each known device, around the mean of what the prior looks at.</summary>
    private double[][] Fields(IReadOnlyList<Architecture> architectures) =>
        [.. _known.Zip(_fields, (device, field) => device.LogLatencies(architectures).Select(log => log - field.Mean).ToArray())];

    /// <summary>Returns how much wider than usual the intervals of a device are, by its own measurements; a few of them alone do not make it much narrower.</summary>
    private static double Scale(LinearPosterior posterior, double[] targets)
    {
        var surprise = posterior.Surprise(targets);
        return Math.Sqrt(((UsualWeight * UsualSurprise * UsualSurprise) + (targets.Length * surprise * surprise)) / (UsualWeight + targets.Length));
    }

    /// <summary>The factor of a device of scale 1, from each known one in turn as if it were new.</summary>
    private double Calibration(Architecture[] labelled, double[][] fields, double[][] own)
    {
        List<double> residuals = [], spreads = [];
        for (var device = 0; device < fields.Length; device++)
        {
            var others = new LinearPosterior(_features.Of(labelled, Without(own, device)));
            var features = _features.Of(_architectures, Without(fields, device));
            var scale = Scale(others, own[device]);
            residuals.AddRange(others.Mean(own[device], features).Zip(fields[device], (predicted, log) => log - predicted));
            spreads.AddRange(others.Spread(features).Select(spread => spread * scale));
        }

        return Conformal.Factor(residuals, spreads);

        static double[][] Without(double[][] of, int device) => [.. of.Where((_, other) => other != device)];
    }
}
