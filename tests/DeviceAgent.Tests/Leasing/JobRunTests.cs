using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Artifacts;
using LatBench.DeviceAgent.Coordination;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Leasing;
using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Running;
using LatBench.DeviceAgent.Tests.Support;
using LatBench.Exporter;
using LatBench.Measurements;
using Microsoft.Extensions.Logging.Abstractions;
using FailureReason = LatBench.Measurements.FailureReason;

namespace LatBench.DeviceAgent.Tests.Leasing;

/// <summary>Groups of jobs in real runner processes.</summary>
public sealed class JobRunTests : IDisposable
{
    private const int Runners = 3;

    private readonly TemporaryDirectory _directory = new();
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly RunnerSet _runners = new(Runners, TestRunner.Real);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_group_is_measured_one_after_another_and_the_canary_beside_it()
    {
        var canary = Add(TestModels.Shared(1, seed: 9)[0]);
        var jobs = TestModels.Shared(Runners).Select(model => Job(Add(model), canary)).ToArray();
        var run = await PrepareAsync(jobs);
        var results = (await OutcomesAsync(run.RunAsync(jobs, Task.CompletedTask, Token))).Select(outcome => outcome.Result!).ToArray();

        Assert.Equal(Runners, results.Length);
        Assert.All(results, result => Assert.Equal(5, result.CanaryNs.Count));
        Assert.All(results, result => Assert.NotNull(result.ClockNs));
        Assert.All(results, result => Assert.Equal([CpuAffinity.Get()[^1]], result.Conditions.CpuAffinity));
        foreach (var (before, after) in results.Zip(results.Skip(1)))
        {
            // Its warm-up and block fit between the end of the one before and its own end.
            var measured = TimeSpan.FromMicroseconds((after.WarmUpNs.Sum() + after.SamplesNs.Sum()) / 1000);
            Assert.True(after.EndTime - before.EndTime >= measured);
        }
    }

    [Fact]
    public async Task RunAsync_nothing_is_measured_before_what_runs_beside_has_ended()
    {
        var jobs = new[] { Job(Add(TestModels.Shared(1)[0])) };
        var run = await PrepareAsync(jobs);
        var beside = new TaskCompletionSource();
        var outcomes = OutcomesAsync(run.RunAsync(jobs, beside.Task, Token));
        Assert.False(outcomes.IsCompleted);
        var ended = TimeProvider.System.GetUtcNow();
        beside.SetResult();
        var result = Assert.Single(await outcomes).Result!;
        Assert.True(result.EndTime - TimeSpan.FromMicroseconds((result.WarmUpNs.Sum() + result.SamplesNs.Sum()) / 1000) >= ended);
    }

    [Fact]
    public async Task RunAsync_bad_model_of_a_group_leaves_the_others_alone()
    {
        Job[] jobs = [Job(Add(TestModels.Rejected())), Job(Add(TestModels.Tiny())), Job(new ModelFile { Sha256 = new string('0', 64) })];
        var run = await PrepareAsync(jobs);
        var outcomes = await OutcomesAsync(run.RunAsync(jobs, Task.CompletedTask, Token));
        Assert.Equal(FailureReason.ModelRejected, outcomes[0].Failure!.Reason);
        Assert.Null(outcomes[1].Failure);
        Assert.Equal(FailureReason.ArtifactUnavailable, outcomes[2].Failure!.Reason);
    }

    [Fact]
    public async Task RunAsync_model_past_its_limit_ends_alone()
    {
        Job[] jobs = [Job(Add(TestModels.Endless()), timeout: TimeSpan.FromSeconds(1)), Job(Add(TestModels.Tiny()))];
        var run = await PrepareAsync(jobs);
        var outcomes = await OutcomesAsync(run.RunAsync(jobs, Task.CompletedTask, Token));
        Assert.Equal(FailureReason.TimedOut, outcomes[0].Failure!.Reason);
        Assert.Null(outcomes[1].Failure);
    }

    [Fact]
    public async Task RunAsync_abandoned_has_handed_out_what_was_finished()
    {
        Job[] jobs = [Job(Add(TestModels.Tiny())), Job(Add(TestModels.Endless()))];
        var run = await PrepareAsync(jobs);
        using var stop = new CancellationTokenSource();
        var finished = new List<JobOutcome>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var outcome in run.RunAsync(jobs, Task.CompletedTask, stop.Token))
            {
                finished.Add(outcome);
                stop.CancelAfter(TimeSpan.FromMilliseconds(100));
            }
        });
        Assert.NotNull(Assert.Single(finished).Result);
    }

    public void Dispose()
    {
        _runners.Dispose();
        _directory.Dispose();
    }

    private static async Task<List<JobOutcome>> OutcomesAsync(IAsyncEnumerable<JobOutcome> outcomes) => await outcomes.ToListAsync(Token);

    private async Task<JobRun> PrepareAsync(IReadOnlyList<Job> jobs)
    {
        var clock = TimeProvider.System;
        var backoff = new Backoff(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1), clock, new SplitMix64(1));
        var download = new ArtifactDownload(new FilesSource(_files), Pauses.None(), backoff, NullLogger.Instance);
        var cache = new ArtifactCache(_directory.Path, long.MaxValue, download, clock, NullLogger<ArtifactCache>.Instance);
        var targets = new TargetCatalog(usableCpus: 1, [new RuntimeOffer(await _runners.All[0].RuntimeVersionAsync(Token), [])]);
        var run = new JobRun(cache, _ => _runners.All, targets, new CpuChoice(CpuAffinity.Get()), []);
        await run.PrepareAsync(jobs, Token);
        return run;
    }

    private static Job Job(ModelFile model, ModelFile? canary = null, TimeSpan? timeout = null) => new()
    {
        Model = model,
        Canary = canary,
        Target = new Target { Threads = 1, Runtime = "ort", ExecutionProvider = "cpu", GraphOptimization = GraphOptimization.All },
        Protocol = new MeasurementProtocol { ModelTimeout = timeout ?? TimeSpan.FromSeconds(60) }.ToProto(),
    };

    private ModelFile Add(ExportedModel model)
    {
        _files[model.Weights!.Sha256] = model.Weights.Bytes.ToArray();
        _files[model.Sha256] = model.Graph;
        return new ModelFile { Sha256 = model.Sha256, WeightsSha256 = model.Weights.Sha256, WeightsFileName = model.Weights.FileName };
    }

    private ModelFile Add(byte[] graph)
    {
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(graph));
        _files[sha256] = graph;
        return new ModelFile { Sha256 = sha256 };
    }

    /// <summary>Gives what it has in one piece.</summary>
    private sealed class FilesSource(IReadOnlyDictionary<string, byte[]> files) : IArtifactSource
    {
        public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
            string sha256, long offset, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            if (!files.TryGetValue(sha256, out var content))
                throw new ArtifactException(FailureReason.ArtifactUnavailable, $"There is no artefact {sha256}.");
            yield return content.AsMemory((int)offset);
        }
    }
}
