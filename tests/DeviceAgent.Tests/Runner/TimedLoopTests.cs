using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Tests.Support;
using LatBench.Measurements;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.DeviceAgent.Tests.Runner;

public sealed class TimedLoopTests
{
    private static readonly BlockRule FiftyMilliseconds = new(TimeSpan.FromMilliseconds(50), 1000);

    [Fact]
    public void Block_of_a_real_model_allocates_nothing()
    {
        using var directory = new TemporaryDirectory();
        using var options = SessionFactory.Options(TestPlans.For("none"));
        using var model = LoadedModel.Bind(new InferenceSession(TestModels.Tiny(), options), TestPlans.For("none"));
        var loop = new TimedLoop();
        loop.Block(model, FiftyMilliseconds);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var samples = loop.Block(model, FiftyMilliseconds);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(samples >= FiftyMilliseconds.MinSamples);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Block_of_an_empty_inference_ends_at_the_most_samples_and_costs_little()
    {
        var nothing = new Nothing();
        var loop = new TimedLoop();
        loop.Block(nothing, FiftyMilliseconds);
        var samples = loop.Block(nothing, FiftyMilliseconds);

        Assert.Equal(BlockRule.MaxSamples, samples);
        var median = loop.ToNanoseconds(samples).Order().ElementAt(samples / 2);
        TestContext.Current.SendDiagnosticMessage($"harness overhead: {median} ns a sample");
        Assert.InRange(median, 1, 2_000);
        Assert.Equal(2 * BlockRule.MaxSamples, nothing.Runs);
    }

    [Fact]
    public void WarmUp_runs_as_often_as_it_says()
    {
        var nothing = new Nothing();
        var durations = new TimedLoop().WarmUp(nothing, new WarmUpRule(3));
        Assert.Equal(nothing.Runs, durations.Count);
        Assert.InRange(durations.Count, WarmUpRule.Window + 1, 3);
    }

    private sealed class Nothing : IInference
    {
        public int Runs { get; private set; }

        public void Run() => Runs++;
    }
}
