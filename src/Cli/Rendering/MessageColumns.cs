using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace LatBench.Cli.Rendering;

/// <summary>The columns of a list of the contract: the fields of its items as JSON names them, those of a message in a message with its name and a dot before them. They depend on the contract alone.</summary>
internal static class MessageColumns
{
    private const string WellKnown = "google.protobuf";

    /// <summary>Gets the columns, and the items as JSON.</summary>
    /// <param name="list">The message with the items in its only repeated field of messages.</param>
    public static (IReadOnlyList<string> Columns, IEnumerable<JsonElement> Items) Of(IMessage list)
    {
        var field = list.Descriptor.Fields.InDeclarationOrder().Single(field => field.IsRepeated && field.FieldType == FieldType.Message);
        var items = (System.Collections.IEnumerable)field.Accessor.GetValue(list);
        return ([.. Paths(field.MessageType, [])], items.Cast<IMessage>().Select(Parse));
    }

    private static JsonElement Parse(IMessage item)
    {
        using var document = JsonDocument.Parse(JsonText.Compact(item));
        return document.RootElement.Clone();
    }

    private static IEnumerable<string> Paths(MessageDescriptor type, IReadOnlyList<MessageDescriptor> above)
    {
        foreach (var field in type.Fields.InDeclarationOrder())
        {
            // A list in an item is one cell, and so is a message that holds itself.
            if (field.IsRepeated || field.IsMap || field.FieldType != FieldType.Message || field.MessageType.File.Package == WellKnown || above.Contains(field.MessageType))
                yield return field.Name;
            else
                foreach (var path in Paths(field.MessageType, [.. above, type]))
                    yield return $"{field.Name}.{path}";
        }
    }
}
