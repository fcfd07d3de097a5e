using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using LatBench.Bench.Installation;
using LatBench.Contracts.V1;

namespace LatBench.Bench.Startup;

/// <summary>Starts an agent that is enrolled, with work waiting for it, until the coordinator has given it the first lease.</summary>
internal static class AgentStarts
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    /// <summary>Gets the times to the line that it is ready, and to the first lease.</summary>
    public static async Task<(Times Ready, Times Lease)> MeasureAsync(int starts, CancellationToken cancellationToken)
    {
        await using var installation = await LocalInstallation.StartAsync(cancellationToken);
        await installation.StopAgentAsync();
        var campaigns = new CampaignService.CampaignServiceClient(installation.Channel);
        var (ready, lease) = (new List<double>(), new List<double>());
        for (var start = 0; start < starts; start++)
        {
            var campaign = await SubmitAsync(campaigns, cancellationToken);
            await WaitAsync(installation, isLeased: false, cancellationToken);
            var startedAt = Stopwatch.GetTimestamp();
            var starting = installation.RestartAgentAsync(cancellationToken);
            await WaitAsync(installation, isLeased: true, cancellationToken);
            lease.Add(Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds);
            ready.Add((await starting - startedAt) * 1000.0 / Stopwatch.Frequency);
            await campaigns.CancelCampaignAsync(new CancelCampaignRequest { Name = campaign }, cancellationToken: cancellationToken);
            await installation.StopAgentAsync();
        }

        return (new Times(ready), new Times(lease));
    }

    private static async Task<string> SubmitAsync(CampaignService.CampaignServiceClient campaigns, CancellationToken cancellationToken)
    {
        var request = new CreateCampaignRequest
        {
            Campaign = new Campaign
            {
                Selection = new Selection { Sample = new RandomSample { Count = 1, Seed = LocalInstallation.SampleSeed } },
                Targets = { LocalInstallation.Device },
                Protocol = new Protocol { Seed = 1, MinSpread = new Duration() },
                Remeasure = true,
            },
        };
        return (await campaigns.CreateCampaignAsync(request, cancellationToken: cancellationToken)).Campaign.Name;
    }

    /// <summary>Polls the device: the coordinator tells no other client of a lease.</summary>
    private static async Task WaitAsync(LocalInstallation installation, bool isLeased, CancellationToken cancellationToken)
    {
        var devices = new DeviceService.DeviceServiceClient(installation.Channel);
        var startedAt = Stopwatch.GetTimestamp();
        while (true)
        {
            var device = (await devices.GetDeviceAsync(new GetDeviceRequest { Name = $"devices/{LocalInstallation.Device}" }, cancellationToken: cancellationToken)).Device;
            if (device.LeaseExpireTime is not null == isLeased)
                return;
            if (Stopwatch.GetElapsedTime(startedAt) > Timeout)
                throw new BenchException($"The agent {(isLeased ? "got no lease" : "kept its lease")} within {Timeout.TotalSeconds:F0} s.");
            await Task.Delay(PollInterval, TimeProvider.System, cancellationToken);
        }
    }
}
