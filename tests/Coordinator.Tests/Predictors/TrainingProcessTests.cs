using LatBench.Coordinator.Predictors.Training;
using LatBench.Hosting.Processes;
using LatBench.Storage.Predictors;
using LatBench.TestKit;

namespace LatBench.Coordinator.Tests.Predictors;

/// <summary>Real processes: the coordinator's own, and shells that behave as a training never should.</summary>
public sealed class TrainingProcessTests : IDisposable
{
    private static readonly TrainingPlan Plan = new()
    {
        Trainer = "linear",
        Seed = 1,
        HeldOutShare = 0.1,
        Threads = 1,
        TimeLimit = TimeSpan.FromMinutes(5),
        MemoryBytes = 4L << 30,
        Promote = true,
    };

    private readonly TempDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task RunAsync_trains_and_tells_how_far_it_is()
    {
        var stages = new List<(string Stage, double Fraction)>();

        var answer = await new TrainingProcess(TrainingCommand.Self(), TimeProvider.System).RunAsync(Job("latbench", 60), Plan, (stage, fraction) => stages.Add((stage, fraction)), Token);

        Assert.Null(answer.Message);
        Assert.Equal((54, 6), (answer.Output!.Labels, answer.Output.HeldOutLabels));
        Assert.Contains("predictor.onnx", answer.Output.Files.Keys);
        Assert.NotEmpty(stages);
        Assert.All(stages, stage => Assert.InRange(stage.Fraction, 0, 1));
        Assert.Equal(stages.Select(stage => stage.Fraction).Order(), stages.Select(stage => stage.Fraction));
    }

    [Fact]
    public async Task RunAsync_equal_jobs_give_equal_files()
    {
        var process = new TrainingProcess(TrainingCommand.Self(), TimeProvider.System);

        var first = (await process.RunAsync(Job("linear", 40), Plan, (_, _) => { }, Token)).Output!;
        var second = (await process.RunAsync(Job("linear", 40), Plan, (_, _) => { }, Token)).Output!;

        Assert.Equal(first.Files.Keys.Order(), second.Files.Keys.Order());
        Assert.All(first.Files, file => Assert.Equal(file.Value, second.Files[file.Key]));
    }

    [Theory]
    [InlineData("kill -9 $$", TrainingFailure.Crashed, "signal 9")]
    [InlineData("echo 'corrupted size vs. prev_size' >&2; kill -6 $$", TrainingFailure.Crashed, "corrupted size")]
    [InlineData("exit 7", TrainingFailure.Crashed, "exit code 7")]
    [InlineData("echo some library says something; exit 0", TrainingFailure.Crashed, "no message")]
    [InlineData("printf '\\100\\000\\000\\000{\"Output\":{\"La'; exit 0", TrainingFailure.Crashed, "without a result")]
    [InlineData("echo 'Out of memory.' >&2; exit 134", TrainingFailure.MemoryLimit, "4096 MiB")]
    public async Task RunAsync_process_that_ends_without_a_result_is_a_failure_with_its_reason(string script, TrainingFailure failure, string said)
    {
        var answer = await Shell("head -c 4 > /dev/null; " + script).RunAsync(Job("linear", 20), Plan, (_, _) => { }, Token);

        Assert.Equal(failure, answer.Failure);
        Assert.Contains(said, answer.Message);
        Assert.Null(answer.Output);
    }

    [Fact]
    public async Task RunAsync_does_not_wait_for_a_process_that_the_training_left_behind()
    {
        var answer = await Shell("head -c 4 > /dev/null; sleep 600 >&- & echo $! >&2; exit 3").RunAsync(Job("linear", 20), Plan, (_, _) => { }, Token).WaitAsync(TimeSpan.FromMinutes(1), Token);

        using var leftBehind = System.Diagnostics.Process.GetProcessById(int.Parse(answer.Message!.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture));
        leftBehind.Kill();
        Assert.Contains("ended with exit code 3 without a result", answer.Message);
    }

    [Fact]
    public async Task RunAsync_process_that_hangs_is_ended_at_its_time_limit()
    {
        var answer = await Shell("exec sleep 600").RunAsync(Job("linear", 20), Plan with { TimeLimit = TimeSpan.FromMilliseconds(300) }, (_, _) => { }, Token);

        Assert.Equal(TrainingFailure.TimeLimit, answer.Failure);
    }

    [Fact]
    public async Task RunAsync_process_over_its_memory_is_ended()
    {
        // The shell keeps doubling a string until it is stopped.
        var greedy = Shell("head -c 4 > /dev/null; s=xxxxxxxxxxxxxxxx; while :; do s=$s$s; [ ${#s} -gt 400000000 ] && exec sleep 600; done");

        var answer = await greedy.RunAsync(Job("linear", 20), Plan with { MemoryBytes = 64L << 20 }, (_, _) => { }, Token);

        Assert.Equal(TrainingFailure.MemoryLimit, answer.Failure);
        Assert.Contains("64 MiB", answer.Message);
    }

    [Fact]
    public async Task RunAsync_cancelled_leaves_no_process()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var pidFile = _directory.PathOf("pid");
        var running = Shell($"echo $$ > {pidFile}; printf '\\042\\000\\000\\000{{\"Stage\":\"hanging\",\"Fraction\":0.5}}'; exec sleep 600")
            .RunAsync(Job("linear", 20), Plan, (stage, _) => cancel.Cancel(), cancel.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        var pid = int.Parse((await File.ReadAllTextAsync(pidFile, Token)).Trim(), System.Globalization.CultureInfo.InvariantCulture);
        Assert.False(Directory.Exists($"/proc/{pid}"));
    }

    [Fact]
    public async Task RunAsync_program_that_is_not_there_is_a_failure()
    {
        var answer = await new TrainingProcess(new TrainingCommand(_directory.PathOf("nothing"), []), TimeProvider.System).RunAsync(Job("linear", 20), Plan, (_, _) => { }, Token);

        Assert.Equal(TrainingFailure.Crashed, answer.Failure);
        Assert.Contains("cannot be started", answer.Message);
    }

    [Fact]
    public async Task Training_process_ends_when_its_coordinator_is_gone()
    {
        using var process = System.Diagnostics.Process.Start(TrainingCommand.Self().ToChild(Plan).ToStartInfo())!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        await FramedPipe.WriteAsync(process.StandardInput.BaseStream, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Job("paper-gcn", 900), TrainingJson.Default.TrainingJob), Token);
        Assert.NotNull(await FramedPipe.ReadAsync(process.StandardOutput.BaseStream, Token));

        process.StandardInput.Close();

        await process.WaitForExitAsync(Token).WaitAsync(TimeSpan.FromSeconds(60), Token);
        Assert.Equal(3, process.ExitCode);
    }

    private static TrainingProcess Shell(string script) => new(new TrainingCommand("/bin/sh", ["-c", script]), TimeProvider.System);

    private static TrainingJob Job(string trainer, int labels)
    {
        var cells = Nas201.SearchSpace.Sample(labels, 1);
        return new TrainingJob
        {
            SearchSpace = "nas-bench-201",
            Trainer = trainer,
            Seed = 1,
            Threads = 1,
            HeldOutShare = 0.1,
            Pruned = true,
            Labels = new LatencyList([.. cells.Select(cell => cell.Text)], [.. cells.Select(cell => PredictorFixture.Milliseconds(cell))]),
        };
    }
}
