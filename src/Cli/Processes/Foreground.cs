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

    /// <summary>Waits until a child ends or the user interrupts; the exit code is that of the child, 0 after an interruption.</summary>
    public static async Task<int> WaitAsync(IReadOnlyList<ChildProcess> children, CommandContext context)
    {
        var cancellationToken = context.CancellationToken;
        try
        {
            var ended = await Task.WhenAny(children.Select(child => child.Ended)).WaitAsync(cancellationToken);
            return ExitCodeOf(children.First(child => child.Ended == ended).Name, await ended, context);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Done;
        }
    }

    /// <summary>Returns the exit code of this command after a child has ended. A child that was killed cannot say so itself.</summary>
    /// <param name="name">The name of the child.</param>
    /// <param name="code">Its exit code.</param>
    /// <param name="context">The command.</param>
    public static int ExitCodeOf(string name, int code, CommandContext context)
    {
        if (code > SignalBase)
            context.Environment.Error.WriteLine(FormattableString.Invariant($"The {name} was ended by signal {code - SignalBase}{(code - SignalBase == Kill ? ", as the system does when memory runs out" : "")}: run the same command again."));
        return code is ExitCode.Done or ExitCode.WrongUsage ? code : ExitCode.Failed;
    }
}
