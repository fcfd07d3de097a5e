using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Artifacts;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Running;
using FailureReason = LatBench.Measurements.FailureReason;

namespace LatBench.DeviceAgent.Leasing;

/// <summary>Carries out one job: its artefacts, its target, its visit.</summary>
internal sealed class JobRun(ArtifactCache cache, RunnerSupervisor runner, TargetCatalog targets, CpuChoice cpus)
{
    private const string GraphName = "model.onnx";

    // Models of the batch whose files cannot be had: asked for once a batch, not once a job.
    private readonly Dictionary<string, ArtifactException> _missing = new(StringComparer.Ordinal);

    /// <summary>Fetches what a batch needs, so that nothing is fetched between its blocks. What cannot be had shows when its job is run.</summary>
    public async Task PrepareAsync(IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        _missing.Clear();
        cache.Trim(jobs.SelectMany(job => new[] { job.Model.Sha256, job.Model.WeightsSha256 }).ToHashSet(StringComparer.Ordinal));
        foreach (var model in jobs.Select(job => job.Model).DistinctBy(model => model.Sha256))
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

    /// <summary>Runs the job. Whatever goes wrong with it is in the outcome.</summary>
    /// <exception cref="OperationCanceledException">The visit was abandoned.</exception>
    public async Task<VisitOutcome> RunAsync(Job job, CancellationToken cancellationToken)
    {
        if (targets.WhyUnsupported(job.Target) is { } reason)
            return VisitOutcome.Failed(FailureReason.TargetUnsupported, reason);
        if (_missing.TryGetValue(job.Model.Sha256, out var missing))
            return VisitOutcome.Failed(missing.Reason, missing.Message);
        try
        {
            var (graph, weights) = await FilesAsync(job.Model, cancellationToken).ConfigureAwait(false);
            var plan = new VisitPlan
            {
                GraphPath = graph,
                WeightsPath = weights,
                Threads = job.Target.Threads,
                Cpus = cpus.For(job.Target.Threads),
                GraphOptimization = Level(job.Target.GraphOptimization),
                Provider = targets.ProviderOf(job.Target),
                IoMode = TargetCatalog.IoModeOf(job.Target),
                Protocol = job.Protocol.ToDomain(),
            };
            return await runner.MeasureAsync(plan, cancellationToken).ConfigureAwait(false);
        }
        catch (ArtifactException exception)
        {
            return VisitOutcome.Failed(exception.Reason, exception.Message);
        }
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
