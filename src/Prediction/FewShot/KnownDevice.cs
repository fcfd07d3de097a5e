using LatBench.Prediction.Labels;
using LatBench.Prediction.Predictors.GaussianProcess;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.FewShot;

/// <summary>A device that a prior is learnt from: its log latencies, measured where they were, else predicted from those that were. Thread-safe.</summary>
internal sealed class KnownDevice
{
    /// <summary>Labels of a device in a space that cannot be listed: its predictor is a part of the exported one, and is trained in seconds.</summary>
    private const int MaxLabels = 600;

    private readonly Dictionary<Architecture, double> _measured;

    private readonly Lazy<EnsembleModel> _model;

    /// <param name="space">The space of its labels.</param>
    /// <param name="device">Its labels.</param>
    /// <param name="options">Seed and threads of its predictor, which is trained when it is needed first.</param>
    /// <param name="cancellationToken">Stops that.</param>
    public KnownDevice(ISearchSpace space, DeviceLabels device, TrainingOptions options, CancellationToken cancellationToken)
    {
        Name = device.Device;
        _measured = device.Labels.ToDictionary(label => label.Architecture, label => label.LogMilliseconds);
        _model = new(() => Train(space, device, options, cancellationToken));
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Gets its predictor.</summary>
    /// <exception cref="PredictionException">It cannot be learnt from.</exception>
    public EnsembleModel Model => _model.Value;

    /// <summary>Returns the log latencies of architectures.</summary>
    /// <exception cref="PredictionException">One was not measured, and the device cannot be learnt from.</exception>
    public double[] LogLatencies(IReadOnlyList<Architecture> architectures)
    {
        Architecture[] missing = [.. architectures.Where(architecture => !_measured.ContainsKey(architecture)).Distinct()];
        var predicted = missing.Length == 0 ? [] : missing.Zip(Model.Evaluate(missing).LogMilliseconds).ToDictionary(pair => pair.First, pair => pair.Second);
        return [.. architectures.Select(architecture => _measured.TryGetValue(architecture, out var own) ? own : predicted[architecture])];
    }

    private static IReadOnlyList<LabelledArchitecture> Subsample(ISearchSpace space, IReadOnlyList<LabelledArchitecture> labels, ulong seed) =>
        SpaceIndex.Has(space) || labels.Count <= MaxLabels ? labels : new SplitMix64(seed).Sample(labels, MaxLabels);

    private static EnsembleModel Train(ISearchSpace space, DeviceLabels device, TrainingOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return LatBenchTrainer.Fit(TrainingLabels.Of(space, Subsample(space, device.Labels, options.Seed), options.Seed), options, cancellationToken: cancellationToken).Model;
        }
        catch (PredictionException exception)
        {
            throw new PredictionException($"Device '{device.Device}' cannot be part of a prior: {exception.Message}", exception);
        }
    }
}
