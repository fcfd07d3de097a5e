using LatBench.Prediction;
using LatBench.Prediction.Labels;
using LatBench.SearchSpaces;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Predictors;

/// <summary>Evaluations of predictors by labels, as messages.</summary>
internal static class Evaluations
{
    /// <summary>The evaluation of several predictors by the same labels.</summary>
    /// <param name="space">The space of the architectures.</param>
    /// <param name="accuracies">The predictor first.</param>
    /// <param name="labels">All labels of the target, for their noise.</param>
    public static V1.Evaluation Of(ISearchSpace space, IEnumerable<V1.Accuracy> accuracies, IReadOnlyList<LabelledArchitecture> labels)
    {
        var noise = LabelNoise.Of(space, labels);
        var message = new V1.Evaluation { LabelNoise = new V1.LabelNoise { Count = noise.Labels } };
        if (noise.Labels > 0)
            (message.LabelNoise.Within1, message.LabelNoise.Within5, message.LabelNoise.Within10) = (noise.Within1, noise.Within5, noise.Within10);
        message.Accuracies.AddRange(accuracies);
        return message;
    }

    /// <summary>Computes the accuracy of one predictor by labels; at least two.</summary>
    public static V1.Accuracy Of(string trainer, IReadOnlyList<LatencyPrediction> predictions, IReadOnlyList<LabelledArchitecture> labels)
    {
        var accuracy = Prediction.Evaluation.Accuracy.Of(predictions, labels);
        var message = new V1.Accuracy
        {
            Trainer = trainer,
            Count = accuracy.Count,
            Within1 = accuracy.Within1,
            Within5 = accuracy.Within5,
            Within10 = accuracy.Within10,
            Mape = accuracy.Mape,
            Interval90Coverage = accuracy.Interval90Coverage,
            Interval90MeanWidth = accuracy.Interval90MeanWidth,
        };
        if (double.IsFinite(accuracy.Spearman))
            message.Spearman = accuracy.Spearman;
        if (double.IsFinite(accuracy.Kendall))
            message.Kendall = accuracy.Kendall;
        return message;
    }
}
