using System.Globalization;
using LatBench.Contracts.Mapping;
using LatBench.Coordinator.Errors;
using LatBench.Models;
using LatBench.SearchSpaces;
using LatBench.Storage.Labels;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Measurements;

/// <summary>Finds the latencies that a call is about.</summary>
internal sealed class LabelledTargets(ILabelStore store, SearchSpaceRegistry spaces)
{
    /// <summary>The target in the search space that is asked for, the default one where none is, and in the model configuration that is asked for, or its only one of that space.</summary>
    /// <exception cref="RefusalException">There is no such target, it has nothing of the space, or it has several model configurations and none was named.</exception>
    public async Task<LabelledTarget> FindAsync(string target, string searchSpace, V1.ModelConfig? config, CancellationToken cancellationToken)
    {
        if (target.Length == 0)
            throw Refusals.InvalidArgument("target", "No target is named: 'latbench measurements targets' shows those with latencies.");
        var space = Asked(searchSpace);
        if (config.Validate(space, "model_config") is { Count: > 0 } faults)
            throw Refusals.InvalidArgument(faults);
        var asked = config?.ToDomain(space);
        var all = await store.ListTargetsAsync(target, cancellationToken);
        if (all.Count == 0)
        {
            var near = NearestHint.Of(target, (await store.ListTargetsAsync(null, cancellationToken)).Select(candidate => candidate.Target).Distinct(StringComparer.Ordinal));
            throw Refusals.NotFound("target", target, $"There is no target '{Shorten(target)}' with latencies: 'latbench measurements targets' shows those there are.{near}");
        }

        LabelledTarget[] known = [.. all.Where(candidate => candidate.SearchSpace == space.Name)];
        if (known.Length == 0)
            throw Refusals.NotFound("target", target, $"{target} has no latencies of {space.Name}: it has them of {string.Join(", ", all.Select(candidate => candidate.SearchSpace).Distinct(StringComparer.Ordinal))}, which --space names.");
        if (asked is null && known.Length > 1)
            throw Refusals.FailedPrecondition($"{target} has latencies of {known.Length} model configurations ({Names(known)}): say which.");
        return (asked is null ? known[0] : Array.Find(known, candidate => candidate.Configuration == asked))
            ?? throw Refusals.NotFound("target", target, $"{target} has no latencies of the model configuration {asked}: it has {Names(known)}.");
    }

    /// <summary>Returns the key that the list is ordered and paged by.</summary>
    public static string Key(LabelledTarget target) => string.Create(
        CultureInfo.InvariantCulture, $"{target.Target}\n{target.SearchSpace}\n{target.Configuration.Input}\n{target.Configuration.Batch:D10}\n{target.Configuration.Precision.Name()}\n{target.Configuration.GraphVariant.Name()}");

    private ISearchSpace Asked(string name) =>
        name.Length == 0 ? spaces.Default : spaces.TryGet(name, out var space) ? space : throw Refusals.InvalidArgument("search_space", spaces.Unknown(Shorten(name)));

    private static string Names(IEnumerable<LabelledTarget> targets) => string.Join("; ", targets.Select(target => target.Configuration));

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
