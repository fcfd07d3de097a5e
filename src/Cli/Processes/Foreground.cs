using LatBench.Cli.CommandLine;

namespace LatBench.Cli.Processes;

/// <summary>Children whose output is this command's own output.</summary>
internal static class Foreground
{
    public static ChildProcess Start(ChildPlan plan, CommandContext context)
    {
        // Two readers write here: the writers of a console are synchronised, those of a test are not.
        var (output, error) = (TextWriter.Synchronized(context.Environment.Out), TextWriter.Synchronized(context.Environment.Error));
        return context.Environment.Children.Add(ChildProcess.Start(plan, output.WriteLine, error.WriteLine, context.Time));
    }

    /// <summary>Waits until a child ends or the user interrupts; the exit code is that of the child, 0 after an interruption.</summary>
    public static async Task<int> WaitAsync(IReadOnlyList<ChildProcess> children, CancellationToken cancellationToken)
    {
        try
        {
            var ended = await Task.WhenAny(children.Select(child => child.Ended)).WaitAsync(cancellationToken);
            return await ended switch
            {
                ExitCode.Done => ExitCode.Done,
                ExitCode.WrongUsage => ExitCode.WrongUsage,
                _ => ExitCode.Failed,
            };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Done;
        }
    }
}
