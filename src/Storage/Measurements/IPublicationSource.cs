using LatBench.Measurements;
using LatBench.Storage.Devices;
using LatBench.Storage.Models;

namespace LatBench.Storage.Measurements;

/// <summary>
/// The data that a snapshot is made from, in a fixed order, streamed. One model on one target is published once: by its newest
/// original measurement with a verdict in the selection (a valid one before a suspect one before a failed one, never a cancelled one). A measurement that
/// a selected campaign took over stands for its original, also where the campaign that measured it is not selected.
/// </summary>
public interface IPublicationSource
{
    /// <summary>Targets that have a measurement with a verdict in the selection, private ones left out unless it takes them in, with their devices, ordered by slug (ordinal).</summary>
    Task<IReadOnlyList<(Target Target, Device Device)>> ListTargetsAsync(PublicationSelection selection, CancellationToken cancellationToken);

    /// <summary>The measurements of one target, ordered by model SHA-256, each with its passes (counted first, then by number) and its profile.</summary>
    IAsyncEnumerable<PublishedMeasurement> ReadMeasurementsAsync(PublicationSelection selection, string target, CancellationToken cancellationToken);

    /// <summary>Every architecture of the selected campaigns that has a model, with that model's SHA-256; distinct, ordered by architecture (ordinal), then model.</summary>
    IAsyncEnumerable<PublishedArchitecture> ReadArchitecturesAsync(PublicationSelection selection, CancellationToken cancellationToken);

    /// <summary>Those of the uploaded models with these SHA-256 that are still stored.</summary>
    Task<IReadOnlyList<UploadedModel>> ListUploadedModelsAsync(IReadOnlyCollection<string> sha256s, CancellationToken cancellationToken);
}

/// <summary>The selection of what to publish; an empty list means everything.</summary>
public sealed record PublicationSelection(IReadOnlyList<long> CampaignIds, IReadOnlyList<string> Targets)
{
    /// <summary>Only measurements with one of these verdicts; empty for all.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; init; } = [];

    /// <summary>Only measurements whose last counted pass ended at this time or later; null for no limit.</summary>
    public DateTimeOffset? MeasuredFrom { get; init; }

    /// <summary>Only measurements whose last counted pass ended before this time; null for no limit.</summary>
    public DateTimeOffset? MeasuredUntil { get; init; }

    /// <summary>Gets a value indicating whether private devices are taken in.</summary>
    public bool IncludesPrivate { get; init; }

    /// <summary>Everything but private devices.</summary>
    public static PublicationSelection All { get; } = new([], []);
}

/// <summary>A measurement with its passes, and its profile where it has one.</summary>
public sealed record PublishedMeasurement(Measurement Measurement, IReadOnlyList<StoredPass> Passes, OperatorProfile? Profile = null);

/// <summary>An architecture and the model that stands for it.</summary>
public sealed record PublishedArchitecture(string Architecture, string ModelSha256);
