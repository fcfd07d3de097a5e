using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Tests.Measurements;

/// <summary>Measurements to be shown.</summary>
internal static class MeasurementExamples
{
    private static readonly DateTimeOffset Start = new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);

    /// <summary>Four counted passes, one of them in a slow state and flagged, and a double.</summary>
    public static GetMeasurementResponse Valid() => new()
    {
        Measurement = Describe(Verdict.Valid, StopReason.PassLimit, new LatencySummary
        {
            LatencyMs = 0.8,
            Ci95LowMs = 0.79,
            Ci95HighMs = 0.82,
            MedianMs = 0.8236,
            MeanMs = 0.9111,
            MinMs = 0.795,
            IqrMeanMs = 0.8301,
            P90Ms = 1.1,
            Contention = 0.0295,
            Samples = 44,
            Passes = 4,
            SessionCreationMs = 7.25,
            PeakMemoryBytes = 61_234_567,
        }),
        Passes =
        {
            Pass(1, 0, 800_000, 4_000),
            Pass(2, 9, 795_000, 3_000),
            Pass(3, 21, 1_080_000, 5_000, "steal", "preempted", "frequency-change"),
            Pass(4, 95, 802_000, 20_000),
            Uncounted(Pass(4, 260, 810_000, 2_000)),
        },
        Profile = Profile(),
    };

    /// <summary>One sample far from the others.</summary>
    public static GetMeasurementResponse Tailed()
    {
        var response = Valid();
        response.Profile = null;
        response.Passes[1].Result.SamplesNs[4] = 40_000_000;
        return response;
    }

    public static GetMeasurementResponse Failed()
    {
        var measurement = Describe(Verdict.Failed, StopReason.Failed, null);
        (measurement.FailureReason, measurement.FailureMessage) = (FailureReason.OutOfMemory, "The model needs more memory than the runner may use: bad_alloc");
        return new GetMeasurementResponse { Measurement = measurement };
    }

    private static Measurement Describe(Verdict verdict, StopReason stop, LatencySummary? summary) => new()
    {
        Name = "measurements/12",
        Campaign = "campaigns/3",
        ModelSha256 = new string('a', 64),
        Target = "lab/ort-1.31.1/cpu/t1",
        SearchSpace = "nas-bench-201",
        EffectiveCell = "|nor_conv_3x3~0|+|none~0|avg_pool_3x3~1|+|skip_connect~0|none~1|nor_conv_1x1~2|",
        ModelConfig = new ModelConfig { Dataset = Dataset.Cifar100, Batch = 8, Precision = Precision.Int8, GraphVariant = GraphVariant.Pruned },
        Verdict = verdict,
        StopReason = stop,
        Summary = summary,
        MeasureTime = Timestamp.FromDateTimeOffset(Start.AddSeconds(96)),
    };

    private static Pass Pass(int number, int atSeconds, long firstNs, long stepNs, params string[] flags) => new()
    {
        Number = number,
        Counted = true,
        Result = new PassResult
        {
            SamplesNs = { Enumerable.Range(0, 11).Select(i => firstNs + (i * stepNs)) },
            StartTime = Timestamp.FromDateTimeOffset(Start.AddSeconds(atSeconds)),
            EndTime = Timestamp.FromDateTimeOffset(Start.AddSeconds(atSeconds + 1)),
            ClockNs = 16_000 + (100 * number),
            ReferenceClockNs = 16_200,
            Contended = number == 3,
            Conditions = new Conditions
            {
                Governor = number == 3 ? "powersave" : "performance",
                FrequencyKhz = 2_400_000 + (number * 1000),
                TemperatureMillidegrees = 41_500,
                LoadAverage1M = 0.25 * number,
                StealMs = number == 3 ? 20 : 0,
                AvailableMemoryBytes = 8L << 30,
                CpuAffinity = { 1, 3 },
                SessionOptions = { "inter_op_num_threads=1", "intra_op_num_threads=2" },
                RuntimeVersion = "1.31.1",
                AgentVersion = "0.1.0",
                Turbo = true,
                FrequencyBefore = new FrequencyRange { MinKhz = 2_000_000, MeanKhz = 2_200_000, MaxKhz = 2_400_000 },
                Flags = { flags },
            },
        },
    };

    private static Pass Uncounted(Pass pass)
    {
        pass.Counted = false;
        return pass;
    }

    private static OperatorProfile Profile()
    {
        var time = Timestamp.FromDateTimeOffset(Start);
        var profile = new OperatorProfile { Runs = 50, RunNs = 912_345, StartTime = time, EndTime = time, RuntimeVersion = "1.31.1", AgentVersion = "0.1.0" };
        void Add(string name, string type, double meanNs, OperatorPlace place) =>
            profile.Operators.Add(new ProfiledOperator { Name = name, OpType = type, Provider = "cpu", Calls = 50, MeanNs = meanNs, Place = place });

        Add("stem/norm_nchwc", "Conv", 27_000, new OperatorPlace { Part = NetworkPart.Stem, Text = "stem" });
        profile.Operators[0].Inputs.Add(new ProfiledTensor { Type = "float", Dims = { 1, 3, 32, 32 } });
        foreach (var cell in new[] { 0, 1, 2 })
        {
            Add($"cell{cell}/0-1/norm_nchwc", "Conv", 31_000 + (100 * cell), Edge(cell, 0, 1, "nor_conv_3x3"));
            Add($"cell{cell}/1-2/pool_nchwc", "AveragePool", 4_500, Edge(cell, 1, 2, "avg_pool_3x3"));
            Add($"cell{cell}/sum2-3", "Add", 2_000, new OperatorPlace { Part = NetworkPart.Sum, Cell = cell, Node = 3, Text = $"cell {cell} sum at node 3" });
        }

        Add("InsertedPrecisionFreeCast_cell5/second/norm_nchwc", "Conv", 16_000, new OperatorPlace { Part = NetworkPart.Reduction, Cell = 5, Text = "cell 5 reduction" });
        Add("logits", "Gemm", 3_000, new OperatorPlace { Part = NetworkPart.Head, Text = "head" });
        Add("ReorderOutput", "ReorderOutput", 1_000, new OperatorPlace { Part = NetworkPart.Unmatched, Text = "unmatched" });
        var total = profile.Operators.Sum(one => one.MeanNs);
        foreach (var one in profile.Operators)
            one.Share = one.MeanNs / total;
        return profile;
    }

    private static OperatorPlace Edge(int cell, int from, int to, string operation) =>
        new() { Part = NetworkPart.Edge, Cell = cell, EdgeFrom = from, Node = to, Operation = operation, Text = $"cell {cell} edge {from}->{to} {operation}" };
}
