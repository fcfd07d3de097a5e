using System.Globalization;
using System.Text.Json;
using LatBench.Coordinator.Processes;
using LatBench.Hosting.Processes;
using LatBench.Storage.Predictors;

namespace LatBench.Coordinator.Predictors.Training;

/// <summary>Runs one training in a process of its own, within its limits. The coordinator goes on even where that process fails.</summary>
internal sealed class TrainingProcess(TrainingCommand command, TimeProvider time)
{
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
        TrainingMessage? last = null;
        var task = JsonSerializer.SerializeToUtf8Bytes(job, TrainingJson.Default.TrainingJob);
        var end = await LimitedProcess.RunAsync(process, task, new ProcessLimits(plan.TimeLimit, plan.MemoryBytes), Take, time, cancellationToken);
        if (!end.IsReadable)
            return Failed(TrainingFailure.Crashed, "The training process wrote something that is no message, and was ended: train again.");
        if (last is not null)
            return last;
        if (end.TookTooLong)
            return Failed(TrainingFailure.TimeLimit, $"The training took longer than {plan.TimeLimit:c}: give it more time or threads, or train from fewer labels.");
        return end.OutOfMemory ? OutOfMemory(plan) : Ended(end.Exit);

        void Take(byte[] frame)
        {
            var message = JsonSerializer.Deserialize(frame, TrainingJson.Default.TrainingMessage)!;
            if (message.Stage is { } stage)
                progress(stage, message.Fraction);
            else
                last = message;
        }
    }

    private static TrainingMessage Ended(ChildExit exit)
    {
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
