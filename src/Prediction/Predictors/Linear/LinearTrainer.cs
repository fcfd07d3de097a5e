using LatBench.Prediction.Labels;
using LatBench.Prediction.Numerics;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Prediction.Predictors.Linear;

/// <summary>Fits a weighted sum by least squares.</summary>
internal sealed class LinearTrainer : ITrainer
{
    private const double Ridge = 1e-6;

    private readonly Func<Architecture, double[]> _features;

    private readonly bool _isLog;

    private readonly bool _takesProfiles;

    private LinearTrainer(string name, Func<Architecture, double[]> features, bool isLog, bool takesProfiles = false) =>
        (Name, _features, _isLog, _takesProfiles) = (name, features, isLog, takesProfiles);

    /// <summary>Regression on the number of operations: MACs and parameters.</summary>
    public static LinearTrainer Proxy { get; } = new("proxy", LinearFeatures.Proxy, isLog: false);

    /// <summary>The sum of operator latencies: those of profiles where there are any, else fitted.</summary>
    public static LinearTrainer LayerWise { get; } = new("layer-wise", LinearFeatures.Layers, isLog: false, takesProfiles: true);

    /// <summary>Relative latency of each operation on each edge.</summary>
    public static LinearTrainer OneHot { get; } = new("linear", LinearFeatures.Edges, isLog: true);

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
        var weights = from edge in Enumerable.Range(0, Edge.Count) from operation in Enum.GetValues<Operation>() select operators.At(edge, operation).Milliseconds;
        return new LinearModel(LinearFeatures.Edges, [operators.Rest.Milliseconds, .. weights], isLog: false, Floor(labels));
    }

    private LinearModel Fitted(TrainingLabels labels)
    {
        var rows = labels.Train.Select(label => _features(label.Architecture)).ToArray();
        var targets = labels.Train.Select(label => _isLog ? label.LogMilliseconds : label.Latency.Milliseconds).ToArray();
        return new LinearModel(_features, LeastSquares.Fit(rows, targets, Ridge), _isLog, Floor(labels));
    }
}
