using System.Diagnostics;
using LatBench.DeviceAgent.Running;
using LatBench.DeviceAgent.Tests.Support;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Tests.Running;

public sealed class RunnerSupervisorTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MeasureAsync_real_models_gives_samples_and_conditions_and_keeps_the_runner()
    {
        using var supervisor = TestRunner.Real();
        int? firstRunner = null;
        foreach (var model in TestModels.Shared(3))
        {
            var plan = TestPlans.For(_directory, model);
            var outcome = await supervisor.MeasureAsync(plan, Token);

            Assert.Null(outcome.Failure);
            var result = outcome.Result!;
            Assert.True(result.SamplesNs.Count >= plan.Protocol.MinBlockSamples);
            Assert.True(result.SamplesNs.Sum() >= plan.Protocol.MinBlockDuration.TotalNanoseconds);
            Assert.InRange(result.WarmUpNs.Count, 1, plan.Protocol.MaxWarmUpInferences);
            Assert.All(result.SamplesNs, sample => Assert.InRange(sample, 1_000, 10_000_000_000));
            Assert.True(result.SessionCreation > Latency.FromMilliseconds(0.1));
            Assert.True(result.EndTime > result.StartTime);
            Assert.InRange(result.PeakMemoryBytes!.Value, 10L << 20, 4L << 30);
            Assert.Equal(plan.Cpus, result.Conditions.CpuAffinity);
            Assert.Equal(await supervisor.RuntimeVersionAsync(Token), result.Conditions.RuntimeVersion);
            Assert.Contains("session.set_denormal_as_zero=1", result.Conditions.SessionOptions);
            Assert.Contains("intra_op_num_threads=1", result.Conditions.SessionOptions);
            Assert.NotNull(result.Conditions.InvoluntaryContextSwitches);
            firstRunner ??= supervisor.RunnerId;
            Assert.Equal(firstRunner, supervisor.RunnerId);
        }
    }

    [Fact]
    public async Task RuntimeVersionAsync_is_what_the_package_says()
    {
        using var supervisor = TestRunner.Real();
        Assert.StartsWith("1.31.1", await supervisor.RuntimeVersionAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public Task MeasureAsync_unknown_operator_is_rejected_in_one_line() =>
        Fails(TestModels.Rejected(), FailureReason.ModelRejected, "NoSuchOperator");

    [Fact]
    public Task MeasureAsync_garbage_is_rejected() => Fails([1, 2, 3, 4], FailureReason.ModelRejected, "ONNX Runtime cannot run the model");

    [Fact]
    public Task MeasureAsync_input_beyond_what_can_be_filled_is_rejected_before_it_is_made() =>
        Fails(TestModels.Enormous(), FailureReason.ModelRejected, "smaller batch");

    [Fact]
    public Task MeasureAsync_outputs_not_finite_are_invalid() => Fails(TestModels.NotFinite(), FailureReason.InvalidOutput, "'y'");

    [Fact]
    public Task MeasureAsync_memory_beyond_the_machine_is_out_of_memory() => Fails(TestModels.Greedy(), FailureReason.OutOfMemory, "memory");

    [Fact]
    public async Task MeasureAsync_batch_beyond_the_memory_of_a_model_is_out_of_memory_and_one_within_is_measured()
    {
        using var supervisor = TestRunner.Bounded(128);
        var outcome = await supervisor.MeasureAsync(TestPlans.For(_directory, TestModels.Batch(2000)), Token);
        Assert.True(FailureReason.OutOfMemory == outcome.Failure?.Reason, outcome.Failure?.Message);
        Assert.Null(supervisor.RunnerId);
        Assert.Null((await supervisor.MeasureAsync(TestPlans.For(_directory, TestModels.Batch(1)), Token)).Failure);
        await MeasuresAgain(supervisor);
    }

    [Fact]
    public async Task MeasureAsync_runner_that_dies_saying_that_memory_ran_out_is_out_of_memory()
    {
        using var supervisor = TestRunner.Script(@"printf '\003\000\000\0001.0'; head -c 4 > /dev/null; echo 'Out of memory.' >&2; kill -ABRT $$");
        var outcome = await supervisor.MeasureAsync(TestPlans.For("none"), Token);
        Assert.Equal(FailureReason.OutOfMemory, outcome.Failure!.Reason);
    }

    [Fact]
    public async Task MeasureAsync_model_past_its_limit_is_killed_and_the_next_is_measured()
    {
        using var supervisor = TestRunner.Real();
        await supervisor.RuntimeVersionAsync(Token);
        var hung = supervisor.RunnerId!.Value;
        var protocol = new MeasurementProtocol { ModelTimeout = TimeSpan.FromSeconds(1) };
        var outcome = await supervisor.MeasureAsync(TestPlans.For(_directory.Write("endless", TestModels.Endless()), protocol: protocol), Token);

        Assert.Equal(FailureReason.TimedOut, outcome.Failure!.Reason);
        Assert.Contains("1 s", outcome.Failure.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(hung));
        await MeasuresAgain(supervisor);
    }

    [Fact]
    public async Task MeasureAsync_runner_killed_in_the_middle_has_crashed_and_the_next_is_measured()
    {
        using var supervisor = TestRunner.Real();
        await supervisor.RuntimeVersionAsync(Token);
        var measuring = supervisor.MeasureAsync(TestPlans.For(_directory.Write("endless", TestModels.Endless())), Token);
        using (var runner = Process.GetProcessById(supervisor.RunnerId!.Value)) runner.Kill();
        var outcome = await measuring;

        Assert.Equal(FailureReason.RunnerCrashed, outcome.Failure!.Reason);
        Assert.Contains("signal 9", outcome.Failure.Message, StringComparison.Ordinal);
        await MeasuresAgain(supervisor);
    }

    [Fact]
    public async Task MeasureAsync_runner_that_died_between_two_models_is_replaced_without_a_failure()
    {
        using var supervisor = TestRunner.Real();
        await MeasuresAgain(supervisor);
        using (var runner = Process.GetProcessById(supervisor.RunnerId!.Value))
        {
            runner.Kill();
            await runner.WaitForExitAsync(Token);
        }

        await MeasuresAgain(supervisor);
    }

    [Fact]
    public async Task MeasureAsync_abandoned_visit_ends_the_runner()
    {
        using var supervisor = TestRunner.Real();
        await supervisor.RuntimeVersionAsync(Token);
        var id = supervisor.RunnerId!.Value;
        using var stop = new CancellationTokenSource();
        var measuring = supervisor.MeasureAsync(TestPlans.For(_directory.Write("endless", TestModels.Endless())), stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => measuring);
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
    }

    [Fact]
    public async Task MeasureAsync_runner_that_exits_tells_its_code_and_last_words()
    {
        // A greeting of three bytes, then death at the first plan.
        using var supervisor = TestRunner.Script(@"printf '\003\000\000\0001.0'; head -c 4 > /dev/null; echo 'boom' >&2; exit 7");
        var outcome = await supervisor.MeasureAsync(TestPlans.For("none"), Token);

        Assert.Equal(FailureReason.RunnerCrashed, outcome.Failure!.Reason);
        Assert.Contains("exit code 7", outcome.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("boom", outcome.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 3", "exit code 3")]
    [InlineData("echo 'this is no frame at all'; sleep 60", "does not speak")]
    public async Task RuntimeVersionAsync_no_runner_says_why(string script, string message)
    {
        using var supervisor = TestRunner.Script(script);
        var exception = await Assert.ThrowsAsync<RunnerStartException>(() => supervisor.RuntimeVersionAsync(Token));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MeasureAsync_executable_that_is_missing_is_an_internal_failure()
    {
        using var supervisor = TestRunner.Of(new RunnerCommand(_directory.File("no-such-file"), []));
        var outcome = await supervisor.MeasureAsync(TestPlans.For("none"), Token);
        Assert.Equal(FailureReason.Internal, outcome.Failure!.Reason);
        Assert.Contains("cannot be started", outcome.Failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private async Task Fails(byte[] model, FailureReason reason, string message)
    {
        using var supervisor = TestRunner.Real();
        var outcome = await supervisor.MeasureAsync(TestPlans.For(_directory.Write("model", model)), Token);

        Assert.Null(outcome.Result);
        Assert.True(reason == outcome.Failure!.Reason, outcome.Failure.Message);
        Assert.Contains(message, outcome.Failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', outcome.Failure.Message);
        await MeasuresAgain(supervisor);
    }

    private async Task MeasuresAgain(RunnerSupervisor supervisor)
    {
        var outcome = await supervisor.MeasureAsync(TestPlans.For(_directory.Write("tiny", TestModels.Tiny())), Token);
        Assert.Null(outcome.Failure);
        Assert.NotEmpty(outcome.Result!.SamplesNs);
    }
}
