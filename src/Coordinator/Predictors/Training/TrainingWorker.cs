using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Predictors.Serving;
using LatBench.Hosting;
using LatBench.Hosting.Files;
using LatBench.Prediction.Serving;
using LatBench.Storage;
using LatBench.Storage.Predictors;
using LatBench.Storage.Signals;

namespace LatBench.Coordinator.Predictors.Training;

/// <summary>Trains what waits, one after the other; of several coordinators one trains at a time.</summary>
internal sealed partial class TrainingWorker(
    IStore store, TrainingJobs jobs, TrainingProcess process, PredictorArtifacts artifacts, PredictorCatalog catalog, TimeProvider time, ILogger<TrainingWorker> logger) : BackgroundService
{
    /// <summary>The time that a training stays this coordinator's without a report.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ReportPeriod = TimeSpan.FromSeconds(1);

    /// <summary>The time that the hint is relied on before looking again.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);

    private readonly string _owner = Guid.NewGuid().ToString("N");

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                var hint = store.Signals.WaitAsync(Topics.Trainings, PollInterval, stoppingToken);
                if (await ClaimAsync(stoppingToken) is { } predictor)
                    await RunAsync(predictor, stoppingToken);
                else
                    await hint;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task<Predictor?> ClaimAsync(CancellationToken cancellationToken)
    {
        try
        {
            var now = time.GetUtcNow();
            return await store.Predictors.ClaimAsync(_owner, now + Lease, now, cancellationToken);
        }
        catch (StorageException e)
        {
            LogStorageUnavailable(e.Message);
            return null;
        }
    }

    private async Task RunAsync(Predictor predictor, CancellationToken stoppingToken)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var progress = new Progress();
        var reports = ReportAsync(predictor.Id, progress, lost, done.Token);
        try
        {
            LogStarted(predictor.Id, predictor.Target);
            await TrainAsync(predictor, progress, lost.Token);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            if (stoppingToken.IsCancellationRequested)
                await EndAsync(() => store.Predictors.ReleaseAsync(predictor.Id, _owner, CancellationToken.None));
            else
                LogLost(predictor.Id);
        }
        catch (RefusalException e)
        {
            await FailAsync(predictor, TrainingFailure.Labels, e.Message);
        }
        catch (StorageException e)
        {
            await FailAsync(predictor, TrainingFailure.Storage, $"The predictor could not be kept. {e.Message}");
        }
        catch (Exception e) when (FileError.Is(e))
        {
            await FailAsync(predictor, TrainingFailure.Storage, FileError.Of(e).Describe("The predictor could not be kept", "train again when that is done"));
        }
        catch (Exception e)
        {
            LogUnexpected(e, predictor.Id);
            await FailAsync(predictor, TrainingFailure.Crashed, "The coordinator failed on this training; its log says why.");
        }
        finally
        {
            await done.CancelAsync();
            await reports;
        }
    }

    private async Task TrainAsync(Predictor predictor, Progress progress, CancellationToken cancellationToken)
    {
        progress.Set("reading the labels", 0);
        var job = await jobs.BuildAsync(predictor, cancellationToken);
        var answer = await process.RunAsync(job, predictor.Plan, progress.Set, cancellationToken);
        if (answer.Output is not { } output)
        {
            await FailAsync(predictor, answer.Failure ?? TrainingFailure.Crashed, answer.Message ?? "The training process gave no result.");
            return;
        }

        progress.Set("storing", 1);
        var files = await artifacts.StoreAsync(output.Files, cancellationToken);
        // Loaded before it serves: no caller waits for it after the promotion.
        await catalog.PrepareAsync(predictor, new PredictorFiles(output.Files[PredictorFileNames.Onnx], output.Files[PredictorFileNames.Json]), cancellationToken);
        var result = new TrainingResult(output.Labels, output.HeldOutLabels, output.Evaluation, files);
        if (await store.Predictors.CompleteAsync(predictor.Id, _owner, result, time.GetUtcNow(), CancellationToken.None))
            LogReady(predictor.Id, predictor.Target, predictor.Version);
        catalog.Promoted();
    }

    /// <summary>Tells the store how far it is, which keeps the training this coordinator's, and learns from it whether it still is.</summary>
    private async Task ReportAsync(long predictorId, Progress progress, CancellationTokenSource lost, CancellationToken done)
    {
        try
        {
            while (true)
            {
                var (stage, fraction) = progress.Get();
                try
                {
                    if (!await store.Predictors.ReportAsync(predictorId, _owner, stage, fraction, time.GetUtcNow() + Lease, done))
                        await lost.CancelAsync();
                }
                catch (StorageException e)
                {
                    LogStorageUnavailable(e.Message);
                }

                await Task.Delay(ReportPeriod, time, done);
            }
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // The training has ended.
        }
    }

    private Task FailAsync(Predictor predictor, TrainingFailure failure, string message)
    {
        LogFailed(predictor.Id, predictor.Target, failure, message);
        return EndAsync(() => store.Predictors.FailAsync(predictor.Id, _owner, failure, message, time.GetUtcNow(), CancellationToken.None));
    }

    /// <summary>Stores the end of a training. Where the store cannot be reached, the lease runs out and the coordinator that claims it next settles it.</summary>
    private async Task EndAsync(Func<Task> end)
    {
        try
        {
            await end();
        }
        catch (StorageException e)
        {
            LogStorageUnavailable(e.Message);
        }
    }

    [LoggerMessage(EventId = EventIds.TrainingStarted, Level = LogLevel.Information, Message = "Training predictor {Id} for {Target}")]
    private partial void LogStarted(long id, string target);

    [LoggerMessage(EventId = EventIds.TrainingReady, Level = LogLevel.Information, Message = "Predictor {Id} is ready: version {Version} for {Target}")]
    private partial void LogReady(long id, string target, int version);

    [LoggerMessage(EventId = EventIds.TrainingFailed, Level = LogLevel.Warning, Message = "Training of predictor {Id} for {Target} failed ({Failure}): {Reason}")]
    private partial void LogFailed(long id, string target, TrainingFailure failure, string reason);

    [LoggerMessage(EventId = EventIds.TrainingLost, Level = LogLevel.Warning, Message = "Training of predictor {Id} was cancelled or taken over by another coordinator")]
    private partial void LogLost(long id);

    [LoggerMessage(EventId = EventIds.TrainingStorageUnavailable, Level = LogLevel.Warning, Message = "Trainings were not looked at: {Reason}")]
    private partial void LogStorageUnavailable(string reason);

    [LoggerMessage(EventId = EventIds.TrainingUnexpectedError, Level = LogLevel.Error, Message = "Unexpected error while predictor {Id} was trained")]
    private partial void LogUnexpected(Exception exception, long id);

    private sealed class Progress
    {
        private readonly Lock _gate = new();
        private (string Stage, double Fraction) _now = ("starting", 0);

        public void Set(string stage, double fraction)
        {
            lock (_gate)
                _now = (stage, fraction);
        }

        public (string Stage, double Fraction) Get()
        {
            lock (_gate)
                return _now;
        }
    }
}
