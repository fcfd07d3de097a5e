using System.Security.Cryptography;
using System.Text;
using LatBench.Measurements;
using LatBench.Models;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Devices;
using LatBench.Storage.Jobs;
using LatBench.Storage.Models;
using LatBench.Storage.Tokens;

namespace LatBench.Storage.Tests;

/// <summary>Things to store.</summary>
internal static class TestData
{
    public static readonly DateTimeOffset Now = new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);
    public static readonly TimeSpan LeaseDuration = TimeSpan.FromMinutes(5);

    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    public static NewToken EnrolmentToken(string name) =>
        new(Hash($"enrol {name}"), Role.Enrolment, $"for {name}", null, Now, Now.AddHours(1));

    public static NewDevice NewDevice(string id) => new()
    {
        Id = id,
        RequestId = $"request {id}",
        EnrolmentTokenHash = Hash($"enrol {id}"),
        CredentialHash = Hash($"credential {id}"),
        Hardware = new Hardware { CpuModel = "Some CPU @ 2 GHz", Architecture = "x64", LogicalCpus = 4, UsableCpus = 2, MemoryBytes = 1L << 34, Gpus = ["One", "Two"] },
        Software = new Software { AgentVersion = "0.1.0", OperatingSystem = "Some Linux 1", Kernel = "6.1", Protocols = ["latbench/1"], Precisions = ["fp32"] },
        Targets = [Target(id)],
        Now = Now,
    };

    public static Target Target(string deviceId, int threads = 1) => new()
    {
        Slug = $"{deviceId}/ort-1.31.1/cpu/t{threads}",
        DeviceId = deviceId,
        Runtime = "ort",
        RuntimeVersion = "1.31.1",
        ExecutionProvider = "cpu",
        Threads = threads,
    };

    public static Model Model(int number) => new()
    {
        Sha256 = Convert.ToHexStringLower(Hash($"model {number}")),
        WeightsSha256 = Convert.ToHexStringLower(Hash("weights")),
        WeightsFileName = "weights.bin",
        SearchSpace = "nas-bench-201",
        CanonicalArchitecture = $"cell {number}",
        Architecture = $"cell {number}",
        Configuration = new ModelConfiguration { Input = "cifar100" },
    };

    public static NewCampaign NewCampaign(IReadOnlyList<string> targets, int models, int minPasses) => new()
    {
        DisplayName = "A campaign",
        Request = "{}",
        Protocol = new MeasurementProtocol { MinPasses = minPasses, MaxPasses = minPasses + 3, MinSpread = TimeSpan.Zero, Seed = 7 },
        Targets = targets,
        Models = [.. Enumerable.Range(0, models).Select(Model)],
        Architectures = [.. Enumerable.Range(0, models).Select(number => new CampaignArchitecture($"arch {number:00000}", Model(number).Sha256, null))],
        Now = Now,
    };

    public static PassResult Pass(int number) => new()
    {
        SamplesNs = [800_000 + number, 801_500, 799_900, 2_000_000],
        WarmUpNs = [1_500_000, 900_000],
        SessionCreation = Latency.FromMilliseconds(15.25),
        PeakMemoryBytes = 50_000_000 + number,
        StartTime = Now.AddSeconds(number),
        EndTime = Now.AddSeconds(number).AddMicroseconds(12_345),
        Conditions = new Conditions { RuntimeVersion = "1.31.1", AgentVersion = "0.1.0", CpuAffinity = [1], LoadAverage1m = 0.25, Flags = ["steal"] },
    };

    /// <summary>A summary that says of which passes it is: the quiet latency is the number of samples.</summary>
    public static LatencySummary Summary(IReadOnlyList<PassResult> passes) => new()
    {
        Latency = Latency.FromNanoseconds(passes.Sum(pass => pass.SamplesNs.Count)),
        Ci95Low = Latency.FromNanoseconds(1.25),
        Ci95High = Latency.FromNanoseconds(1.5),
        Median = Latency.FromNanoseconds(3),
        Mean = Latency.FromNanoseconds(4),
        Min = Latency.FromNanoseconds(5),
        P90 = Latency.FromNanoseconds(6),
        P99 = null,
        IqrMean = Latency.FromNanoseconds(7),
        Samples = passes.Sum(pass => pass.SamplesNs.Count),
        Passes = passes.Count,
        SessionCreation = Latency.FromNanoseconds(8),
        PeakMemoryBytes = 9,
    };

    public static MeasurementDecision StopAtOnce(MeasurementProtocol protocol, IReadOnlyList<PassResult> passes) =>
        new(Summary(passes), StopReason.ErrorTargetMet);

    /// <summary>Goes on until the protocol's most passes are made.</summary>
    public static MeasurementDecision StopAtLimit(MeasurementProtocol protocol, IReadOnlyList<PassResult> passes) =>
        new(Summary(passes), passes.Count >= protocol.MaxPasses ? StopReason.PassLimit : null);
}
