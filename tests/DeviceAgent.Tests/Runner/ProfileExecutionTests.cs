using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Tests.Support;
using LatBench.Exporter;
using LatBench.Exporter.Profiles;
using LatBench.Measurements;
using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;
using LatBench.TestKit;
using NetworkPart = LatBench.SearchSpaces.NetworkPart;

namespace LatBench.DeviceAgent.Tests.Runner;

public sealed class ProfileExecutionTests
{
    private static readonly ProfilePlan Short = new() { WarmUpRuns = 1, MinRuns = 3, MaxRuns = 3 };

    [Theory]
    [InlineData("320412", Precision.Fp32, "all")]
    [InlineData("333333", Precision.Fp32, "all")]
    [InlineData("302003", Precision.Fp32, "all")]
    [InlineData("313123", Precision.Fp16, "all")]
    [InlineData("333333", Precision.Fp32, "extended")]
    [InlineData("302003", Precision.Fp32, "extended")]
    [InlineData("302003", Precision.Fp32, "basic")]
    [InlineData("320412", Precision.Fp32, "disabled")]
    [InlineData("320412", Precision.Fp16, "basic")]
    [InlineData("320412", Precision.Int8, "all")]
    public void Run_names_the_operators_of_the_exported_graph(string code, Precision precision, string level)
    {
        using var directory = new TemporaryDirectory();
        var architecture = Cell.Parse(code).EffectiveCell.Cell;
        var plan = TestPlans.For(directory, ModelExporter.ExportShared(Nas201.Spec(architecture, precision: precision))) with { GraphOptimization = level };

        var profile = Execute(plan).Profile!;

        Assert.Equal(3, profile.Runs);
        Assert.All(profile.Operators, one => Assert.Equal(("cpu", 3), (one.Provider, one.Calls)));
        Assert.Contains($"graph_optimization_level={level}", profile.SessionOptions);
        Assert.All(profile.Operators, one => Assert.NotEmpty(one.Outputs));
        Assert.Contains(new ProfiledTensor(precision == Precision.Fp16 ? "float16" : "float", [1, 3, 32, 32]), profile.Operators.SelectMany(one => one.Inputs));
        Assert.Equal([new ProfiledTensor(precision == Precision.Fp16 ? "float16" : "float", [1, 100])], profile.Operators[^1].Outputs);
        Assert.True(profile.Run.Nanoseconds >= profile.Operators.Sum(one => one.TotalNs()) / 3, "The operators took longer than the inferences they are of.");
        var network = new NodePlaces(Nas201.Spec(architecture).BuildGraph());
        var places = network.Of([.. profile.Operators.Select(one => (one.Name, one.OperatorType))]);
        Assert.Contains(NetworkPart.Stem, places.Select(place => place.Part));
        Assert.Contains(NetworkPart.Head, places.Select(place => place.Part));
        Assert.Equal([5, 11], places.Where(place => place.Part == NetworkPart.Reduction).Select(place => place.Cell!.Value).Distinct().Order());
        Assert.Equal(
            Enumerable.Range(0, 17).Except([5, 11]),
            places.Where(place => place is { Part: NetworkPart.Edge, Operation: "nor_conv_3x3" }).Select(place => place.Cell!.Value).Distinct().Order());
        // Every convolution of the network ran once, under whatever name.
        var convolutions = places.Zip(profile.Operators).Where(pair => pair.Second.OperatorType.EndsWith("Conv", StringComparison.Ordinal) && pair.First.Part != NetworkPart.Head).Select(pair => pair.First).ToArray();
        Assert.Equal(1 + (15 * Convolutions(architecture)) + (2 * 3), convolutions.Length);
        Assert.Equal(15 * Convolutions(architecture), convolutions.Where(place => place.Part == NetworkPart.Edge).Distinct().Count());
        // What the runtime adds of its own are changes of layout.
        Assert.All(
            profile.Operators.Where(one => network.Of(one.Name).Part == NetworkPart.Unmatched),
            one => Assert.Contains(one.OperatorType, new[] { "Transpose", "ReorderInput", "ReorderOutput" }));
    }

    [Fact]
    public void Run_leaves_no_file_behind_and_the_weights_for_the_next_visit()
    {
        using var directory = new TemporaryDirectory();
        using var weights = new WeightsMemory(inMemory: true);
        var execution = new ProfileExecution(TimeProvider.System, "1.0", weights);
        var plan = TestPlans.For(directory, TestModels.Shared(1)[0]);
        var before = Directory.GetDirectories(Path.GetTempPath(), "latbench-profile-*");

        Assert.NotNull(Run(execution, plan).Profile);
        Assert.NotNull(Run(execution, plan).Profile);
        Assert.NotNull(execution.Run().Failure);

        Assert.Empty(Directory.GetDirectories(Path.GetTempPath(), "latbench-profile-*").Except(before));
    }

    [Fact]
    public void Run_time_bounds_the_runs()
    {
        using var directory = new TemporaryDirectory();
        var plan = TestPlans.For(directory.Write("tiny.onnx", TestModels.Tiny()));
        Assert.Equal(4, Execute(plan, Short with { MinRuns = 4, MaxRuns = 1000, Duration = TimeSpan.Zero }).Profile!.Runs);
        Assert.Equal(7, Execute(plan, Short with { MinRuns = 4, MaxRuns = 7, Duration = TimeSpan.FromHours(1) }).Profile!.Runs);
    }

    [Fact]
    public void Run_bad_models_are_failures()
    {
        using var directory = new TemporaryDirectory();
        Assert.Equal(FailureReason.ModelRejected, Execute(TestPlans.For(directory.Write("rejected.onnx", TestModels.Rejected()))).Failure!.Reason);
        Assert.Equal(FailureReason.InvalidOutput, Execute(TestPlans.For(directory.Write("nan.onnx", TestModels.NotFinite()))).Failure!.Reason);
        Assert.Equal(FailureReason.TargetUnsupported, Execute(TestPlans.For("none") with { Cpus = [999] }).Failure!.Reason);
    }

    private static int Convolutions(Cell architecture) => architecture.Operations.Count(operation => operation is Operation.NorConv1x1 or Operation.NorConv3x3);

    private static JobOutcome Execute(JobPlan plan, ProfilePlan? profile = null)
    {
        using var weights = new WeightsMemory(inMemory: true);
        return Run(new ProfileExecution(TimeProvider.System, "1.0", weights), plan, profile);
    }

    private static JobOutcome Run(ProfileExecution execution, JobPlan plan, ProfilePlan? profile = null)
    {
        Assert.Null(execution.Load(plan with { Profile = profile ?? Short }).Failure);
        Assert.True(execution.IsLoaded);
        return execution.Run();
    }
}
