using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Search;
using LatBench.Search.Candidates;
using LatBench.Search.Strategies;
using LatBench.SearchSpaces;

namespace LatBench.Coordinator.Searches;

/// <summary>The faults of a search as it was asked for, and its defaults.</summary>
internal static class SearchFields
{
    private const int MaxDisplayName = 200;

    private const int MaxBudget = 10_000;

    private const int MaxWinners = 100;

    private const int DefaultBudget = 100;

    private const int DefaultWinners = 3;

    /// <summary>The search with its defaults filled in and its output fields empty.</summary>
    public static Contracts.V1.Search WithDefaults(SearchSpaceRegistry spaces, Contracts.V1.Search asked)
    {
        var search = new Contracts.V1.Search
        {
            DisplayName = asked.DisplayName,
            Strategy = asked.Strategy.Length == 0 ? SearchStrategies.Default : asked.Strategy,
            StrategyOptions = asked.StrategyOptions?.Clone(),
            Budget = asked.Budget == 0 ? DefaultBudget : asked.Budget,
            Seed = asked.Seed,
            Confident = asked.Confident,
            Goal = asked.Goal == SearchGoal.Unspecified ? SearchGoal.Best : asked.Goal,
            FrontTarget = asked.FrontTarget,
            Winners = asked.Winners == 0 ? DefaultWinners : asked.Winners,
            Prior = asked.Prior,
            Transfer = asked.Transfer,
            SampledCandidates = asked.SampledCandidates,
            SearchSpace = asked.SearchSpace.Length == 0 ? spaces.Default.Name : asked.SearchSpace,
            ModelConfig = asked.ModelConfig?.Clone(),
        };
        search.Limits.AddRange(asked.Limits.Select(limit => limit.Clone()));
        return search;
    }

    /// <summary>Field by field; nothing where all is well. The search has its defaults.</summary>
    public static IEnumerable<(string Field, string Message)> Faults(SearchSpaceRegistry spaces, Contracts.V1.Search search)
    {
        if (!spaces.TryGet(search.SearchSpace, out _))
            yield return ("search.search_space", spaces.Unknown(search.SearchSpace));
        if (search.DisplayName.Length > MaxDisplayName || search.DisplayName.Any(char.IsControl))
            yield return ("search.display_name", $"The display name is at most {MaxDisplayName} characters without control characters.");
        var space = spaces.TryGet(search.SearchSpace, out var known) ? known : spaces.Default;
        if (StrategyFault(space, search) is { } fault)
            yield return ("search.strategy", fault);
        foreach (var found in search.ModelConfig.Validate(space, "search.model_config"))
            yield return found;
        if (search.Budget is < 1 or > MaxBudget)
            yield return ("search.budget", $"A budget of {search.Budget} trainings is out of range: 1 to {MaxBudget}.");
        if (search.SampledCandidates is < 0 or > CandidateDraws.MaxCount)
            yield return ("search.sampled_candidates", $"A sample of {search.SampledCandidates} candidates is out of range: 1 to {CandidateDraws.MaxCount}.");
        if (search.Winners is < 1 or > MaxWinners)
            yield return ("search.winners", $"{search.Winners} winners are out of range: 1 to {MaxWinners}.");
        if (!Enum.IsDefined(search.Goal) || !Enum.IsDefined(search.Prior))
            yield return ("search.goal", "The goal or the prior is none that this coordinator knows.");
        for (var i = 0; i < search.Limits.Count; i++)
        {
            if (search.Limits[i].Target.Length == 0)
                yield return ($"search.limits[{i}].target", "The limit names no target: give its slug or the name of a device; 'latbench devices list' shows them.");
            if (!double.IsFinite(search.Limits[i].MaxLatencyMs) || search.Limits[i].MaxLatencyMs <= 0)
                yield return ($"search.limits[{i}].max_latency_ms", FormattableString.Invariant($"A limit of {search.Limits[i].MaxLatencyMs} ms is out of range: give milliseconds above zero."));
        }

        if (search.Goal == SearchGoal.Front && search.FrontTarget.Length == 0)
            yield return ("search.front_target", "A front needs a target whose latency is the other goal: name it in front_target.");
        if (search.Transfer && search.Limits.Count == 0 && search.FrontTarget.Length == 0)
            yield return ("search.transfer", "There is nothing to transfer from: give a limit or a front, whose target has a predictor.");
    }

    /// <summary>The strategy that a search names.</summary>
    /// <exception cref="SearchException">There is none of that name, or an option is out of range.</exception>
    public static ISearchStrategy Strategy(Contracts.V1.Search search)
    {
        var (asked, standard) = (search.StrategyOptions ?? new SearchStrategyOptions(), new StrategyOptions());
        return SearchStrategies.Named(search.Strategy, new StrategyOptions
        {
            Alpha = asked.HasAlpha ? asked.Alpha : standard.Alpha,
            Iterations = asked.Iterations == 0 ? standard.Iterations : asked.Iterations,
            Hidden = asked.Hidden == 0 ? standard.Hidden : asked.Hidden,
            Epochs = asked.Epochs == 0 ? standard.Epochs : asked.Epochs,
            Threads = Math.Min(2, Environment.ProcessorCount),
        });
    }

    /// <summary>The space of a search that is known here.</summary>
    public static ISearchSpace Space(SearchSpaceRegistry spaces, Contracts.V1.Search search) =>
        search.SearchSpace.Length == 0 ? spaces.Default : spaces[search.SearchSpace];

    /// <summary>Returns the function for what is known of an architecture without training; null where nothing is.</summary>
    public static Func<Architecture, double>? Prior(ISearchSpace space, SearchPrior prior)
    {
        return prior switch
        {
            SearchPrior.Parameters => architecture => Costs(architecture).Parameters,
            SearchPrior.Macs => architecture => Costs(architecture).Macs,
            _ => null,
        };

        Costs Costs(Architecture architecture) => space.Costs(space.Canonicalize(architecture), space.DefaultInput);
    }

    private static string? StrategyFault(ISearchSpace space, Contracts.V1.Search search)
    {
        try
        {
            return Strategy(search).NeedsCellGraph && NetworkFeatures.EncodersOf(space).Graph is null
                ? $"The strategy '{search.Strategy}' reads cell graphs, which the space {space.Name} does not have: use {SearchStrategies.Default}, or another that reads none."
                : null;
        }
        catch (SearchException exception)
        {
            return exception.Message;
        }
    }
}
