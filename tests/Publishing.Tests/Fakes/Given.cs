using System.Security.Cryptography;
using System.Text;
using LatBench.Measurements;
using LatBench.Models;
using LatBench.Storage.Devices;
using LatBench.Storage.Measurements;
using LatBench.Storage.Models;
using LatBench.TestKit;

namespace LatBench.Publishing.Tests.Fakes;

/// <summary>Measurements made up for tests.</summary>
internal static class Given
{
    public const string Target = "lab-xeon/ort-1.31.1/cpu/t1";

    /// <summary>A cell whose edge 1→2 leads on: nothing of it is dead.</summary>
    public const string Live = "|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|";

    /// <summary>Only the direct edge is live; <see cref="DirectWithDeadEdges"/> computes the same.</summary>
    public const string Direct = "|none~0|+|none~0|none~1|+|nor_conv_3x3~0|none~1|none~2|";

    public const string DirectWithDeadEdges = "|nor_conv_1x1~0|+|none~0|none~1|+|nor_conv_3x3~0|none~1|none~2|";

    public static readonly DateTimeOffset Start = new(2024, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static ProfiledOperator Operator(string name, double share, OperatorPlace place) => new()
    {
        Name = name,
        OperatorType = "Conv",
        Provider = "cpu",
        Calls = 50,
        MeanNs = 20_000.5,
        Share = share,
        Place = place,
        // The last one is of an older agent, which reported no tensors.
        Inputs = name == "ReorderOutput" ? [] : [new ProfiledTensor("float", [1, 16, 32, 32]), new ProfiledTensor("int64", [])],
        Outputs = name == "ReorderOutput" ? [] : [new ProfiledTensor("float", [1, 8])],
    };

    public static Device Device(string id = "lab-xeon") => new()
    {
        Id = id,
        State = DeviceState.Active,
        Hardware = new Hardware { CpuModel = "Test CPU", Architecture = "x64", LogicalCpus = 8, UsableCpus = 4, MemoryBytes = 16L << 30, Gpus = ["GPU A", "GPU B"] },
        Software = new Software { AgentVersion = "0.1.0", OperatingSystem = "Test OS 1", Kernel = "6.1.0" },
        Targets = [],
        EnrolledAt = Start,
    };

    public static Target TargetOf(string slug) => new()
    {
        Slug = slug,
        DeviceId = slug.Split('/')[0],
        Runtime = "ort",
        RuntimeVersion = "1.31.1",
        ExecutionProvider = "cpu",
        Threads = 1,
    };

    public static Model Model(string architecture, string dataset = "cifar100")
    {
        var cell = Nas201.SearchSpace.Canonicalize(Nas201.Parse(architecture)).Text;
        return new()
        {
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cell + dataset))),
            WeightsSha256 = "",
            WeightsFileName = "",
            SearchSpace = Nas201.SearchSpace.Name,
            CanonicalArchitecture = cell,
            Architecture = cell,
            Configuration = new ModelConfiguration { Input = dataset },
        };
    }

    /// <summary>A user's file, with a description as the coordinator stores it.</summary>
    public static UploadedModel Uploaded(string sha256, string name) => new()
    {
        Sha256 = sha256,
        DisplayName = name,
        SizeBytes = 6_000_000_000,
        GraphSha256 = new string('1', 64),
        WeightsSha256 = "",
        WeightsFileName = "",
        Description = """{"irVersion": "8", "operatorSets": [{"version": "17"}, {"domain": "com.microsoft", "version": "1"}], "producer": "pytorch 2.9.0", "operators": [{"type": "MatMul", "count": 2}], "parameters": "5000000000", "macs": "7"}""",
        CreatedAt = Start,
    };

    public static LatencySummary Summary(double milliseconds) => new()
    {
        Latency = Latency.FromMilliseconds(milliseconds),
        Ci95Low = Latency.FromMilliseconds(milliseconds * 0.99),
        Ci95High = Latency.FromMilliseconds(milliseconds * 1.01),
        Median = Latency.FromMilliseconds(milliseconds * 1.25),
        Mean = Latency.FromMilliseconds(milliseconds * 1.5),
        Min = Latency.FromMilliseconds(milliseconds * 0.875),
        P90 = Latency.FromMilliseconds(milliseconds * 2),
        P99 = null,
        IqrMean = Latency.FromMilliseconds(milliseconds * 1.375),
        Samples = 100,
        Passes = 5,
        SessionCreation = Latency.FromMilliseconds(15.5),
        PeakMemoryBytes = 123_456_789,
    };

    public static StoredPass Pass(int number, bool counted = true, params long[] samples) => new(
        number,
        new PassResult
        {
            WarmUpNs = [9_000_000, 1_500_000],
            CanaryNs = [250_000, 240_000, 260_000],
            SamplesNs = samples.Length > 0 ? samples : [1_000_000 + number, 1_000_100 + number],
            SessionCreation = Latency.FromMilliseconds(15.5),
            PeakMemoryBytes = 100_000_000,
            ClockNs = 16_000,
            ReferenceClockNs = 16_320,
            Contended = false,
            StartTime = Start.AddSeconds(10 * number).AddMicroseconds(7),
            EndTime = Start.AddSeconds((10 * number) + 1),
            Conditions = new Conditions
            {
                Governor = "performance",
                FrequencyKhz = 2_500_000,
                TemperatureMillidegrees = 41_500,
                LoadAverage1m = 0.25,
                StealMs = 3,
                InvoluntaryContextSwitches = 0,
                AvailableMemoryBytes = 8L << 30,
                CpuAffinity = [1, 3],
                SessionOptions = ["intra_op=1", "mode=sequential"],
                RuntimeVersion = "1.31.1",
                AgentVersion = "0.1.0",
                Flags = ["steal"],
                CpuModel = "Some CPU",
                FrequencyBefore = new FrequencyRange(1, 2, 3),
                FrequencyAfter = new FrequencyRange(4, 5, 6),
                TemperatureBeforeMillidegrees = 40_500,
                CoreThrottleEvents = 1,
                PackageThrottleEvents = 2,
                ContainerThrottledMs = 3,
                FirmwareThrottleBits = 0x50005,
                FirmwareFrequencyKhz = 1_500_398,
                ContainerMemoryLimitBytes = 1L << 33,
                Turbo = false,
                Smt = true,
                Priority = -10,
                Protocol = "latbench/1",
                ExecutionProvider = "cpu",
                ProviderVersion = "1.31.1",
                ClockSource = "tsc",
                TransparentHugePages = "madvise",
                PowerMode = "MAXN",
                ClockJumpMs = -3_600_000,
                CoolDownMs = 1_500,
                InferencesPerSample = 20,
                Emulated = false,
                Browser = new BrowserConditions
                {
                    UserAgent = "Some Browser/1.0",
                    CrossOriginIsolated = true,
                    TimerStepNs = 5_000,
                    Simd = true,
                    Threads = 2,
                    GpuAdapter = "some adapter",
                    BatteryLevel = 0.85,
                    Charging = false,
                    ComputePressure = "nominal",
                    DeviceMemoryGib = 8,
                },
                Gpus = [new GpuConditions { Name = "Some GPU", TemperatureMillidegrees = 51_000, ThrottleReasons = ["sw-power-cap"] }],
                ToolsReadAt = Start,
            },
        },
        counted);

    public static OperatorProfile Profile() => new()
    {
        Operators =
        [
            Operator("stem/norm_nchwc", 0.25, new OperatorPlace(Measurements.NetworkPart.Stem, "stem")),
            Operator("cell3/1-2/pool_nchwc", 0.5, new OperatorPlace(Measurements.NetworkPart.Edge, "cell 3 edge 1->2 avg_pool_3x3") { Cell = 3, EdgeFrom = 1, Node = 2, Operation = "avg_pool_3x3" }),
            Operator("cell3/sum1-3", 0.125, new OperatorPlace(Measurements.NetworkPart.Sum, "cell 3 sum at node 3") { Cell = 3, Node = 3 }),
            Operator("ReorderOutput", 0.125, new OperatorPlace(Measurements.NetworkPart.Unmatched, "unmatched")),
        ],
        Runs = 50,
        Run = Latency.FromMilliseconds(0.9),
        StartTime = Start,
        EndTime = Start.AddMilliseconds(300),
        RuntimeVersion = "1.31.1",
        AgentVersion = "0.1.0",
    };

    public static Measurement Measurement(string architecture, double milliseconds = 1, string target = Target, string dataset = "cifar100") => new()
    {
        Id = 1,
        CampaignId = 1,
        Model = Model(architecture, dataset),
        Target = target,
        Verdict = Verdict.Valid,
        StopReason = StopReason.ErrorTargetMet,
        Summary = Summary(milliseconds),
        MeasuredAt = Start.AddSeconds(51),
    };
}
