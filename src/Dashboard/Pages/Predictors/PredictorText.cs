using System.Globalization;
using LatBench.Contracts.V1;

namespace LatBench.Dashboard.Pages.Predictors;

/// <summary>Predictors in words.</summary>
internal static class PredictorText
{
    /// <summary>The trainers, and what each of them is.</summary>
    public static readonly IReadOnlyList<(string Name, string Description)> Trainers =
    [
        ("latbench", "a Gaussian process of LatBench's own features"),
        ("paper-gcn", "the graph network of BRP-NAS"),
        ("boosted-trees", "boosted regression trees"),
        ("linear", "a sum of a cost for each choice"),
        ("layer-wise", "a sum over the layers of the network"),
        ("proxy", "a line through the multiply-accumulate operations"),
    ];

    /// <summary>The word for the state and the class of its badge: <c>serving</c> where it serves its target.</summary>
    public static (string Text, string Kind) State(Predictor predictor) => predictor.State switch
    {
        _ when predictor.Promoted => ("serving", "good"),
        PredictorState.Queued => ("queued", ""),
        PredictorState.Training => ("training", "busy"),
        PredictorState.Ready => ("ready", ""),
        PredictorState.Failed => ("failed", "bad"),
        PredictorState.Cancelled => ("cancelled", ""),
        _ => ("unknown", ""),
    };

    /// <summary>Determines whether its training has ended.</summary>
    public static bool HasEnded(Predictor predictor) => predictor.State is PredictorState.Ready or PredictorState.Failed or PredictorState.Cancelled;

    /// <summary>The accuracy of the predictor itself; null where it was not evaluated.</summary>
    public static Accuracy? Accuracy(Predictor predictor) => predictor.Evaluation?.Accuracies.FirstOrDefault();

    /// <summary>The reason why a training failed, in a few words.</summary>
    public static string Failure(TrainingFailure failure) => failure switch
    {
        TrainingFailure.Labels => "the labels cannot be learnt from",
        TrainingFailure.Diverged => "the training diverged",
        TrainingFailure.Crashed => "its process ended without a result",
        TrainingFailure.TimeLimit => "it needed more time than it may",
        TrainingFailure.MemoryLimit => "it needed more memory than it may",
        TrainingFailure.Interrupted => "the coordinator that ran it ended",
        TrainingFailure.Storage => "the predictor could not be written",
        _ => "unknown",
    };

    /// <summary>A percentage of the API, 0 to 100, with one decimal.</summary>
    public static string Percent(double value) => value.ToString("F1", CultureInfo.InvariantCulture);

    /// <summary>A rank correlation with three decimals.</summary>
    public static string Correlation(double? value) => value?.ToString("F3", CultureInfo.InvariantCulture) ?? "–";
}
