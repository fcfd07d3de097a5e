using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Tests.Support;
using LatBench.Exporter;
using LatBench.Measurements;
using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;
using LatBench.TestKit;

namespace LatBench.DeviceAgent.Tests.Runner;

/// <summary>Every combination of model configuration and level that a campaign may ask for, through the runner's own job.</summary>
public sealed class ModelGridTests
{
    private static readonly MeasurementProtocol Shortest = new() { MinBlockDuration = TimeSpan.FromTicks(1), MinBlockSamples = 1, MaxWarmUpInferences = 1 };

    public static TheoryData<Precision, int, GraphVariant> Configurations() => new(
        from precision in Enum.GetValues<Precision>()
        from batch in new[] { 1, 8 }
        from variant in Enum.GetValues<GraphVariant>()
        select (precision, batch, variant));

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Run_every_configuration_gives_finite_outputs_at_every_level(Precision precision, int batch, GraphVariant variant)
    {
        using var directory = new TemporaryDirectory();
        using var weights = new WeightsMemory(inMemory: true);
        using var execution = new JobExecution(new SystemFiles(), TimeProvider.System, "1.0", weights);
        var spec = Nas201.Spec(Cell.Parse("320412"), precision: precision, batch: batch, variant: variant, dataset: Dataset.Cifar10);
        var plan = TestPlans.For(directory, ModelExporter.ExportShared(spec)) with { Protocol = Shortest };

        foreach (var level in new[] { "all", "extended", "basic", "disabled" })
        {
            var outcome = execution.Load(plan with { GraphOptimization = level });
            if (outcome.Failure is null)
                outcome = execution.Measure();
            Assert.True(outcome.Failure is null, $"{spec} at {level}: {outcome.Failure?.Message}");
            Assert.NotEmpty(outcome.Result!.SamplesNs);
        }
    }
}
