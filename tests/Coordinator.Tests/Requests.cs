using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests;

/// <summary>Good requests, for tests to send or to spoil.</summary>
internal static class Requests
{
    public const string Conv3x3Everywhere = "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|nor_conv_3x3~0|nor_conv_3x3~1|nor_conv_3x3~2|";

    public const string Skip = "|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|";

    /// <summary>The output node has no live edge.</summary>
    public const string Unreachable = "|nor_conv_3x3~0|+|none~0|none~1|+|none~0|none~1|none~2|";

    public static EnrolDeviceRequest Enrol(string deviceId, string token) => new()
    {
        RequestId = "enrol-" + deviceId,
        EnrolmentToken = token,
        DeviceId = deviceId,
        Hardware = new Hardware { Architecture = "x64", LogicalCpus = 2, UsableCpus = 2, CpuModel = "Test CPU" },
        Software = new Software { AgentVersion = "0.1.0", OperatingSystem = "Test OS", Protocols = { "latbench/1" }, Precisions = { Precision.Fp32 } },
        Targets = { TargetWithThreads(1), TargetWithThreads(2) },
    };

    public static CreateCampaignRequest Campaign(string target, params string[] architectures) => new()
    {
        Campaign = new Campaign
        {
            Selection = new Selection { Architectures = new ArchitectureList { Architectures = { architectures } } },
            Targets = { target },
            Protocol = new Protocol { MinPasses = 2, MaxPasses = 3, MinSpread = new Duration() },
        },
    };

    public static CompleteJobRequest Complete(string device, JobLease lease, params long[] samplesNs) => new()
    {
        Device = device,
        Job = lease.Job.Name,
        LeaseId = lease.LeaseId,
        Result = new PassResult
        {
            SamplesNs = { samplesNs },
            WarmUpNs = { 3_000_000 },
            SessionCreationNs = 10_000_000,
            StartTime = new Timestamp { Seconds = 1_000_000_000 },
            EndTime = new Timestamp { Seconds = 1_000_000_001 },
            Conditions = new Conditions { RuntimeVersion = "1.31.1", AgentVersion = "0.1.0" },
        },
    };

    private static Target TargetWithThreads(int threads) => new()
    {
        Runtime = "ort",
        RuntimeVersion = "1.31.1",
        ExecutionProvider = "cpu",
        Threads = threads,
    };
}
