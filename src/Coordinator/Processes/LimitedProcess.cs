using LatBench.Hosting.Processes;

namespace LatBench.Coordinator.Processes;

/// <summary>Runs a process of ours for one task, within limits of time and memory. The coordinator goes on even where that process fails.</summary>
internal static class LimitedProcess
{
    private static readonly TimeSpan MemoryPollInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Sends a task, passes on what the process answers, and waits for its end.</summary>
    /// <param name="process">The process; the caller disposes it.</param>
    /// <param name="task">The first and only message that it is sent.</param>
    /// <param name="limits">Its limits.</param>
    /// <param name="take">Called with every message of it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the process at once.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<LimitedEnd> RunAsync(
        ChildProcess process, ReadOnlyMemory<byte> task, ProcessLimits limits, Action<byte[]> take, TimeProvider time, CancellationToken cancellationToken)
    {
        // Serving goes first.
        process.LowerPriority();
        using var timeLimit = new CancellationTokenSource(limits.Time, time);
        using var memoryLimit = new CancellationTokenSource();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeLimit.Token, memoryLimit.Token, cancellationToken);
        using var kill = end.Token.Register(process.Kill);
        var watch = WatchMemoryAsync(process, limits.MemoryBytes, memoryLimit, time, end.Token);
        try
        {
            var isReadable = await ExchangeAsync(process, task, take);
            var exit = await process.WaitForExitAsync(time);
            cancellationToken.ThrowIfCancellationRequested();
            return new LimitedEnd(exit, timeLimit.IsCancellationRequested, memoryLimit.IsCancellationRequested || IsOutOfMemory(exit), isReadable);
        }
        finally
        {
            await end.CancelAsync();
            await watch;
            await process.WaitForExitAsync(time);
        }
    }

    /// <summary>Exchanges messages; false where the process wrote something that is none, and was ended for it.</summary>
    private static async Task<bool> ExchangeAsync(ChildProcess process, ReadOnlyMemory<byte> task, Action<byte[]> take)
    {
        try
        {
            // Its input stays open: when it closes, the coordinator is gone, and the process ends.
            await process.SendAsync(task, CancellationToken.None);
        }
        catch (IOException)
        {
            // It has ended already; what it said tells why.
        }

        try
        {
            while (await process.ReceiveAsync(CancellationToken.None) is { } frame)
                take(frame);
            return true;
        }
        catch (Exception exception) when (exception is InvalidDataException or System.Text.Json.JsonException)
        {
            process.Kill();
            return false;
        }
    }

    private static async Task WatchMemoryAsync(ChildProcess process, long limit, CancellationTokenSource exceeded, TimeProvider time, CancellationToken cancellationToken)
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
            // It has ended.
        }
    }

    private static bool IsOutOfMemory(ChildExit exit) =>
        exit.FirstError is { } said && (said.Contains(nameof(OutOfMemoryException), StringComparison.Ordinal) || said.Contains("Out of memory", StringComparison.Ordinal));
}

/// <summary>The limits of a process.</summary>
/// <param name="Time">Time that it may take.</param>
/// <param name="MemoryBytes">Resident memory that it may have, in bytes.</param>
internal sealed record ProcessLimits(TimeSpan Time, long MemoryBytes);

/// <summary>The end of a process that was run within limits.</summary>
/// <param name="Exit">The end itself.</param>
/// <param name="TookTooLong">True where it was ended for its time.</param>
/// <param name="OutOfMemory">True where it was ended for its memory, or said that it had none left.</param>
/// <param name="IsReadable">False where it wrote something that is no message.</param>
internal sealed record LimitedEnd(ChildExit Exit, bool TookTooLong, bool OutOfMemory, bool IsReadable);
