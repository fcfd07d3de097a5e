namespace LatBench.Storage.Campaigns;

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
