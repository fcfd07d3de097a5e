using LatBench.Prediction.Encoding;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Numerics;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Predictors.Linear;

/// <summary>Fits a weighted sum by least squares.</summary>
internal sealed class LinearTrainer : ITrainer
{
    private const double Ridge = 1e-6;

    private readonly Func<ISearchSpace, IArchitectureEncoder> _encoder;

    private readonly bool _isLog;

    private readonly bool _takesProfiles;

    private LinearTrainer(string name, Func<ISearchSpace, IArchitectureEncoder> encoder, bool isLog, bool takesProfiles = false) =>
        (Name, _encoder, _isLog, _takesProfiles) = (name, encoder, isLog, takesProfiles);

    /// <summary>Regression on the number of operations: MACs and parameters.</summary>
    public static LinearTrainer Proxy { get; } = new("proxy", space => NetworkFeatures.EncodersOf(space).Cost, isLog: false);

    /// <summary>The sum of operator latencies: those of profiles where there are any, else fitted.</summary>
    public static LinearTrainer LayerWise { get; } = new("layer-wise", space => NetworkFeatures.EncodersOf(space).Operations, isLog: false, takesProfiles: true);

    /// <summary>Relative latency of each option at each place.</summary>
    public static LinearTrainer OneHot { get; } = new("linear", Encoders.Choices, isLog: true);

    public string Name { get; }

    public TrainedPredictor Train(
        TrainingLabels labels, TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var model = _takesProfiles && labels.Operators is { } operators ? Summed(operators, labels) : Fitted(labels);
        progress?.Report(new("fitted", 1));
        return TrainedPredictor.Calibrate(Name, model, labels);
    }

    private static double Floor(TrainingLabels labels) => labels.Train.Min(label => label.Latency.Milliseconds) / 2;

    private static LinearModel Summed(OperatorLatencies operators, TrainingLabels labels)
    {
        var choices = labels.Space.Choices ?? throw new InvalidOperationException("Operator latencies come from choices.");
        var weights = from place in Enumerable.Range(0, choices.Places.Count) from option in Enumerable.Range(0, choices.Options.Count) select operators.At(place, option).Milliseconds;
        return new LinearModel(Encoders.Choices(labels.Space), [operators.Rest.Milliseconds, .. weights], isLog: false, Floor(labels));
    }

    private LinearModel Fitted(TrainingLabels labels)
    {
        var encoder = _encoder(labels.Space);
        var rows = labels.Train.Select(label => Array.ConvertAll(encoder.Row(label.Architecture), feature => (double)feature)).ToArray();
        var targets = labels.Train.Select(label => _isLog ? label.LogMilliseconds : label.Latency.Milliseconds).ToArray();
        return new LinearModel(encoder, LeastSquares.Fit(rows, targets, Ridge), _isLog, Floor(labels));
    }
}
