using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using LatBench.Contracts.Transport;
using LatBench.Contracts.V1;

namespace LatBench.EndToEnd.Tests.Soak;

/// <summary>
/// A device that keeps a ledger: it invents its samples, delivers them out of order, twice, and long after their leases have run out, and
/// remembers what the coordinator acknowledged.
/// </summary>
internal sealed class LedgerAgent : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly GrpcChannel _channel;
    private readonly Metadata _headers;
    private readonly Random _random;
    private readonly string _device;
    private readonly string _slug;
    private readonly List<CompleteJobRequest> _late = [];
    private readonly Dictionary<string, JobLease> _leases = new(StringComparer.Ordinal);

    private LedgerAgent(Uri server, string device, string credential, int seed)
    {
        _channel = HttpConnections.OpenChannel(server);
        _headers = new Metadata { { "authorization", "Bearer " + credential } };
        (_device, _slug, _random) = ("devices/" + device, device + "/", new Random(seed));
    }

    /// <summary>Every acknowledged result: model, pass, samples, and whether it counts.</summary>
    public List<(string Model, int Pass, long[] Samples, bool Counted)> Acknowledged { get; } = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private JobService.JobServiceClient Jobs => new(_channel);

    public static async Task<LedgerAgent> EnrolAsync(Installation installation, string device, int seed)
    {
        using var channel = HttpConnections.OpenChannel(installation.Server);
        var enrolled = await new DeviceService.DeviceServiceClient(channel).EnrolDeviceAsync(
            new EnrolDeviceRequest
            {
                RequestId = "soak-" + device,
                EnrolmentToken = await installation.EnrolmentTokenAsync(),
                DeviceId = device,
                Hardware = new Hardware { Architecture = "x64", LogicalCpus = 1, UsableCpus = 1 },
                Software = new Software { AgentVersion = "0.1.0", OperatingSystem = "none", Protocols = { "latbench/1" }, Precisions = { Precision.Fp32 } },
                Targets = { new Target { Runtime = "ort", RuntimeVersion = "1.31.1", ExecutionProvider = "cpu", Threads = 1 } },
            },
            cancellationToken: Cancel);
        return new LedgerAgent(installation.Server, device, enrolled.Credential, seed);
    }

    /// <summary>Works until the campaign has ended, then delivers what it has held back.</summary>
    public async Task RunAsync(Func<bool> ended)
    {
        while (!ended())
        {
            foreach (var lease in (await LeaseAsync()).OrderBy(_ => _random.Next()))
                await FinishAsync(lease);
            await DeliverLateAsync(part: 3);
        }

        await DeliverLateAsync(part: 1);
    }

    /// <summary>Every acknowledged result is there with the same samples, and counts where it was said to.</summary>
    public async Task AssertStoredAsync(Installation installation, string campaign)
    {
        var list = await installation.Measurements.ListMeasurementsAsync(new ListMeasurementsRequest { Campaign = campaign, PageSize = 100 }, cancellationToken: Cancel);
        var stored = new List<(string Model, Pass Pass)>();
        foreach (var measurement in list.Measurements.Where(m => m.Target.StartsWith(_slug, StringComparison.Ordinal)))
        {
            var details = await installation.Measurements.GetMeasurementAsync(new GetMeasurementRequest { Name = measurement.Name }, cancellationToken: Cancel);
            stored.AddRange(details.Passes.Select(pass => (measurement.ModelSha256, pass)));
        }

        Assert.Equal(Acknowledged.Count, stored.Count);
        foreach (var result in Acknowledged)
        {
            Assert.Single(stored, row => row.Model == result.Model && row.Pass.Number == result.Pass && row.Pass.Counted == result.Counted
                && row.Pass.Result.SamplesNs.SequenceEqual(result.Samples));
        }
    }

    public void Dispose() => _channel.Dispose();

    private async Task<IReadOnlyList<JobLease>> LeaseAsync()
    {
        try
        {
            var request = new LeaseJobsRequest { Device = _device, MaxJobs = _random.Next(1, 5), Wait = Duration.FromTimeSpan(Pause) };
            return (await Jobs.LeaseJobsAsync(request, Options())).Leases;
        }
        catch (RpcException e) when (IsTransient(e))
        {
            await Task.Delay(Pause, TimeProvider.System, Cancel);
            return [];
        }
    }

    private async Task FinishAsync(JobLease lease)
    {
        _leases[lease.LeaseId] = lease;
        var result = Result(lease);
        if (_random.Next(6) == 0)
        {
            _late.Add(result);
            return;
        }

        var first = await DeliverAsync(result);
        if (_random.Next(3) == 0)
            Assert.Equal(first, await DeliverAsync(result));
        Remember(result, first);
    }

    private async Task DeliverLateAsync(int part)
    {
        foreach (var result in _late.Where(_ => _random.Next(part) == 0).ToArray())
        {
            Remember(result, await DeliverAsync(result));
            _late.Remove(result);
        }
    }

    private void Remember(CompleteJobRequest result, bool counted)
    {
        var job = _leases[result.LeaseId].Job;
        Acknowledged.Add((job.Model.Sha256, job.Pass, [.. result.Result.SamplesNs], counted));
    }

    /// <summary>Until it is acknowledged, however long the coordinator or its database is away.</summary>
    private async Task<bool> DeliverAsync(CompleteJobRequest result)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        while (true)
        {
            try
            {
                return (await Jobs.CompleteJobAsync(result, Options())).Counted;
            }
            catch (RpcException e) when (IsTransient(e))
            {
                // Its words, where that goes on for minutes.
                if (limit.IsCancellationRequested)
                    throw;
                await Task.Delay(Pause, TimeProvider.System, Cancel);
            }
        }
    }

    private CompleteJobRequest Result(JobLease lease)
    {
        var now = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        var result = new PassResult
        {
            SessionCreationNs = 1_000_000,
            StartTime = now,
            EndTime = now,
            Conditions = new Conditions { RuntimeVersion = "1.31.1", AgentVersion = "0.1.0" },
        };
        for (var i = 0; i < 20; i++)
            result.SamplesNs.Add(500_000 + _random.Next(1_000_000));
        return new CompleteJobRequest { Device = _device, Job = lease.Job.Name, LeaseId = lease.LeaseId, Result = result };
    }

    private CallOptions Options() => new(_headers, TimeProvider.System.GetUtcNow().UtcDateTime + Deadline, Cancel);

    private static bool IsTransient(RpcException e) =>
        e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.Internal;
}
