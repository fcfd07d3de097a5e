using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.TestKit;

namespace LatBench.Coordinator.Tests.Predictors;

/// <summary>A device that answers every job at once with the latency that its model has in these tests.</summary>
internal static class Measuring
{
    /// <summary>Measures twelve architectures in each model configuration, to the end of the campaign.</summary>
    public static async Task FinishAsync(RunningCoordinator coordinator, CallInvoker device, string deviceId, params ModelConfig[] configurations)
    {
        var token = TestContext.Current.CancellationToken;
        var campaigns = new CampaignService.CampaignServiceClient(coordinator.AsAdmin());
        var cells = Nas201.SearchSpace.Sample(12, 3);
        var request = Requests.Campaign(deviceId, [.. cells.Select(cell => cell.ToString())]);
        request.Campaign.ModelConfigs.AddRange(configurations);
        var name = (await campaigns.CreateCampaignAsync(request, cancellationToken: token)).Campaign.Name;
        var jobs = new JobService.JobServiceClient(device);
        while ((await campaigns.GetCampaignAsync(new GetCampaignRequest { Name = name }, cancellationToken: token)).Campaign.State == CampaignState.Running)
        {
            var leased = await jobs.LeaseJobsAsync(new LeaseJobsRequest { Device = "devices/" + deviceId, MaxJobs = 50 }, cancellationToken: token);
            foreach (var lease in leased.Leases)
            {
                // The same in every pass of a model, so that its interval is narrow.
                var ns = 500_000 + (Convert.ToInt64(lease.Job.Model.Sha256[..6], 16) % 997 * 1000);
                await jobs.CompleteJobAsync(Requests.Complete("devices/" + deviceId, lease, [.. Enumerable.Repeat(ns, 8)]), cancellationToken: token);
            }
        }
    }
}
