using LatBench.Coordinator.Resources;
using LatBench.Models;
using LatBench.SearchSpaces;
using LatBench.Storage.Predictors;

namespace LatBench.Coordinator.Predictors.Serving;

/// <summary>Chooses among the predictors that serve a target, one for each search space and model configuration.</summary>
internal static class PredictorChoice
{
    /// <summary>
    /// Gets the predictor of the space and the configuration that are asked for. Where no configuration is asked for, it is the only predictor, or the one of the
    /// space's default configuration.
    /// </summary>
    /// <param name="spaces">The search spaces.</param>
    /// <param name="target">Slug of the target.</param>
    /// <param name="promoted">The predictors that serve it, at least one.</param>
    /// <param name="searchSpace">Name of the search space; empty where any will do.</param>
    /// <param name="asked">The configuration; null where none is asked for.</param>
    /// <exception cref="Errors.RefusalException">SEARCH_SPACE_MISMATCH, MODEL_CONFIG_MISMATCH or MIXED_MODEL_CONFIGS.</exception>
    public static Predictor Of(SearchSpaceRegistry spaces, string target, IReadOnlyList<Predictor> promoted, string searchSpace, ModelConfiguration? asked)
    {
        Predictor[] ofSpace = [.. promoted.Where(predictor => searchSpace.Length == 0 || predictor.SearchSpace == searchSpace)];
        if (ofSpace.Length == 0)
        {
            var known = string.Join(", ", promoted.Select(predictor => predictor.SearchSpace).Distinct(StringComparer.Ordinal));
            throw PredictorRefusals.Precondition(PredictorRefusals.SearchSpaceMismatch, $"The predictor of '{target}' knows the space {known}, not '{PredictorRefusals.Shorten(searchSpace)}': train one of that space with `{PredictorRefusals.Training(target, searchSpace)}`, or ask for architectures of {known}.");
        }

        if (asked is null && ofSpace is [var only])
            return only;
        Predictor[] fitting = [.. ofSpace.Where(predictor => predictor.Configuration == (asked ?? DefaultOf(spaces, predictor)))];
        if ((fitting is [var one] ? one : Array.Find(fitting, predictor => predictor.SearchSpace == spaces.Default.Name)) is { } chosen)
            return chosen;
        var configurations = string.Join("; ", ofSpace.Select(predictor => $"{predictor.Configuration}: {ResourceName.Predictor(predictor.Id)}"));
        throw asked is null
            ? PredictorRefusals.Precondition(PredictorRefusals.MixedModelConfigs, $"The target '{target}' has predictors of {ofSpace.Length} model configurations ({configurations}), none of them the default: say which one is meant.")
            : Mismatch(target, configurations, asked);
    }

    /// <summary>Refuses a configuration that is not the predictor's.</summary>
    public static Exception Mismatch(string target, string known, ModelConfiguration asked) => PredictorRefusals.Precondition(
        PredictorRefusals.ModelConfigMismatch,
        $"The predictor of '{target}' knows the model configuration {known}, not {asked}: train one on measurements of that configuration, and name it as the predictor.");

    private static ModelConfiguration? DefaultOf(SearchSpaceRegistry spaces, Predictor predictor) =>
        spaces.TryGet(predictor.SearchSpace, out var space) ? ModelConfiguration.DefaultOf(space) : null;
}
