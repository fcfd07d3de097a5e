using Google.Protobuf;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Campaigns;
using LatBench.Coordinator.Errors;
using LatBench.Search.Verification;
using LatBench.SearchSpaces;
using LatBench.Storage;
using SearchState = LatBench.Storage.Searches.SearchState;

namespace LatBench.Coordinator.Searches;

/// <summary>Has winners measured, round by round. Any coordinator can take the next step; two that take the same one start one campaign.</summary>
internal sealed class WinnerVerifications(IStore store, SearchSpaceRegistry spaces, CampaignPlanner planner, TimeProvider time)
{
    /// <summary>Begins a verification, or goes on with one.</summary>
    /// <exception cref="RefusalException">There is nothing to verify, or a target does not take campaigns.</exception>
    public async Task BeginAsync(LoadedSearch search, IReadOnlyList<string> asked, Protocol? protocol, CancellationToken cancellationToken)
    {
        var id = search.Stored.Id;
        if (search.Stored.State == SearchState.Proving)
            return;
        if (search.Stored.State != SearchState.Running)
            throw Refusals.FailedPrecondition($"Search {id} has ended, it is {SearchStateText.Of(search.Stored.State)}: nothing more is measured for it.");
        if (search.Ranking.Count == 0)
            throw Refusals.FailedPrecondition($"Search {id} has no accuracy yet: report what was trained with `latbench search report {id} --arch CODE --result PERCENT` first.");
        string[] targets = [.. asked.Concat(search.Limits.Select(limit => limit.Target)).Append(search.Asked.FrontTarget).Where(target => target.Length > 0).Distinct()];
        if (targets.Length == 0)
            throw Refusals.InvalidArgument("targets", "The search has no limit, so nothing says where to measure: name at least one target; 'latbench devices list' shows them.");
        var first = WinnerVerification.Of(search.Contenders, Wanted(search), new Dictionary<Architecture, IReadOnlyList<MeasuredLatency>>(), targets, search.Limits, search.Chance);
        var campaign = await StartAsync(search, targets, first, 1, protocol, cancellationToken);
        var slugs = (await store.Campaigns.FindAsync(campaign, cancellationToken))!.Targets;
        if (!await store.Searches.BeginProofAsync(id, slugs, cancellationToken))
            throw Refusals.FailedPrecondition($"Search {id} has ended meanwhile: nothing more is measured for it.");
        await store.Searches.AddProofAsync(id, 1, campaign, cancellationToken);
    }

    /// <summary>Takes the next step of a verification, where its campaigns have ended.</summary>
    public async Task StepAsync(long searchId, CancellationToken cancellationToken)
    {
        var search = await LoadedSearch.LoadAsync(store, spaces, searchId, cancellationToken);
        if (search is not { Stored: { State: SearchState.Proving, ProofTargets: { } targets } })
            return;
        var measured = await MeasuredWinners.ReadAsync(store, search.Space, searchId, cancellationToken);
        if (measured.IsMeasuring)
            return;
        var verification = Of(search, measured, targets);
        // It goes on when the device takes work again.
        if (verification.Next.Count > 0 && await IsDrainingAsync(targets, cancellationToken))
            return;
        try
        {
            if (verification.Next.Count > 0)
                await GoOnAsync(search, targets, verification, measured.Campaigns, cancellationToken);
            else
                await store.Searches.EndAsync(searchId, SearchState.Succeeded, Note(search, verification), time.GetUtcNow(), cancellationToken);
        }
        catch (RefusalException exception) when (exception.Kind is RefusalKind.InvalidArgument or RefusalKind.FailedPrecondition)
        {
            await store.Searches.EndAsync(
                searchId, SearchState.Succeeded, $"{verification.Confirmed.Count} of {Wanted(search)} winners were confirmed; the others could not be measured: {exception.Message}", time.GetUtcNow(), cancellationToken);
        }
    }

    /// <summary>Computes the state of a verification.</summary>
    public static WinnerVerification Of(LoadedSearch search, MeasuredWinners measured, IReadOnlyList<string> targets) =>
        WinnerVerification.Of(search.Contenders, Wanted(search), measured.Latencies(search.Contenders, targets), targets, search.Limits, search.Chance);

    /// <summary>Returns the number of winners that have to be confirmed.</summary>
    public static int Wanted(LoadedSearch search) => search.Asked.Winners;

    private async Task<bool> IsDrainingAsync(IReadOnlyList<string> targets, CancellationToken cancellationToken)
    {
        foreach (var device in targets.Select(target => target.Split('/')[0]).Distinct(StringComparer.Ordinal))
        {
            if (await store.Devices.FindAsync(device, cancellationToken) is { State: Storage.Devices.DeviceState.Draining })
                return true;
        }

        return false;
    }

    private static string Note(LoadedSearch search, WinnerVerification verification) => verification.Confirmed.Count >= Wanted(search)
        ? ""
        : $"{verification.Confirmed.Count} of {Wanted(search)} winners were confirmed: nothing else that was reported {(search.Limits.Count > 0 ? "meets the limits" : "could be measured")}.";

    // The next round is measured as the first was.
    private async Task GoOnAsync(LoadedSearch search, IReadOnlyList<string> targets, WinnerVerification verification, IReadOnlyList<long> campaigns, CancellationToken cancellationToken)
    {
        var protocol = campaigns.Count == 0 ? null : (await store.Campaigns.FindAsync(campaigns[0], cancellationToken))?.Protocol.ToProto();
        var round = campaigns.Count + 1;
        await store.Searches.AddProofAsync(search.Stored.Id, round, await StartAsync(search, targets, verification, round, protocol, cancellationToken), cancellationToken);
    }

    private async Task<long> StartAsync(
        LoadedSearch search, IReadOnlyList<string> targets, WinnerVerification verification, int round, Protocol? protocol, CancellationToken cancellationToken)
    {
        var requestId = $"search-{search.Stored.Id}-proof-{round}";
        var earlier = await store.Campaigns.FindByRequestAsync(requestId, cancellationToken);
        // A first round whose search was not begun may be of older winners or other targets; it is asked for anew.
        if (earlier is not null && round == 1)
            requestId = $"{requestId}-{Guid.NewGuid():N}";
        else if (earlier is not null)
            return earlier.Id;
        var campaign = new Campaign
        {
            DisplayName = $"winners of search {search.Stored.Id}",
            Selection = new Selection { SearchSpace = search.Space.Name, Architectures = new ArchitectureList { Architectures = { verification.Next.Select(architecture => architecture.ToString()) } } },
            ModelConfig = search.Candidates.ModelConfig is { } configuration ? JsonParser.Default.Parse<ModelConfig>(configuration) : null,
            Protocol = protocol,
            Targets = { targets },
        };
        return (await store.Campaigns.CreateAsync(await planner.PlanAsync(campaign, requestId, cancellationToken), cancellationToken)).Id;
    }
}
