using LatBench.Prediction.Labels;
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

    private readonly ISearchSpace _space;

    private readonly SpaceIndex _index;

    private readonly PriorFeatures _features;

    private readonly Dictionary<Architecture, int> _places;

    private readonly double[][] _fields;

    private DevicePrior(ISearchSpace space, SpaceIndex index, IReadOnlyList<string> devices, double[][] fields)
    {
        (_space, _index, Devices, _fields) = (space, index, devices, fields);
        _features = new PriorFeatures(space, index.Measurable);
        _places = index.Measurable.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
    }

    /// <summary>The devices it was learnt from.</summary>
    public IReadOnlyList<string> Devices { get; }

    /// <summary>Learns from devices that have been measured.</summary>
    /// <param name="space">The space; one that can be listed (<see cref="SpaceIndex"/>).</param>
    /// <param name="devices">At least <see cref="MinimumDevices"/>, each with all architectures or with enough to predict the rest.</param>
    /// <param name="options">Seed and threads, for devices that have not measured everything.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PredictionException">There are too few devices, one cannot be learnt from, or the space cannot be listed.</exception>
    public static DevicePrior Learn(ISearchSpace space, IReadOnlyList<DeviceLabels> devices, TrainingOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (devices.Count < MinimumDevices)
            throw new PredictionException($"A prior needs at least {MinimumDevices} devices, got {devices.Count}: import or measure others, or train on labels of the device itself.");
        var index = SpaceIndex.Of(space)
            ?? throw new PredictionException($"A prior is a table of the whole space, and {space.Name} has more than {SpaceIndex.MaxSize} architectures: train on labels of the device itself.");
        return new DevicePrior(
            space, index,
            [.. devices.Select(device => device.Device)],
            [.. devices.Select(device => LatencyField.Of(space, index.Measurable, device, options ?? new TrainingOptions(), cancellationToken))]);
    }

    /// <summary>The architectures whose latencies say most about a new device, the most telling first.</summary>
    /// <param name="count">The number of architectures to measure.</param>
    /// <param name="seed">Chooses among the architectures looked at; equal seeds choose alike.</param>
    public IReadOnlyList<Architecture> Choose(int count = DefaultMeasurements, ulong seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 1000);
        return [.. MeasurementChoice.Choose(_features.Of(_fields), count, seed).Select(place => _index.Measurable[place])];
    }

    /// <summary>A predictor of a new device.</summary>
    /// <param name="labels">Its measurements, preferably of what <see cref="Choose"/> gave; at least <see cref="MinimumMeasurements"/>.</param>
    /// <exception cref="PredictionException">There are too few, or one is impossible.</exception>
    public TrainedPredictor Adapt(IReadOnlyList<LabelledArchitecture> labels)
    {
        if (labels.Count < MinimumMeasurements)
            throw new PredictionException($"{labels.Count} measurements are too few to adapt a prior: give {MinimumMeasurements} or more.");
        foreach (var label in labels)
            TrainingLabels.Check(_space, label);
        var places = labels.Select(label => _places[label.Architecture]).ToArray();
        var posterior = new LinearPosterior(_features.Of(_fields), places);
        double[] targets = [.. labels.Select(label => label.LogMilliseconds)];
        var factor = Calibration(places) * Scale(posterior, targets);
        return new TrainedPredictor(PredictorName, _space, new TableModel(_index, posterior.Mean(targets), posterior.Spread), factor, labels.Count);
    }

    /// <summary>Returns how much wider than usual the intervals of a device are, by its own measurements; a few of them alone do not make it much narrower.</summary>
    private static double Scale(LinearPosterior posterior, double[] targets)
    {
        var surprise = posterior.Surprise(targets);
        return Math.Sqrt(((UsualWeight * UsualSurprise * UsualSurprise) + (targets.Length * surprise * surprise)) / (UsualWeight + targets.Length));
    }

    /// <summary>The factor of a device of scale 1, from each known one in turn as if it were new.</summary>
    private double Calibration(int[] places)
    {
        List<double> residuals = [], spreads = [];
        for (var device = 0; device < _fields.Length; device++)
        {
            var field = _fields[device];
            var others = new LinearPosterior(_features.Of([.. _fields.Where((_, other) => other != device)]), places);
            double[] targets = [.. places.Select(place => field[place])];
            var scale = Scale(others, targets);
            residuals.AddRange(others.Mean(targets).Zip(field, (predicted, log) => log - predicted));
            spreads.AddRange(others.Spread.Select(spread => spread * scale));
        }

        return Conformal.Factor(residuals, spreads);
    }
}
