using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Google.Protobuf;
using LatBench.Cli.CommandLine;

namespace LatBench.Cli.Rendering;

/// <summary><c>--output table|json|csv</c> of every command that prints a list, with <c>--json</c> as its short form. One list is one document, whose items are the rows of the CSV.</summary>
internal sealed class ListOutput
{
    public const string Name = "--output";

    private readonly Option<bool> _json = new("--json") { Description = "Short for --output json." };
    private readonly WordOption<OutputFormat> _output = new(
        Name,
        "Print the list as",
        new Dictionary<string, OutputFormat> { ["table"] = OutputFormat.Table, ["json"] = OutputFormat.Json, ["csv"] = OutputFormat.Csv },
        "table")
    {
        HelpName = "FORMAT",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_output);
        command.Add(_json);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_json) && result.GetResult(_output) is { Implicit: false, Tokens: [{ Value: not "json" and var other }] })
                result.AddError($"--json and {Name} {other} exclude each other: give one of them.");
        });
    }

    /// <summary>Prints a list of the contract.</summary>
    /// <param name="context">The run of the command.</param>
    /// <param name="list">The message with all items in its only repeated field of messages.</param>
    /// <param name="table">Prints the list for people.</param>
    public void Write(CommandContext context, IMessage list, Action table)
    {
        switch (Format(context))
        {
            case OutputFormat.Json:
                context.Terminal.Json(list);
                break;
            case OutputFormat.Csv:
                var (columns, items) = MessageColumns.Of(list);
                context.Terminal.Csv(columns, items);
                break;
            default:
                table();
                break;
        }
    }

    /// <summary>Prints a list of the command's own.</summary>
    /// <param name="context">The run of the command.</param>
    /// <param name="list">The document.</param>
    /// <param name="type">Its JSON.</param>
    /// <param name="items">Its items.</param>
    /// <param name="itemType">Their JSON.</param>
    /// <param name="table">Prints the list for people.</param>
    public void Write<TList, TItem>(CommandContext context, TList list, JsonTypeInfo<TList> type, IEnumerable<TItem> items, JsonTypeInfo<TItem> itemType, Action table)
    {
        switch (Format(context))
        {
            case OutputFormat.Json:
                context.Terminal.Json(list, type);
                break;
            case OutputFormat.Csv:
                context.Terminal.Csv([.. itemType.Properties.Select(property => property.Name)], items.Select(item => JsonSerializer.SerializeToElement(item, itemType)));
                break;
            default:
                table();
                break;
        }
    }

    private OutputFormat Format(CommandContext context) => context.Get(_json) ? OutputFormat.Json : context.Get(_output);
}
