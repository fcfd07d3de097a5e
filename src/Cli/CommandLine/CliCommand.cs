using System.CommandLine;

namespace LatBench.Cli.CommandLine;

/// <summary>A command with examples for its help, whose every failure ends in one sentence and an exit code.</summary>
internal sealed class CliCommand(CliHost? host, string name, string description, IReadOnlyList<string> examples) : Command(name, description)
{
    /// <summary>Command lines to copy, without the prompt.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>Sets the handler of the command, which returns the exit code, and returns the command.</summary>
    public CliCommand SetHandler(Func<CommandContext, Task<int>> run)
    {
        ArgumentNullException.ThrowIfNull(host);
        SetAction(async (parse, cancellationToken) =>
        {
            var context = new CommandContext(host, parse, cancellationToken);
            try
            {
                return await run(context);
            }
#pragma warning disable CA1031 // The last line of defence: whatever happens, the user reads a sentence and no stack trace.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                var failure = Failure.Explain(exception, context);
                if (!host.Environment.Children.AreKilled)
                    await host.Environment.Error.WriteLineAsync(context.CompleteCommands(failure.Message));
                return failure.ExitCode;
            }
        });
        return this;
    }
}
