using LatBench.Contracts.CommandLines;
using LatBench.Coordinator.Errors;

namespace LatBench.Coordinator.Predictors;

/// <summary>The refusals of requests about predictors, with the reasons that the contract lists.</summary>
internal static class PredictorRefusals
{
    public const string UnknownTarget = "UNKNOWN_TARGET";
    public const string UnknownTrainer = "UNKNOWN_TRAINER";
    public const string NoPredictor = "NO_PREDICTOR";
    public const string PredictorNotReady = "PREDICTOR_NOT_READY";
    public const string SpaceTooLarge = "SPACE_TOO_LARGE";
    public const string SearchSpaceMismatch = "SEARCH_SPACE_MISMATCH";
    public const string ModelConfigMismatch = "MODEL_CONFIG_MISMATCH";
    public const string MixedModelConfigs = "MIXED_MODEL_CONFIGS";
    public const string UnknownArchitecture = "UNKNOWN_ARCHITECTURE";
    public const string UnmeasurableArchitecture = "UNMEASURABLE_ARCHITECTURE";
    public const string TooFewLabels = "TOO_FEW_LABELS";
    public const string ConstantLabels = "CONSTANT_LABELS";
    public const string TooFewPriorTargets = "TOO_FEW_PRIOR_TARGETS";
    public const string PriorTargetUntrained = "PRIOR_TARGET_UNTRAINED";
    public const string PredictorServes = "PREDICTOR_SERVES";

    /// <summary>FAILED_PRECONDITION with a reason.</summary>
    public static RefusalException Precondition(string reason, string message) => new(RefusalKind.FailedPrecondition, message) { Reason = reason };

    /// <summary>INVALID_ARGUMENT with a reason, on a field.</summary>
    public static RefusalException Argument(string reason, string field, string message) => new(RefusalKind.InvalidArgument, message) { Reason = reason, Violations = [(field, message)] };

    /// <summary>There is no such target.</summary>
    public static RefusalException NoTarget(string target) =>
        new(RefusalKind.NotFound, $"There is no target '{Shorten(target)}': 'latbench devices list' shows those there are.") { Reason = UnknownTarget, Violations = [("target", "There is no such target.")] };

    /// <summary>The command that trains a predictor of a target; with its search space where one was named.</summary>
    public static string Training(string target, string searchSpace) =>
        $"latbench predictors train --target {ShellWord.Quote(target)}{(searchSpace.Length == 0 ? "" : $" --space {ShellWord.Quote(Shorten(searchSpace))}")}";

    /// <summary>Caller's text, short enough for a message.</summary>
    public static string Shorten(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
