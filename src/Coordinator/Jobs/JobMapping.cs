using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.Mapping;
using LatBench.Coordinator.Artifacts;
using LatBench.Coordinator.Devices;
using LatBench.Coordinator.Resources;
using LatBench.Storage.Jobs;
using LatBench.Storage.Models;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Jobs;

/// <summary>Leases from the store to the wire.</summary>
internal static class JobMapping
{
    /// <summary>The message for a lease.</summary>
    public static V1.JobLease ToProto(this LeasedJob lease) => new()
    {
        LeaseId = lease.LeaseId,
        ExpireTime = lease.ExpiresAt.ToTimestamp(),
        Job = new V1.Job
        {
            Name = ResourceName.Job(lease.JobId),
            Campaign = ResourceName.Campaign(lease.CampaignId),
            Model = File(lease.Model),
            Canary = File(CanaryModel.Model),
            Target = lease.Target.ToProto(),
            Pass = lease.Pass,
            Protocol = lease.Protocol.ToProto(),
            Profile = lease.Kind == JobKind.Profile,
        },
    };

    private static V1.ModelFile File(Model model) => new()
    {
        Sha256 = model.Sha256,
        WeightsSha256 = model.WeightsSha256,
        WeightsFileName = model.WeightsFileName,
    };
}
