using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Tests.Comparisons;

/// <summary>Stored measurements whose latencies are known: a machine without states, and samples within half a percent.</summary>
internal static class StoredExamples
{
    public const string Target = "lab/ort-1.31.1/cpu/t1";

    private static readonly DateTimeOffset Start = new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);

    public static GetMeasurementResponse Of(
        int number, double milliseconds, string model = "a", int campaign = 1, string target = Target, Precision precision = Precision.Fp32, int batch = 1, int passes = 12, double canary = 1, string space = "nas-bench-201")
    {
        var response = new GetMeasurementResponse
        {
            Measurement = new Measurement
            {
                Name = $"measurements/{number}",
                Campaign = $"campaigns/{campaign}",
                ModelSha256 = new string((char)('a' + (number % 6)), 64),
                Target = target,
                SearchSpace = space,
                EffectiveCell = model,
                ModelConfig = new ModelConfig { Dataset = Dataset.Cifar100, Batch = batch, Precision = precision, GraphVariant = GraphVariant.Pruned },
                Verdict = Verdict.Valid,
                Summary = new LatencySummary { LatencyMs = milliseconds },
                MeasureTime = Timestamp.FromDateTimeOffset(Start),
            },
        };
        for (var pass = 1; pass <= passes; pass++)
        {
            response.Passes.Add(new Pass
            {
                Number = pass,
                Counted = true,
                Result = new PassResult
                {
                    SamplesNs = { Block(milliseconds * 1e6, 10, pass) },
                    CanaryNs = { Block(3e5 * canary, 5, pass) },
                    StartTime = Timestamp.FromDateTimeOffset(Start.AddSeconds(pass)),
                    EndTime = Timestamp.FromDateTimeOffset(Start.AddSeconds(pass)),
                    Contended = false,
                    Conditions = new Conditions { RuntimeVersion = "1.31.1", AgentVersion = "0.1.0" },
                },
            });
        }

        return response;
    }

    public static GetMeasurementResponse Failed(int number, string model, int campaign = 1)
    {
        var response = Of(number, 1, model, campaign, passes: 0);
        (response.Measurement.Verdict, response.Measurement.Summary, response.Measurement.FailureMessage) = (Verdict.Failed, null, "The model did not finish within its limit.");
        return response;
    }

    public static GetMeasurementResponse With(this GetMeasurementResponse response, params (string Name, string Type, double MeanNs)[] operators)
    {
        response.Profile = new OperatorProfile { Runs = 10, StartTime = Timestamp.FromDateTimeOffset(Start), EndTime = Timestamp.FromDateTimeOffset(Start) };
        response.Profile.Operators.AddRange(operators.Select(one => new ProfiledOperator { Name = one.Name, OpType = one.Type, Provider = "cpu", Calls = 10, MeanNs = one.MeanNs }));
        return response;
    }

    public static Device Device(string target = Target, string cpu = "A processor") => new()
    {
        Name = "devices/lab",
        Hardware = new Hardware { CpuModel = cpu, Architecture = "x64", LogicalCpus = 2, UsableCpus = 2 },
        Targets = { new Target { Slug = target, Device = "devices/lab", Runtime = "ort", RuntimeVersion = "1.31.1", ExecutionProvider = "cpu", Threads = 1, GraphOptimization = GraphOptimization.All } },
    };

    private static IEnumerable<long> Block(double level, int samples, int pass) =>
        Enumerable.Range(0, samples).Select(sample => (long)(level * (1 + (0.0005 * ((sample + pass) % 10)))));
}
