using LatBench.Measurements;
using LatBench.Storage.Models;

namespace LatBench.Storage.Campaigns;

/// <summary>A campaign to be started, already resolved to architectures, models and targets.</summary>
public sealed record NewCampaign
{
    /// <summary>Chosen by the caller; a repeat with the same value gives back the first campaign. Null for none.</summary>
    public string? RequestId { get; init; }

    /// <summary>Free text for people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The request; opaque to the store.</summary>
    public required string Request { get; init; }

    /// <summary>The protocol to measure by.</summary>
    public required MeasurementProtocol Protocol { get; init; }

    /// <summary>Slugs of the targets; each exists.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Every selected architecture with each of its models, one a model configuration, or with the reason why it has none.</summary>
    public required IReadOnlyList<CampaignArchitecture> Architectures { get; init; }

    /// <summary>The distinct models of <see cref="Architectures"/>.</summary>
    public required IReadOnlyList<Model> Models { get; init; }

    /// <summary>Measure again what is already measured and valid on the same target.</summary>
    public bool Remeasure { get; init; }

    /// <summary>Profile every measurement that has no profile yet, in an untimed job of its own.</summary>
    public bool Profile { get; init; }

    /// <summary>Told how many of the rows of measurements and jobs are stored; null where that is not asked for. Called within the transaction, and not again where it fails.</summary>
    public IProgress<CampaignStoring>? Storing { get; init; }

    /// <summary>Now.</summary>
    public required DateTimeOffset Now { get; init; }
}

/// <summary>One architecture of a campaign in one model configuration.</summary>
/// <param name="Architecture">The arch string, or what was given where it could not be used.</param>
/// <param name="ModelSha256">Its model; null where it is not measured.</param>
/// <param name="SkipReason">The reason why it is not measured, in one sentence; null where it is.</param>
public sealed record CampaignArchitecture(string Architecture, string? ModelSha256, string? SkipReason);

/// <summary>The progress of storing a new campaign.</summary>
/// <param name="Stored">Measurements and jobs stored.</param>
/// <param name="Total">Measurements and jobs to be stored; what is reused needs fewer jobs, so that it can get less.</param>
public readonly record struct CampaignStoring(int Stored, int Total);
