using System.CommandLine;
using Google.Protobuf;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;

namespace LatBench.Cli.CommandLine;

/// <summary>A command that lists everything of a kind: all pages, as a table, as one JSON document or as CSV.</summary>
internal sealed class Listing<T>
{
    private const int PageSize = 500;

    /// <summary>Gives the page with a size and a token ("" for the first), and the token of the next ("" after the last).</summary>
    public required Func<CommandContext, CoordinatorConnection, int, string, Task<(IEnumerable<T> Items, string Next)>> Page { get; init; }

    /// <summary>The message that holds all of them.</summary>
    public required Func<IEnumerable<T>, IMessage> Document { get; init; }

    /// <summary>Gets the sentence that is printed where the list is empty; it says what to do.</summary>
    public required string Empty { get; init; }

    public required TableColumn[] Headings { get; init; }

    public required Func<T, TimeProvider, string[]> Row { get; init; }

    /// <summary>The command, named <c>list</c>.</summary>
    /// <param name="host">Of all commands.</param>
    /// <param name="description">One sentence.</param>
    /// <param name="example">A command line to copy.</param>
    /// <param name="filters">Options that <see cref="Page"/> reads.</param>
    public Command Create(CliHost host, string description, string example, params Option[] filters)
    {
        var output = new ListOutput();
        var command = host.Command("list", description, example);
        foreach (var option in filters)
            command.Add(option);
        output.AddTo(command);
        return command.SetHandler(async context =>
        {
            using var connection = context.Connect();
            var items = await Pages.ReadAsync(token => Page(context, connection, PageSize, token));
            output.Write(context, Document(items), () =>
            {
                if (items.Count == 0)
                    context.Terminal.Note(Empty);
                else
                    context.Terminal.Table(Headings, items.Select(item => Row(item, context.Time)));
            });
            return ExitCode.Done;
        });
    }
}
