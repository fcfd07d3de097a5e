using LatBench.Measurements;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Serving;
using LatBench.Prediction.Uncertainty;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Training;

/// <summary>A predictor as its trainer left it. Thread-safe.</summary>
public sealed class TrainedPredictor
{
    private readonly ILogModel _model;

    private readonly double _factor;

    internal TrainedPredictor(string name, ISearchSpace space, ILogModel model, double factor, int labels) =>
        (Name, Space, _model, _factor, LabelCount) = (name, space, model, factor, labels);

    /// <summary>The trainer's name.</summary>
    public string Name { get; }

    /// <summary>Gets the space whose architectures it knows.</summary>
    public ISearchSpace Space { get; }

    /// <summary>Gets the number of labels that it was made from.</summary>
    public int LabelCount { get; }

    /// <summary>Predicts latencies with the trainer's own arithmetic.</summary>
    /// <param name="architectures">Measurable ones.</param>
    public IReadOnlyList<LatencyPrediction> Predict(IReadOnlyList<Architecture> architectures)
    {
        var (logs, spreads) = _model.Evaluate(architectures);
        return [.. logs.Zip(spreads, Prediction)];
    }

    /// <summary>The predictor as an ONNX file and a JSON beside it, for <see cref="OnnxPredictor"/> and for other programs.</summary>
    public PredictorFiles Export() => PredictorExport.Write(Name, Space, LabelCount, _model, _factor);

    /// <summary>Gives a model its intervals from labels it has not been fitted to.</summary>
    internal static TrainedPredictor Calibrate(string name, ILogModel model, TrainingLabels labels)
    {
        var (logs, spreads) = model.Evaluate([.. labels.Validation.Select(label => label.Architecture)]);
        if (logs.Any(log => !double.IsFinite(log)))
            throw new PredictionException($"The training of '{name}' diverged: it predicts no finite latency; check the labels or take another predictor.");
        var residuals = labels.Validation.Zip(logs, (label, log) => label.LogMilliseconds - log).ToArray();
        return new TrainedPredictor(name, labels.Space, model, Conformal.Factor(residuals, spreads), labels.All.Count);
    }

    private LatencyPrediction Prediction(double log, double spread) => new(
        Latency.FromMilliseconds(Math.Exp(log)),
        Latency.FromMilliseconds(Math.Exp(log - (_factor * spread))),
        Latency.FromMilliseconds(Math.Exp(log + (_factor * spread))));
}
