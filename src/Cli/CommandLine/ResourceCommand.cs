using System.CommandLine;
using Google.Protobuf;
using LatBench.Cli.Connection;

namespace LatBench.Cli.CommandLine;

/// <summary>A command that names one resource, makes one call for it and prints the answer: <c>show</c>, <c>cancel</c>, <c>delete</c>, <c>promote</c> and the like.</summary>
internal sealed class ResourceCommand<T>
    where T : IMessage
{
    /// <summary>Gets the argument whose value is the full name of the resource.</summary>
    public required Argument<string> Name { get; init; }

    /// <summary>Makes the call for the resource of a name and returns the message that <c>--json</c> prints.</summary>
    public required Func<CommandContext, CoordinatorConnection, string, Task<T>> Call { get; init; }

    /// <summary>Prints the answer as text.</summary>
    public required Action<CommandContext, T> Print { get; init; }

    /// <summary>Creates the command.</summary>
    /// <param name="host">Of all commands.</param>
    /// <param name="verb">The name of the command.</param>
    /// <param name="description">One sentence.</param>
    /// <param name="examples">Command lines to copy.</param>
    /// <param name="options">Options that <see cref="Call"/> or <see cref="Print"/> read.</param>
    public CliCommand Create(CliHost host, string verb, string description, string[] examples, params IEnumerable<Option> options)
    {
        var json = OptionFactory.Json();
        var command = host.Command(verb, description, examples);
        command.Add(Name);
        foreach (var option in options.Append(json))
            command.Add(option);
        return command.SetHandler(async context =>
        {
            using var connection = context.Connect();
            var answer = await Call(context, connection, context.Get(Name)!);
            if (context.Get(json))
                context.Terminal.Json(answer);
            else
                Print(context, answer);
            return ExitCode.Done;
        });
    }
}
