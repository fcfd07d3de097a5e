using System.Globalization;
using System.Reflection;
using System.Text;
using System.Xml.Linq;
using LatBench.Hosting;
using Microsoft.Extensions.Logging;

namespace LatBench.Docs.Tests.Reference;

/// <summary>Holds docs/reference/event-ids.md to the log messages of the programs.</summary>
public sealed class EventIdReferenceTests
{
    private const BindingFlags AnyMethod = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Fact]
    public void Document_has_every_event()
    {
        var meanings = XDocument.Load(Path.ChangeExtension(typeof(EventIds).Assembly.Location, ".xml")).Descendants("member")
            .Where(member => member.Attribute("name")!.Value.StartsWith($"F:{typeof(EventIds).FullName}.", StringComparison.Ordinal))
            .ToDictionary(member => member.Attribute("name")!.Value.Split('.')[^1], member => GeneratedDocument.Cell(member.Element("summary")!.Value));
        var messages = Messages();
        var text = new StringBuilder(
            """
            Every message in the log of the coordinator and of the agent has an event id of its own. An id is never used for another message: filters and alerts can rely on it.
            [Operations](../how-to/operations.md#looking-at-it) names the events that an operator may want to watch.

            | id | program | level | meaning |
            |---|---|---|---|

            """);
        foreach (var field in typeof(EventIds).GetFields(BindingFlags.Static | BindingFlags.Public).OrderBy(field => (int)field.GetRawConstantValue()!))
        {
            var id = (int)field.GetRawConstantValue()!;
            var (program, level) = messages[id];
            text.Append(CultureInfo.InvariantCulture, $"| {id} | {program} | {level} | {meanings[field.Name]} |\n");
        }

        GeneratedDocument.Check("Event ids", text.ToString(), "docs", "reference", "event-ids.md");
    }

    private static Dictionary<int, (string Program, string Level)> Messages() => new[] { "Coordinator", "DeviceAgent", "Cli", "Storage", "Publishing", "Exporter", "Dashboard" }
        .Select(name => (Name: name, Assembly: Assembly.Load($"LatBench.{name}")))
        .SelectMany(program => program.Assembly.GetTypes().SelectMany(type => type.GetMethods(AnyMethod))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .Where(message => message is not null)
            .Select(message => (message!.EventId, Program: program.Name == "DeviceAgent" ? "agent" : "coordinator", Level: message.Level.ToString())))
        .ToDictionary(message => message.EventId, message => (message.Program, message.Level));
}
