using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LatBench.Storage.Predictors;

namespace LatBench.Coordinator.Predictors.Training;

/// <summary>Runs one training in a process of its own, within its limits. The coordinator goes on even where that process fails.</summary>
internal sealed class TrainingProcess(TrainingCommand command, TimeProvider time)
{
    private const int SignalBase = 128;

    private static readonly TimeSpan LookAtMemory = TimeSpan.FromMilliseconds(200);

    /// <summary>Trains.</summary>
    /// <param name="job">The job to train.</param>
    /// <param name="plan">Its limits.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Ends the process at once.</param>
    /// <returns>The message that it ended with: an output or a failure.</returns>
    public async Task<TrainingMessage> RunAsync(TrainingJob job, TrainingPlan plan, Action<string, double> progress, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = command.ToStartInfo(plan) };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            return Failed(TrainingFailure.Crashed, $"The training process '{command.FileName}' cannot be started: {exception.Message}.");
        }

        GiveWay(process);
        using var timeLimit = new CancellationTokenSource(plan.TimeLimit, time);
        using var memoryLimit = new CancellationTokenSource();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeLimit.Token, memoryLimit.Token, cancellationToken);
        using var kill = end.Token.Register(() => Kill(process));
        var watch = WatchMemoryAsync(process, plan.MemoryBytes, memoryLimit, end.Token);
        var errors = ReadErrorsAsync(process);
        try
        {
            var answer = await ExchangeAsync(process, job, progress);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            if (answer is not null)
                return answer;
            if (timeLimit.IsCancellationRequested)
                return Failed(TrainingFailure.TimeLimit, $"The training took longer than {plan.TimeLimit:c}: give it more time or threads, or train from fewer labels.");
            return memoryLimit.IsCancellationRequested ? OutOfMemory(plan) : Ended(process.ExitCode, await errors, plan);
        }
        finally
        {
            await end.CancelAsync();
            await watch;
            await errors;
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Writes the job to the process, then reads its messages; returns the last one, or null where the process ended without one.</summary>
    private static async Task<TrainingMessage?> ExchangeAsync(Process process, TrainingJob job, Action<string, double> progress)
    {
        try
        {
            // Its input stays open: when it closes, the coordinator is gone, and the process ends.
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(job, TrainingJson.Default.TrainingJob));
            await process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It has ended already; what it said tells why.
        }

        TrainingMessage? last = null;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith(TrainingMessage.Mark, StringComparison.Ordinal) || Parse(line[TrainingMessage.Mark.Length..]) is not { } message)
                continue;
            if (message.Stage is { } stage)
                progress(stage, message.Fraction);
            else
                last = message;
        }

        return last;
    }

    private static TrainingMessage? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, TrainingJson.Default.TrainingMessage);
        }
        catch (JsonException)
        {
            // A line that was cut off as the process ended.
            return null;
        }
    }

    private async Task WatchMemoryAsync(Process process, long limit, CancellationTokenSource exceeded, CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(LookAtMemory, time);
            while (await timer.WaitForNextTickAsync(cancellationToken) && !process.HasExited)
            {
                process.Refresh();
                if (process.WorkingSet64 > limit)
                    await exceeded.CancelAsync();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException)
        {
            // The training has ended.
        }
    }

    /// <summary>Returns the line with the error that ended the process: the first that is no stack frame.</summary>
    private static async Task<string?> ReadErrorsAsync(Process process)
    {
        const int MaxLength = 300;
        string? said = null;
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (said is null && !string.IsNullOrWhiteSpace(line) && !line.StartsWith("   at ", StringComparison.Ordinal))
                said = line.Length <= MaxLength ? line : line[..MaxLength];
        }

        return said;
    }

    private static TrainingMessage Ended(int exitCode, string? said, TrainingPlan plan)
    {
        if (said is not null && (said.Contains(nameof(OutOfMemoryException), StringComparison.Ordinal) || said.Contains("Out of memory", StringComparison.Ordinal)))
            return OutOfMemory(plan);
        var how = exitCode > SignalBase
            ? string.Create(CultureInfo.InvariantCulture, $"was ended by signal {exitCode - SignalBase}")
            : string.Create(CultureInfo.InvariantCulture, $"ended with exit code {exitCode}");
        var message = said is null ? $"The training process {how} without a result: train again." : $"The training process {how} without a result; it said: {said}";
        return Failed(TrainingFailure.Crashed, message);
    }

    private static TrainingMessage OutOfMemory(TrainingPlan plan) => Failed(
        TrainingFailure.MemoryLimit,
        string.Create(CultureInfo.InvariantCulture, $"The training needed more than its {plan.MemoryBytes >> 20} MiB of memory: give it more, or train from fewer labels."));

    private static TrainingMessage Failed(TrainingFailure failure, string message) => new() { Failure = failure, Message = message };

    /// <summary>Lowers the priority of the training process, so that serving goes first.</summary>
    private static void GiveWay(Process process)
    {
        try
        {
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself, or the system does not let us.
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }
    }
}
