using LatBench.Prediction.Labels;
using LatBench.Prediction.Numerics;
using LatBench.Prediction.Training;
using LatBench.SearchSpace.NasBench201;

namespace LatBench.Prediction.Predictors.Linear;

/// <summary>Fits a weighted sum by least squares.</summary>
internal sealed class LinearTrainer : ITrainer
{
    private const double Ridge = 1e-6;

    private readonly Func<Architecture, double[]> _features;

    private readonly bool _isLog;

    private LinearTrainer(string name, Func<Architecture, double[]> features, bool isLog) => (Name, _features, _isLog) = (name, features, isLog);

    /// <summary>Regression on the number of operations: MACs and parameters.</summary>
    public static LinearTrainer Proxy { get; } = new("proxy", LinearFeatures.Proxy, isLog: false);

    /// <summary>The sum of operator latencies, which are fitted.</summary>
    public static LinearTrainer LayerWise { get; } = new("layer-wise", LinearFeatures.Layers, isLog: false);

    /// <summary>Relative latency of each operation on each edge.</summary>
    public static LinearTrainer OneHot { get; } = new("linear", LinearFeatures.Edges, isLog: true);

    public string Name { get; }

    public TrainedPredictor Train(
        TrainingLabels labels, TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var rows = labels.Train.Select(label => _features(label.Architecture)).ToArray();
        var targets = labels.Train.Select(label => _isLog ? label.LogMilliseconds : label.Latency.Milliseconds).ToArray();
        var floor = labels.Train.Min(label => label.Latency.Milliseconds) / 2;
        var model = new LinearModel(_features, LeastSquares.Fit(rows, targets, Ridge), _isLog, floor);
        progress?.Report(new("fitted", 1));
        return TrainedPredictor.Calibrate(Name, model, labels);
    }
}
