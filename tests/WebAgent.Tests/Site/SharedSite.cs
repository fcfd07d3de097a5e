using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.V1;

namespace LatBench.WebAgent.Tests.Site;

/// <summary>A coordinator with the runtime for browsers, for the tests that do not end it.</summary>
public sealed class SharedSite : IAsyncLifetime
{
    internal RunningSite Site { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await InstalledRuntime.LinkIntoAsync(Site.Data);
        await Site.StartAsync();
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}

/// <summary>Selections of one small architecture.</summary>
internal static class SmallCells
{
    public static Selection Skip => Of("|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|");

    public static Selection Convolution => Of("|none~0|+|none~0|none~1|+|nor_conv_1x1~0|none~1|none~2|");

    private static Selection Of(string architecture) => new() { Architectures = new ArchitectureList { Architectures = { architecture } } };
}

/// <summary>The calls of a coordinator that tests of browsers make.</summary>
internal static class SiteCalls
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Makes a short code.</summary>
    public static async Task<string> InviteAsync(this RunningSite site, TimeSpan? timeToLive = null)
    {
        var request = new CreateTokenRequest { Role = Role.Enrolment, Short = true };
        if (timeToLive is { } time)
            request.TimeToLive = Duration.FromTimeSpan(time);
        return (await new TokenService.TokenServiceClient(site.Api).CreateTokenAsync(request, cancellationToken: Cancel)).Secret;
    }

    public static async Task<Device> DeviceAsync(this RunningSite site, string id) =>
        (await new DeviceService.DeviceServiceClient(site.Api).GetDeviceAsync(new GetDeviceRequest { Name = "devices/" + id }, cancellationToken: Cancel)).Device;

    /// <summary>Waits until a device is enrolled.</summary>
    public static async Task<Device> AppearsAsync(this RunningSite site, string id)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await timer.WaitForNextTickAsync(Cancel))
        {
            var devices = await new DeviceService.DeviceServiceClient(site.Api).ListDevicesAsync(new ListDevicesRequest { PageSize = 1000 }, cancellationToken: Cancel);
            if (devices.Devices.FirstOrDefault(device => device.Name == "devices/" + id) is { } found)
                return found;
        }

        throw new InvalidOperationException("The timer has ended.");
    }

    /// <summary>Submits a campaign with as many models on targets of WebAssembly, two passes each. Returns its name.</summary>
    public static Task<string> SubmitAsync(this RunningSite site, string device, int models, params int[] threads) =>
        site.SubmitAsync(models, [.. threads.Select(count => $"{device}/ort-web-1.30.0/wasm/t{count}")]);

    /// <summary>Submits a campaign with as many models on targets, two passes each. Returns its name.</summary>
    public static Task<string> SubmitAsync(this RunningSite site, int models, params string[] targets) =>
        site.SubmitAsync(new Selection { Sample = new RandomSample { Count = models, Seed = 1 } }, targets);

    /// <summary>Submits a campaign with a selection on targets, two passes each. Returns its name.</summary>
    public static async Task<string> SubmitAsync(this RunningSite site, Selection selection, params string[] targets)
    {
        var campaign = new Campaign
        {
            Selection = selection,
            Targets = { targets },
            Protocol = new Protocol { MinPasses = 2, MaxPasses = 2, MinBlockDuration = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(2)), MinSpread = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)) },
        };
        return (await new CampaignService.CampaignServiceClient(site.Api).CreateCampaignAsync(new CreateCampaignRequest { Campaign = campaign }, cancellationToken: Cancel)).Campaign.Name;
    }

    /// <summary>Waits for the end of a campaign.</summary>
    public static async Task<Campaign> EndAsync(this RunningSite site, string campaign)
    {
        var campaigns = new CampaignService.CampaignServiceClient(site.Api);
        using var watch = campaigns.WatchCampaign(new WatchCampaignRequest { Name = campaign }, cancellationToken: Cancel);
        while (await watch.ResponseStream.MoveNext(Cancel))
        {
        }

        return (await campaigns.GetCampaignAsync(new GetCampaignRequest { Name = campaign }, cancellationToken: Cancel)).Campaign;
    }

    public static async Task<IReadOnlyList<Measurement>> MeasurementsAsync(this RunningSite site, string campaign) =>
        (await new MeasurementService.MeasurementServiceClient(site.Api).ListMeasurementsAsync(new ListMeasurementsRequest { Campaign = campaign, PageSize = 500 }, cancellationToken: Cancel)).Measurements;

    public static async Task<IReadOnlyList<PassResult>> PassesAsync(this RunningSite site, string measurement) =>
        [.. (await new MeasurementService.MeasurementServiceClient(site.Api).GetMeasurementAsync(new GetMeasurementRequest { Name = measurement }, cancellationToken: Cancel)).Passes.Select(pass => pass.Result)];
}
