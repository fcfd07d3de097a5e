namespace LatBench.Storage.Campaigns;

/// <summary>Campaigns.</summary>
public interface ICampaignStore
{
    /// <summary>
    /// Starts a campaign, all or nothing: its architectures, models, one measurement a model and target, and one job a
    /// measurement for each of the first <c>MinPasses</c> passes, ordered by <c>PassOrder.Key</c> within cohorts. Unless it
    /// re-measures, a measurement that is valid for the same model and target is taken over (its newest original), and gets no job; of a
    /// cancelled one whose passes were taken in the same way (<see cref="LatBench.Measurements.PassReuse"/>) the passes are moved here, and only those that are missing are queued.
    /// With <c>Profile</c> every measurement, a taken-over one included, also gets one profile job unless there is a profile already.
    /// A campaign with nothing left to measure has succeeded at once. A repeat with the same request id returns the first campaign.
    /// </summary>
    /// <exception cref="ArgumentException">A target does not exist.</exception>
    Task<Campaign> CreateAsync(NewCampaign campaign, CancellationToken cancellationToken);

    /// <summary>The campaign that was created with this request id; null where there is none.</summary>
    Task<Campaign?> FindByRequestAsync(string requestId, CancellationToken cancellationToken);

    /// <summary>One campaign; null where there is none.</summary>
    Task<Campaign?> FindAsync(long campaignId, CancellationToken cancellationToken);

    /// <summary>Campaigns, newest first, those before <paramref name="beforeId"/> (null for the first page).</summary>
    Task<IReadOnlyList<Campaign>> ListAsync(long? beforeId, int limit, CancellationToken cancellationToken);

    /// <summary>Counts of one campaign.</summary>
    Task<CampaignProgress> GetProgressAsync(long campaignId, CancellationToken cancellationToken);

    /// <summary>Returns the standing of the open jobs of a running campaign on each device with some, ordered by device; empty where there is no such campaign.</summary>
    Task<IReadOnlyList<CampaignDevice>> ListDevicesAsync(long campaignId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Architectures that the campaign left out, in the order given.</summary>
    Task<IReadOnlyList<CampaignArchitecture>> ListSkippedAsync(long campaignId, CancellationToken cancellationToken);
}

/// <summary>The result of cancelling a campaign.</summary>
/// <param name="Campaign">The campaign as it stands now.</param>
/// <param name="HasEndedNow">True where the call has ended it; false where it had ended before.</param>
public sealed record CampaignCancellation(Campaign Campaign, bool HasEndedNow);

/// <summary>The result of resuming a campaign.</summary>
/// <param name="Outcome">Resumed, or the reason why not.</param>
/// <param name="Campaign">The campaign as it stands now; null where there is none.</param>
public sealed record CampaignResumption(ResumeOutcome Outcome, Campaign? Campaign)
{
    /// <summary>Slugs of the targets of cancelled measurements that are gone, for <see cref="ResumeOutcome.TargetsGone"/>.</summary>
    public IReadOnlyList<string> GoneTargets { get; init; } = [];
}

/// <summary>The outcome of resuming a campaign: resumed, or the reason why not.</summary>
public enum ResumeOutcome
{
    /// <summary>It was, now or by the same request before.</summary>
    Resumed,

    /// <summary>There is no such campaign.</summary>
    NotFound,

    /// <summary>It was not cancelled: it runs or has succeeded.</summary>
    NotCancelled,

    /// <summary>A target of a cancelled measurement is gone, or its device was removed.</summary>
    TargetsGone,

    /// <summary>Raw samples of its passes were removed: no estimate could be made with them.</summary>
    SamplesRemoved,
}
