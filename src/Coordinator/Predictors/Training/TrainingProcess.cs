using System.Globalization;
using System.Text.Json;
using LatBench.Hosting.Processes;
using LatBench.Storage.Predictors;

namespace LatBench.Coordinator.Predictors.Training;

/// <summary>Runs one training in a process of its own, within its limits. The coordinator goes on even where that process fails.</summary>
internal sealed class TrainingProcess(TrainingCommand command, TimeProvider time)
{
    private static readonly TimeSpan MemoryPollInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Trains.</summary>
    /// <param name="job">The job to train.</param>
    /// <param name="plan">Its limits.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Ends the process at once.</param>
    /// <returns>The message that it ended with: an output or a failure.</returns>
    public async Task<TrainingMessage> RunAsync(TrainingJob job, TrainingPlan plan, Action<string, double> progress, CancellationToken cancellationToken)
    {
        ChildProcess process;
        try
        {
            process = ChildProcess.Start(command.ToChild(plan));
        }
        catch (ChildStartException exception)
        {
            return Failed(TrainingFailure.Crashed, $"The training process '{command.FileName}' cannot be started: {exception.Message}.");
        }

        using (process)
            return await RunAsync(process, job, plan, progress, cancellationToken);
    }

    private async Task<TrainingMessage> RunAsync(ChildProcess process, TrainingJob job, TrainingPlan plan, Action<string, double> progress, CancellationToken cancellationToken)
    {
        // Serving goes first.
        process.LowerPriority();
        using var timeLimit = new CancellationTokenSource(plan.TimeLimit, time);
        using var memoryLimit = new CancellationTokenSource();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeLimit.Token, memoryLimit.Token, cancellationToken);
        using var kill = end.Token.Register(process.Kill);
        var watch = WatchMemoryAsync(process, plan.MemoryBytes, memoryLimit, end.Token);
        try
        {
            var answer = await ExchangeAsync(process, job, progress);
            var exit = await process.WaitForExitAsync(time);
            cancellationToken.ThrowIfCancellationRequested();
            if (answer is not null)
                return answer;
            if (timeLimit.IsCancellationRequested)
                return Failed(TrainingFailure.TimeLimit, $"The training took longer than {plan.TimeLimit:c}: give it more time or threads, or train from fewer labels.");
            return memoryLimit.IsCancellationRequested ? OutOfMemory(plan) : Ended(exit, plan);
        }
        finally
        {
            await end.CancelAsync();
            await watch;
            await process.WaitForExitAsync(time);
        }
    }

    /// <summary>Sends the job to the process, then receives its messages; returns the last one, or null where the process ended without one.</summary>
    private static async Task<TrainingMessage?> ExchangeAsync(ChildProcess process, TrainingJob job, Action<string, double> progress)
    {
        try
        {
            // Its input stays open: when it closes, the coordinator is gone, and the process ends.
            await process.SendAsync(JsonSerializer.SerializeToUtf8Bytes(job, TrainingJson.Default.TrainingJob), CancellationToken.None);
        }
        catch (IOException)
        {
            // It has ended already; what it said tells why.
        }

        TrainingMessage? last = null;
        try
        {
            while (await process.ReceiveAsync(CancellationToken.None) is { } frame)
            {
                var message = JsonSerializer.Deserialize(frame, TrainingJson.Default.TrainingMessage)!;
                if (message.Stage is { } stage)
                    progress(stage, message.Fraction);
                else
                    last = message;
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException)
        {
            process.Kill();
            return Failed(TrainingFailure.Crashed, "The training process wrote something that is no message, and was ended: train again.");
        }

        return last;
    }

    private async Task WatchMemoryAsync(ChildProcess process, long limit, CancellationTokenSource exceeded, CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(MemoryPollInterval, time);
            while (await timer.WaitForNextTickAsync(cancellationToken) && !process.HasExited)
            {
                if (process.WorkingSetBytes() > limit)
                    await exceeded.CancelAsync();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException)
        {
            // The training has ended.
        }
    }

    private static TrainingMessage Ended(ChildExit exit, TrainingPlan plan)
    {
        if (exit.FirstError is { } said && (said.Contains(nameof(OutOfMemoryException), StringComparison.Ordinal) || said.Contains("Out of memory", StringComparison.Ordinal)))
            return OutOfMemory(plan);
        var message = exit.FirstError is null
            ? $"The training process {exit.Description} without a result: train again."
            : $"The training process {exit.Description} without a result; it said: {exit.FirstError}";
        return Failed(TrainingFailure.Crashed, message);
    }

    private static TrainingMessage OutOfMemory(TrainingPlan plan) => Failed(
        TrainingFailure.MemoryLimit,
        string.Create(CultureInfo.InvariantCulture, $"The training needed more than its {plan.MemoryBytes >> 20} MiB of memory: give it more, or train from fewer labels."));

    private static TrainingMessage Failed(TrainingFailure failure, string message) => new() { Failure = failure, Message = message };
}
