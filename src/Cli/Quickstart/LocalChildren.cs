using LatBench.Cli.CommandLine;
using LatBench.Cli.Processes;

namespace LatBench.Cli.Quickstart;

/// <summary>The children of a quickstart: their logs, their unexpected ends, and their end with the command.</summary>
internal sealed class LocalChildren(CommandContext context) : IAsyncDisposable
{
    // A call fails a moment before the death of the process that served it is seen.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly List<(ChildProcess Process, LogFile Log)> _children = [];

    /// <summary>Starts a child that writes to its log in the data directory.</summary>
    public ChildProcess Start(ChildPlan plan)
    {
        var log = new LogFile(context.Data.Log(plan.Name));
        var child = context.Environment.Children.Add(ChildProcess.Start(plan, log.Add, log.Add, context.Time));
        _children.Add((child, log));
        return child;
    }

    /// <summary>Does <paramref name="work"/> as long as every child lives.</summary>
    /// <exception cref="CliException">A child ended; its last lines have been shown.</exception>
    public async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> work)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var task = work(stop.Token);
        var first = await Task.WhenAny([task, .. _children.Select(child => (Task)child.Process.Ended)]);
        if (first == task && task.IsCompletedSuccessfully)
            return await task;

        await stop.CancelAsync();
        await Task.WhenAny([Task.Delay(Grace, context.Time, CancellationToken.None), .. _children.Select(child => (Task)child.Process.Ended)]);
        try
        {
            var result = await task;
            if (first == task)
                return result;
        }
        catch (Exception) when (!context.CancellationToken.IsCancellationRequested && _children.Any(child => child.Process.Ended.IsCompleted))
        {
        }

        var (process, log) = _children.First(child => child.Process.Ended.IsCompleted);
        foreach (var line in log.LastLines())
            context.Terminal.Warn($"{process.Name}: {line}");
        throw new CliException($"The {process.Name} ended with exit code {await process.Ended}: its last lines are above, its log is {log.Path}.");
    }

    /// <summary>Ends the agent before the coordinator, so that it can still deliver.</summary>
    public async ValueTask DisposeAsync()
    {
        if (context.CancellationToken.IsCancellationRequested && _children.Count > 0)
            context.Terminal.Note($"Ending the {string.Join(" and the ", Enumerable.Reverse(_children).Select(child => child.Process.Name))} …; a second Ctrl-C ends them at once.");
        foreach (var (process, log) in Enumerable.Reverse(_children))
        {
            await process.DisposeAsync();
            log.Dispose();
        }
    }
}
