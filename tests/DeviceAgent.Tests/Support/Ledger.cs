using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Exporter;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Tests.Support;

/// <summary>The jobs and artefacts that the fake coordinator hands out, and the calls that it received.</summary>
internal sealed class Ledger
{
    public const string Token = "one-time-token";
    public const string Credential = "device-credential";

    private readonly ConcurrentQueue<JobLease> _queue = new();
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private int _jobs;

    public ConcurrentDictionary<string, byte[]> Artifacts { get; } = new();

    public ConcurrentDictionary<string, int> Downloads { get; } = new();

    public ConcurrentQueue<long> Offsets { get; } = new();

    public ConcurrentQueue<CompleteJobRequest> Completed { get; } = new();

    public ConcurrentQueue<CompleteProfileJobRequest> Profiled { get; } = new();

    public ConcurrentQueue<FailJobRequest> Failed { get; } = new();

    public ConcurrentQueue<string> Released { get; } = new();

    public ConcurrentQueue<string> Renewed { get; } = new();

    public ConcurrentQueue<EnrolDeviceRequest> Enrolments { get; } = new();

    /// <summary>The number of first enrolments that get no answer.</summary>
    public int LostEnrolments { get; set; }

    public ConcurrentQueue<DescribeDeviceRequest> Descriptions { get; } = new();

    /// <summary>The bytes that are sent in place of an artefact at its n-th download (from 1); by default the artefact itself.</summary>
    public Func<int, byte[], byte[]> Tamper { get; set; } = (_, content) => content;

    /// <summary>Bytes after which the n-th download (from 1) breaks; null where it does not.</summary>
    public Func<int, int?> BreakAfter { get; set; } = _ => null;

    /// <summary>The status with which the call that delivers a result ends.</summary>
    public Func<StatusCode> Delivery { get; set; } = () => StatusCode.OK;

    public MeasurementProtocol Protocol { get; set; } = new();

    public string AddArtifact(byte[] content)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        Artifacts[sha256] = content;
        return sha256;
    }

    public JobLease Enqueue(ExportedModel model)
    {
        Artifacts[model.Weights!.Sha256] = model.Weights.Bytes.ToArray();
        AddArtifact(model.Graph);
        return Enqueue(new ModelFile { Sha256 = model.Sha256, WeightsSha256 = model.Weights.Sha256, WeightsFileName = model.Weights.FileName });
    }

    public JobLease Enqueue(byte[] graph) => Enqueue(new ModelFile { Sha256 = AddArtifact(graph) });

    public JobLease Enqueue(ModelFile model, Action<Job>? change = null)
    {
        var number = Interlocked.Increment(ref _jobs);
        var job = new Job
        {
            Name = $"jobs/{number}",
            Campaign = "campaigns/1",
            Model = model,
            Target = new Target { Threads = 1, Runtime = "ort", ExecutionProvider = "cpu", GraphOptimization = GraphOptimization.All },
            Pass = 1,
            Protocol = Protocol.ToProto(),
        };
        change?.Invoke(job);
        var lease = new JobLease
        {
            LeaseId = $"lease-{number}",
            Job = job,
            ExpireTime = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(1)),
        };
        _queue.Enqueue(lease);
        return lease;
    }

    public IReadOnlyList<JobLease> Lease(int most)
    {
        var leases = new List<JobLease>();
        while (leases.Count < most && _queue.TryDequeue(out var lease)) leases.Add(lease);
        return leases;
    }

    /// <summary>Something happened that a test may wait for.</summary>
    public void Tell(string what) => _events.Writer.TryWrite(what);

    /// <summary>Waits until something has happened so many times since the last wait.</summary>
    public async Task WaitForAsync(string what, int times = 1)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (times > 0)
        {
            if (await _events.Reader.ReadAsync(limit.Token) == what) times--;
        }
    }
}
