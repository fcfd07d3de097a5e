using System.CommandLine;
using System.CommandLine.Invocation;
using LatBench.DeviceAgent.CustomOperators;
using LatBench.DeviceAgent.Providers;
using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Running;

namespace LatBench.DeviceAgent.Commands;

/// <summary>The command line of the agent's executable.</summary>
internal static class AgentCommand
{
    private const int Failed = 1;
    private const int WrongUsage = 2;

    /// <summary>Runs what the arguments say.</summary>
    /// <returns>0, 1 where it failed, 2 for wrong usage.</returns>
    public static async Task<int> InvokeAsync(string[] arguments)
    {
        var runner = RunnerVerb(RunnerCommand.Verb, "Measure for an agent; started by the agent itself.", RunnerLoop.Run);
        var parsed = new RootCommand("LatBench device agent: measures neural networks on this machine.")
        {
            RunVerb.Create(),
            CheckVerb.Create(),
            runner,
            RunnerVerb(RunnerCommand.ProbeVerb, "Try an execution provider for an agent; started by the agent itself.", ProviderTrial.Run),
            RunnerVerb(RunnerCommand.OperatorsVerb, "List the operators of a library for an agent; started by the agent itself.", CustomOperatorTrial.Run),
        }.Parse(arguments);
        // Signals and errors are handled here: the library would print a stack trace and end the agent after two seconds.
        var configuration = new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
        try
        {
            if (parsed.Errors.Count == 0 || parsed.Action is not (null or ParseErrorAction))
                return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
            foreach (var message in parsed.Errors.Select(error => error.Message).Distinct())
                await Console.Error.WriteLineAsync(message).ConfigureAwait(false);
            return WrongUsage;
        }
        catch (AgentException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return Failed;
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync($"The agent has to end because of an error that it does not know: {exception.Message}").ConfigureAwait(false);
            return Failed;
        }
    }

    private static Command RunnerVerb(string name, string description, Func<string?, int?, int> run)
    {
        var folder = new Option<string?>(RunnerCommand.RuntimeFolderOption) { Description = "Folder with the native library of ONNX Runtime." };
        var memory = new Option<int?>(RunnerCommand.MemoryOption) { Description = "Bound on the memory of a model in MiB." };
        var verb = new Command(name, description) { folder, memory };
        verb.Hidden = true;
        verb.SetAction(parsed => RuntimeBinding.Find(parsed.GetValue(folder)) is { } binding
            ? binding.Run([name, .. parsed.Tokens.Skip(1).Select(token => token.Value)])
            : run(parsed.GetValue(folder), parsed.GetValue(memory)));
        return verb;
    }
}
