using LatBench.Measurements;
using LatBench.Storage.Devices;
using LatBench.Storage.Models;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Jobs;

/// <summary>One leased job with its model.</summary>
internal sealed class LeasedJobRow : ModelRow
{
    public long Id { get; init; }

    public required string LeaseId { get; init; }

    public long LeaseExpiresAt { get; init; }

    public long CampaignId { get; init; }

    public int Kind { get; init; }

    public int Pass { get; init; }

    public required string Target { get; init; }

    public LeasedJob ToLeasedJob(Target target, MeasurementProtocol protocol) => new()
    {
        JobId = Id,
        LeaseId = LeaseId,
        ExpiresAt = StoredTime.ToTime(LeaseExpiresAt),
        CampaignId = CampaignId,
        Model = ToModel(),
        Target = target,
        Kind = (JobKind)Kind,
        Pass = Pass,
        Protocol = protocol,
    };
}
