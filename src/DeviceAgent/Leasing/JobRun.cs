using System.Runtime.CompilerServices;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Artifacts;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Running;
using FailureReason = LatBench.Measurements.FailureReason;

namespace LatBench.DeviceAgent.Leasing;

/// <summary>
/// Carries out a group of jobs. Their models are loaded side by side, each in a runner of its own; then they are measured strictly one
/// after another, while nothing else of the agent runs.
/// </summary>
internal sealed class JobRun(ArtifactCache cache, Func<Target, IReadOnlyList<RunnerSupervisor>> runners, TargetCatalog targets, CpuChoice cpus, IReadOnlyList<string> customOperators)
{
    private const string GraphName = "model.onnx";

    private readonly ContentionDetector _contention = new();

    // Models of the batch whose files cannot be had: asked for once a batch, not once a job.
    private readonly Dictionary<string, ArtifactException> _missing = new(StringComparer.Ordinal);

    /// <summary>Fetches what a batch needs, so that nothing is fetched between its blocks. What cannot be had shows when its job is run.</summary>
    public async Task PrepareAsync(IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        _missing.Clear();
        var models = jobs.SelectMany(job => new[] { job.Model, job.Canary }).OfType<ModelFile>().DistinctBy(model => model.Sha256).ToArray();
        cache.Trim(models.SelectMany(model => new[] { model.Sha256, model.WeightsSha256 }).ToHashSet(StringComparer.Ordinal));
        foreach (var model in models)
        {
            try
            {
                await FilesAsync(model, cancellationToken).ConfigureAwait(false);
            }
            catch (ArtifactException exception)
            {
                _missing[model.Sha256] = exception;
            }
        }
    }

    /// <summary>Runs the jobs. Whatever goes wrong with one is in its outcome.</summary>
    /// <param name="jobs">One to as many as there are runners.</param>
    /// <param name="beside">The other work of the agent while models are loaded; no block begins before it has ended.</param>
    /// <param name="cancellationToken">Abandons the jobs.</param>
    /// <returns>The outcomes in the order of the jobs, each as soon as it is there.</returns>
    /// <exception cref="OperationCanceledException">The jobs were abandoned.</exception>
    public async IAsyncEnumerable<JobOutcome> RunAsync(IReadOnlyList<Job> jobs, Task beside, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var loading = new List<Task<JobOutcome>>();
        foreach (var (place, job) in jobs.Index())
            loading.Add(await LoadAsync(job, place, cancellationToken).ConfigureAwait(false));
        var loaded = await Task.WhenAll(loading).ConfigureAwait(false);
        await beside.ConfigureAwait(false);
        foreach (var (place, outcome) in loaded.Index())
            yield return outcome.IsLoaded ? WithContention(await runners(jobs[place].Target)[place].MeasureLoadedAsync(cancellationToken).ConfigureAwait(false), jobs[place].Target.Threads) : outcome;
    }

    private JobOutcome WithContention(JobOutcome outcome, int threads) => outcome is { Result: { } result, Core: { } core }
        ? outcome with { Result = result with { Contended = _contention.Detect(core, threads) } }
        : outcome;

    /// <summary>Has a job's files at hand, which is done for one job at a time, then begins to load it; the inner task is the loading.</summary>
    private async Task<Task<JobOutcome>> LoadAsync(Job job, int place, CancellationToken cancellationToken)
    {
        if (targets.WhyUnsupported(job.Target) is { } reason)
            return Task.FromResult(JobOutcome.Failed(FailureReason.TargetUnsupported, reason));
        if (_missing.TryGetValue(job.Model.Sha256, out var missing))
            return Task.FromResult(JobOutcome.Failed(missing.Reason, missing.Message));
        try
        {
            return runners(job.Target)[place].LoadAsync(await PlanAsync(job, place, cancellationToken).ConfigureAwait(false), cancellationToken);
        }
        catch (ArtifactException exception)
        {
            return Task.FromResult(JobOutcome.Failed(exception.Reason, exception.Message));
        }
    }

    private async Task<JobPlan> PlanAsync(Job job, int place, CancellationToken cancellationToken)
    {
        var (graph, weights) = await FilesAsync(job.Model, cancellationToken).ConfigureAwait(false);
        var (canary, canaryWeights) = job.Canary is { } model && !_missing.ContainsKey(model.Sha256)
            ? await FilesAsync(model, cancellationToken).ConfigureAwait(false)
            : (null, null);
        return new JobPlan
        {
            GraphPath = graph,
            WeightsPath = weights,
            Threads = job.Target.Threads,
            Cpus = cpus.For(job.Target.Threads),
            LoadingCpus = cpus.ForLoading(job.Target.Threads, place),
            CanaryPath = canary,
            CanaryWeightsPath = canaryWeights,
            GraphOptimization = Level(job.Target.GraphOptimization),
            Provider = targets.ProviderOf(job.Target),
            IoMode = TargetCatalog.IoModeOf(job.Target),
            CustomOperators = customOperators,
            Protocol = job.Protocol.ToDomain(),
            Profile = job.Profile ? new ProfilePlan() : null,
        };
    }

    private static string Level(GraphOptimization level) => level switch
    {
        GraphOptimization.Disabled => "disabled",
        GraphOptimization.Basic => "basic",
        GraphOptimization.Extended => "extended",
        _ => "all",
    };

    private async Task<(string Graph, string? Weights)> FilesAsync(ModelFile model, CancellationToken cancellationToken)
    {
        var weights = model.WeightsSha256.Length == 0
            ? null
            : await cache.GetAsync(model.WeightsSha256, model.WeightsFileName, cancellationToken).ConfigureAwait(false);
        return (await cache.GetAsync(model.Sha256, GraphName, cancellationToken).ConfigureAwait(false), weights);
    }
}

/// <summary>Chooses the CPUs that a model is pinned to.</summary>
/// <param name="allowed">The CPUs that may be used, ascending.</param>
internal sealed class CpuChoice(IReadOnlyList<int> allowed)
{
    /// <summary>While it is measured: the last ones allowed, because the first tends to serve the interrupts.</summary>
    public IReadOnlyList<int> For(int threads) => [.. allowed.Skip(Math.Max(0, allowed.Count - threads))];

    /// <summary>While it is loaded beside others: one CPU each. Threads of the runtime inherit it, so a model of several threads loads where it is measured.</summary>
    /// <param name="threads">Threads of the model.</param>
    /// <param name="place">Its place among those that are loaded together, from 0.</param>
    public IReadOnlyList<int> ForLoading(int threads, int place) =>
        threads == 1 ? [allowed[allowed.Count - 1 - (place % allowed.Count)]] : For(threads);
}
