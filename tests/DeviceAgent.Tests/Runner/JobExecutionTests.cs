using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Tests.Support;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Tests.Runner;

public sealed class JobExecutionTests
{
    [Fact]
    public void Run_unknown_session_key_is_refused()
    {
        var plan = TestPlans.For("none") with { SessionEntries = new Dictionary<string, string> { ["session.set_denormals_as_zero"] = "1" } };
        var failure = Execute(plan).Failure!;
        Assert.Equal(FailureReason.TargetUnsupported, failure.Reason);
        Assert.Contains("session.set_denormals_as_zero", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_cpu_that_is_not_there_is_unsupported()
    {
        var failure = Execute(TestPlans.For("none") with { Cpus = [999] }).Failure!;
        Assert.Equal(FailureReason.TargetUnsupported, failure.Reason);
        Assert.Contains("999", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_finds_the_weights_in_memory_and_in_their_folder(bool inMemory)
    {
        using var directory = new TemporaryDirectory();
        var outcome = Execute(TestPlans.For(directory, TestModels.Shared(1)[0]), inMemory);
        Assert.Null(outcome.Failure);
        Assert.NotEmpty(outcome.Result!.SamplesNs);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_weights_under_another_name_are_not_found(bool inMemory)
    {
        using var directory = new TemporaryDirectory();
        var plan = TestPlans.For(directory, TestModels.Shared(1)[0]);
        var renamed = directory.Write(Path.Combine("elsewhere", "other.weights"), File.ReadAllBytes(plan.WeightsPath!));
        Assert.Equal(FailureReason.ModelRejected, Execute(plan with { WeightsPath = renamed }, inMemory).Failure!.Reason);
    }

    /// <summary>One weights file serves a whole search space: what other models take from it is not this model's memory.</summary>
    [Fact]
    public void Run_peak_memory_leaves_out_the_weights_that_the_model_does_not_name()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The peak is read from /proc.");
        const int others = 256 << 20;
        using var directory = new TemporaryDirectory();
        var model = TestModels.Shared(1)[0];
        var plan = TestPlans.For(directory, model);
        var large = directory.Write(Path.Combine("large", model.Weights!.FileName), [.. model.Weights.Bytes.Span, .. new byte[others]]);
        var (small, beside) = (Execute(plan).Result!.PeakMemoryBytes, Execute(plan with { WeightsPath = large }).Result!.PeakMemoryBytes);
        Assert.InRange(beside!.Value, 1, small!.Value + others / 2);
    }

    [Fact]
    public void Run_weights_that_are_missing_fail_and_leave_the_next_visit_alone()
    {
        using var directory = new TemporaryDirectory();
        using var weights = new WeightsMemory(inMemory: true);
        using var execution = new JobExecution(new SystemFiles(), TimeProvider.System, "1.0", weights);
        var plan = TestPlans.For(directory, TestModels.Shared(1)[0]);
        Assert.Equal(FailureReason.ModelRejected, execution.Load(plan with { WeightsPath = directory.File("none.weights") }).Failure!.Reason);
        Assert.Null(execution.Load(plan).Failure);
        Assert.NotEmpty(execution.Measure().Result!.SamplesNs);
    }

    [Fact]
    public void Run_clock_set_back_an_hour_in_the_middle_is_flagged_and_the_times_stay_in_order()
    {
        using var directory = new TemporaryDirectory();
        using var weights = new WeightsMemory(inMemory: true);
        var clock = new SettableClock();
        clock.OnRead = () => clock.OnRead = () => clock.Set(TimeSpan.FromHours(-1));
        using var execution = new JobExecution(new SystemFiles(), clock, "1.0", weights);
        execution.Load(TestPlans.For(directory, TestModels.Shared(1)[0]));
        var result = execution.Measure().Result!;
        Assert.Contains(ConditionFlags.ClockJump, result.Conditions.Flags);
        Assert.Equal(-3_600_000, result.Conditions.ClockJumpMs);
        Assert.True(result.EndTime >= result.StartTime);
    }

    [Fact]
    public void Run_says_the_conditions_that_every_linux_tells()
    {
        using var directory = new TemporaryDirectory();
        var conditions = Execute(TestPlans.For(directory, TestModels.Shared(1)[0])).Result!.Conditions;
        Assert.Equal(MeasurementProtocol.Name, conditions.Protocol);
        Assert.NotNull(conditions.Kernel);
        Assert.NotNull(conditions.Priority);
        Assert.NotNull(conditions.AvailableMemoryBytes);
        Assert.Null(conditions.ClockJumpMs);
        Assert.DoesNotContain(ConditionFlags.ClockJump, conditions.Flags);
    }

    private static JobOutcome Execute(JobPlan plan, bool inMemory = true)
    {
        using var weights = new WeightsMemory(inMemory);
        using var execution = new JobExecution(new SystemFiles(), TimeProvider.System, "1.0", weights);
        return execution.Load(plan) is { Failure: not null } failed ? failed : execution.Measure();
    }
}
