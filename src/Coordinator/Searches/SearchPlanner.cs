using Google.Protobuf;
using Google.Protobuf.Collections;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Predictors;
using LatBench.Coordinator.Predictors.Serving;
using LatBench.Measurements;
using LatBench.Models;
using LatBench.Prediction;
using LatBench.Search;
using LatBench.Search.Candidates;
using LatBench.Search.Limits;
using LatBench.SearchSpaces;
using LatBench.Storage;
using LatBench.Storage.Searches;

namespace LatBench.Coordinator.Searches;

/// <summary>Turns a search as it was asked for into one that can start: candidates, predictions, limits.</summary>
internal sealed class SearchPlanner(IStore store, SearchSpaceRegistry spaces, ILatencyPredictions predictions, TimeProvider time)
{
    private const int MaxFaults = 20;

    /// <summary>The plan.</summary>
    /// <exception cref="RefusalException">INVALID_ARGUMENT with every fault, or a target has no predictor.</exception>
    public async Task<NewSearch> PlanAsync(Contracts.V1.Search? asked, string requestId, CancellationToken cancellationToken)
    {
        var search = SearchFields.WithDefaults(spaces, asked ?? new Contracts.V1.Search());
        var faults = SearchFields.Faults(spaces, search).ToList();
        var space = spaces.TryGet(search.SearchSpace, out var known) ? known : spaces.Default;
        var (given, official, priors) = ReadCandidates(space, spaces, asked?.Candidates ?? [], faults);
        if (faults.Count > 0)
            throw Refusals.InvalidArgument(faults);
        var all = given ?? await DrawAsync(space, search, cancellationToken);

        var (latencies, configuration) = await PredictAsync(search, all, cancellationToken);
        var feasible = Feasible(search, all, latencies);
        var position = all.All.Select((architecture, place) => (architecture, place)).ToDictionary(pair => pair.architecture, pair => pair.place);
        var places = feasible.All.Select(architecture => position[architecture]).ToArray();
        var candidates = new SearchCandidates
        {
            Space = space,
            All = feasible.All,
            IsOpen = given is null && !SpaceIndex.Has(space),
            OfficialIndices = official.Count == 0 ? null : [.. feasible.All.Select(architecture => official.GetValueOrDefault(architecture, -1))],
            Priors = priors.Count == 0 ? null : [.. feasible.All.Select(architecture => priors.GetValueOrDefault(architecture, double.MinValue))],
            Latencies = [.. latencies.Select(target => Kept(target, places))],
            ModelConfig = configuration is null ? null : JsonFormatter.Default.Format(configuration.ToProto()),
        };
        return new NewSearch
        {
            RequestId = requestId.Length == 0 ? null : requestId,
            DisplayName = search.DisplayName,
            Request = JsonFormatter.Default.Format(search),
            Candidates = candidates.Write(),
            CandidateCount = candidates.All.Count,
            Now = time.GetUtcNow(),
        };
    }

    private static (CandidateSet? All, Dictionary<Architecture, int> Official, Dictionary<Architecture, double> Priors) ReadCandidates(
        ISearchSpace space, SearchSpaceRegistry spaces, RepeatedField<SearchCandidate> asked, List<(string Field, string Message)> faults)
    {
        var (official, priors) = (new Dictionary<Architecture, int>(), new Dictionary<Architecture, double>());
        if (asked.Count == 0)
            return (null, official, priors);
        var architectures = new List<Architecture>(asked.Count);
        for (var i = 0; i < asked.Count && faults.Count < MaxFaults; i++)
        {
            if (!space.TryParse(asked[i].Architecture, out var architecture, out var error))
            {
                faults.Add(($"search.candidates[{i}].architecture", spaces.Explain(error, asked[i].Architecture)));
                continue;
            }

            architectures.Add(architecture);
            if (asked[i].HasOfficialIndex)
                official[architecture] = asked[i].OfficialIndex;
            if (asked[i].HasPrior)
                priors[architecture] = asked[i].Prior;
        }

        var set = CandidateSet.Of(space, architectures);
        if (set.Count == 0 && faults.Count == 0)
            faults.Add(("search.candidates", $"None of the {asked.Count} candidates has a network: there is nothing to train."));
        return (set, official, priors);
    }

