using LatBench.Cli.CommandLine;

namespace LatBench.Cli.Processes;

/// <summary>Children whose output is this command's own output.</summary>
internal static class Foreground
{
    /// <summary>The exit code of a process that a signal ended, less the signal.</summary>
    private const int SignalBase = 128;

    private const int Kill = 9;

    public static ChildProcess Start(ChildPlan plan, CommandContext context)
    {
        // Two readers write here: the writers of a console are synchronised, those of a test are not.
        var (output, error) = (TextWriter.Synchronized(context.Environment.Out), TextWriter.Synchronized(context.Environment.Error));
        return context.Environment.Children.Add(ChildProcess.Start(plan, output.WriteLine, error.WriteLine, context.Time));
    }

    /// <summary>Waits until a child ends or the user interrupts; the exit code is that of the child, 0 after an interruption. A child that is killed cannot say so itself.</summary>
    public static async Task<int> WaitAsync(IReadOnlyList<ChildProcess> children, CommandContext context)
    {
        var cancellationToken = context.CancellationToken;
        try
        {
            var ended = await Task.WhenAny(children.Select(child => child.Ended)).WaitAsync(cancellationToken);
            var code = await ended;
            if (code > SignalBase)
                await context.Environment.Error.WriteLineAsync(FormattableString.Invariant($"The {children.First(child => child.Ended == ended).Name} was ended from outside, by signal {code - SignalBase}{(code - SignalBase == Kill ? " (a kill, as of a system without memory)" : "")}: give the same command again."));
            return code switch
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
