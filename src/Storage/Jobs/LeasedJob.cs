using LatBench.Measurements;
using LatBench.Storage.Devices;
using LatBench.Storage.Models;

namespace LatBench.Storage.Jobs;

/// <summary>One model on one target in one pass, leased to an agent.</summary>
public sealed record LeasedJob
{
    /// <summary>Identity of the job.</summary>
    public required long JobId { get; init; }

    /// <summary>Identity of the lease; later calls name it. Unguessable.</summary>
    public required string LeaseId { get; init; }

    /// <summary>When the job goes back to the queue.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>The model to run.</summary>
    public required Model Model { get; init; }

    /// <summary>The target, which says where and how to run it.</summary>
    public required Target Target { get; init; }

    /// <summary>The work to be done with it.</summary>
    public JobKind Kind { get; init; } = JobKind.Timed;

    /// <summary>The number of the pass, from 1; <see cref="IJobStore.ProfilePass"/> for a profile job.</summary>
    public required int Pass { get; init; }

    /// <summary>The protocol to measure by.</summary>
    public required MeasurementProtocol Protocol { get; init; }
}