    /// <summary>The whole space, or a sample of it; of a larger sample than a search keeps those that may meet the limits.</summary>
    private async Task<CandidateSet> DrawAsync(ISearchSpace space, Contracts.V1.Search search, CancellationToken cancellationToken)
    {
        if (search.SampledCandidates <= CandidateSet.SampleSize || SpaceIndex.Has(space))
            return CandidateSet.OfSpace(space, search.SampledCandidates == 0 ? CandidateSet.SampleSize : search.SampledCandidates);
        await PredictAsync(search, CandidateSet.OfSpace(space, 1), cancellationToken); // what is wrong with the targets is told before a million architectures are scored
        var asked = search.ModelConfig?.ToDomain(space);
        var targets = search.Limits.Select(limit => new ScreenedTarget(
            new LatencyLimit(limit.Target, Latency.FromMilliseconds(limit.MaxLatencyMs)),
            async (architectures, token) => (await predictions.PredictAsync(limit.Target, search.SearchSpace, asked, architectures, token)).Predictions)).ToArray();
        return (await CandidateScreening.OfAsync(space, search.SampledCandidates, CandidateSet.SampleSize, targets, search.Confident, SearchFields.Prior(space, search.Prior), cancellationToken)).Candidates;
    }

    private static CandidateSet Feasible(Contracts.V1.Search search, CandidateSet all, IReadOnlyList<CandidateLatencies> latencies)
    {
        var limited = latencies.Select(target => new PredictedLatencies(
            target.Target,
            all.All.Select((architecture, place) => (architecture, place)).ToDictionary(pair => pair.architecture, pair => target[pair.place]),
            search.Limits.FirstOrDefault(limit => limit.Target == target.Target) is { } limit ? new LatencyLimit(target.Target, Latency.FromMilliseconds(limit.MaxLatencyMs)) : null)).ToArray();
        try
        {
            return FeasibleCandidates.Of(all, limited, search.Confident);
        }
        catch (SearchException exception)
        {
            throw Refusals.InvalidArgument("search.limits", exception.Message);
        }
    }

    private static CandidateLatencies Kept(CandidateLatencies all, int[] places) => all with
    {
        Ms = [.. places.Select(place => all.Ms[place])],
        Low = [.. places.Select(place => all.Low[place])],
        High = [.. places.Select(place => all.High[place])],
    };

    /// <summary>The predictions of every target of the search, whose names become slugs.</summary>
    private async Task<(IReadOnlyList<CandidateLatencies> Latencies, ModelConfiguration? Configuration)> PredictAsync(Contracts.V1.Search search, CandidateSet all, CancellationToken cancellationToken)
    {
        var asked = search.ModelConfig?.ToDomain(all.Space);
        var (latencies, configuration) = (new List<CandidateLatencies>(), asked);
        foreach (var limit in search.Limits)
            limit.Target = await AddAsync(limit.Target);
        if (search.FrontTarget.Length > 0)
            search.FrontTarget = await AddAsync(search.FrontTarget);
        if (search.Limits.DistinctBy(limit => limit.Target).Count() < search.Limits.Count)
            throw Refusals.InvalidArgument("search.limits", "Two limits are on the same target: keep the lower one.");
        return (latencies, configuration);

        async Task<string> AddAsync(string target)
        {
            var predicted = await predictions.PredictAsync(target, search.SearchSpace, asked, all.All, cancellationToken);
            if (latencies.Any(known => known.Target == predicted.Target))
                return predicted.Target;
            var predictor = await store.Predictors.FindAsync(predicted.PredictorId, cancellationToken);
            if (configuration is not null && predictor is not null && predictor.Configuration != configuration)
                throw Refusals.InvalidArgument("search.limits", $"The predictor of '{predicted.Target}' knows the model configuration {predictor.Configuration}, and that of '{latencies[0].Target}' {configuration}: search for one configuration at a time.");
            configuration ??= predictor?.Configuration;
            latencies.Add(new CandidateLatencies(
                predicted.Target, predicted.PredictorId, Figures(predicted, one => one.Latency), Figures(predicted, one => one.Low), Figures(predicted, one => one.High)));
            return predicted.Target;
        }
    }

    private static double[] Figures(TargetPredictions predicted, Func<LatencyPrediction, Latency> figure) => [.. predicted.Predictions.Select(one => figure(one).Milliseconds)];
}
