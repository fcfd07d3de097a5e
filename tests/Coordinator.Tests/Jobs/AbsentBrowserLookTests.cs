using System.Net;
using System.Security.Cryptography;
using System.Text;
using LatBench.Coordinator.Campaigns;
using LatBench.Coordinator.Hosting;
using LatBench.Coordinator.Jobs;
using LatBench.Measurements;
using LatBench.Models;
using LatBench.Storage;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Devices;
using LatBench.Storage.Models;
using LatBench.Storage.Tokens;
using LatBench.TestKit;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LatBench.Coordinator.Tests.Jobs;

/// <summary>Looks for absent browsers at given times, over a database.</summary>
public sealed class AbsentBrowserLookTests : IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(30);

    private readonly TempDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2031, 5, 6, 7, 8, 9, TimeSpan.Zero));
    private readonly IStore _store;
    private readonly CoordinatorOptions _options;
    private long _campaign;

    public AbsentBrowserLookTests()
    {
        _store = Stores.Sqlite(_directory.PathOf("latbench.db"));
        var any = new IPEndPoint(IPAddress.Loopback, 0);
        _options = new CoordinatorOptions { DataDirectory = _directory.PathOf("data"), Http = any, Grpc = any, BrowserTimeout = Timeout };
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Coordinator_that_was_down_for_the_night_waits_for_its_browsers_from_its_start()
    {
        _time.Advance(TimeSpan.FromHours(8));
        using var started = Start();

        await started.LookAsync(Cancel);
        Assert.Equal(1, await OpenJobsAsync());
        await LookForAsync(started, Timeout - TimeSpan.FromSeconds(30));
        Assert.Equal(1, await OpenJobsAsync());
        await LookForAsync(started, TimeSpan.FromSeconds(30));

        Assert.Equal(0, await OpenJobsAsync());
    }

    [Fact]
    public async Task Machine_of_the_coordinator_that_slept_waits_for_its_browsers_from_its_waking()
    {
        using var running = Start();
        await LookForAsync(running, TimeSpan.FromMinutes(10));

        _time.Advance(TimeSpan.FromHours(8));
        await LookForAsync(running, Timeout);
        Assert.Equal(1, await OpenJobsAsync());
        await LookForAsync(running, TimeSpan.FromSeconds(30));

        Assert.Equal(0, await OpenJobsAsync());
    }

    public async ValueTask InitializeAsync()
    {
        await _store.MigrateAsync(Cancel);
        var (now, token) = (_time.GetUtcNow(), Hash("token"));
        await _store.Tokens.CreateAsync(new NewToken(token, Role.Enrolment, "", null, now, now.AddHours(1)), Cancel);
        var target = new Target { Slug = "phone/ort-web-1.30.0/wasm/t1", DeviceId = "phone", Runtime = "ort-web", RuntimeVersion = "1.30.0", ExecutionProvider = "wasm", Threads = 1 };
        await _store.Devices.EnrolAsync(
            new NewDevice
            {
                Id = "phone",
                RequestId = "request",
                EnrolmentTokenHash = token,
                CredentialHash = Hash("credential"),
                Hardware = new Hardware { CpuModel = "", Architecture = "arm64", LogicalCpus = 8, UsableCpus = 8 },
                Software = new Software { AgentVersion = "0.1.0", OperatingSystem = "Android", Browser = "Chromium 156", Protocols = ["latbench/1"], Precisions = ["fp32"] },
                Targets = [target],
                Now = now,
            },
            Cancel);
        var model = new Model
        {
            Sha256 = Convert.ToHexStringLower(Hash("model")),
            WeightsSha256 = Convert.ToHexStringLower(Hash("weights")),
            WeightsFileName = "weights.bin",
            SearchSpace = "nas-bench-201",
            CanonicalArchitecture = "cell",
            Architecture = "cell",
            Configuration = new ModelConfiguration { Input = "cifar100" },
        };
        var campaign = await _store.Campaigns.CreateAsync(
            new NewCampaign
            {
                DisplayName = "",
                Request = "{}",
                Protocol = new MeasurementProtocol { MinPasses = 1, MaxPasses = 1 },
                Targets = [target.Slug],
                Models = [model],
                Architectures = [new CampaignArchitecture("cell", model.Sha256, null)],
                Now = now,
            },
            Cancel);
        _campaign = campaign.Id;
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private AbsentBrowsers Start() =>
        new(_store, new CampaignEnding(_store, _time), _options, new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), _time, NullLogger<AbsentBrowsers>.Instance);

    private async Task LookForAsync(AbsentBrowsers browsers, TimeSpan duration)
    {
        for (var past = TimeSpan.Zero; past < duration; past += TimeSpan.FromSeconds(30))
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            await browsers.LookAsync(Cancel);
        }
    }

    private async Task<int> OpenJobsAsync() => (await _store.Campaigns.GetProgressAsync(_campaign, Cancel)).JobsOpen;
}
