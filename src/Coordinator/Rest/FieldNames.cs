using System.Collections.Concurrent;
using System.Collections.Frozen;
using Google.Protobuf.Reflection;
using LatBench.Hosting;

namespace LatBench.Coordinator.Rest;

/// <summary>The fields of a message by the names that JSON may use: <c>pageSize</c> and <c>page_size</c>.</summary>
internal static class FieldNames
{
    private const int MaxShown = 40;

    private static readonly ConcurrentDictionary<MessageDescriptor, FrozenDictionary<string, FieldDescriptor>> Fields = new();

    /// <summary>The field of a name; null where the message has none.</summary>
    public static FieldDescriptor? Find(MessageDescriptor message, string name) => Fields.GetOrAdd(message, Read).GetValueOrDefault(name);

    /// <summary>The sentence for a name that the message does not have.</summary>
    /// <param name="message">The message.</param>
    /// <param name="path">The path of the field, as it was given.</param>
    /// <param name="name">The last part of the path.</param>
    /// <param name="allowed">The fields that may be given here.</param>
    public static string Unknown(MessageDescriptor message, string path, string name, Func<FieldDescriptor, bool> allowed)
    {
        FieldDescriptor[] fields = [.. message.Fields.InDeclarationOrder().Where(allowed)];
        var shown = Shorten(path);
        if (NearestName.Of(name, Candidates(fields, name.Contains('_', StringComparison.Ordinal))) is { } near)
            return $"There is no field {shown}: did you mean '{near}'?";
        return fields.Length == 0
            ? $"There is no field {shown}: nothing is taken here."
            : $"There is no field {shown}: there are {string.Join(", ", fields.Select(field => field.JsonName))}.";
    }

    /// <summary>A text of a request as far as a sentence should show it.</summary>
    public static string Shorten(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
        return line.Length <= MaxShown ? line : line[..MaxShown] + "…";
    }

    private static FrozenDictionary<string, FieldDescriptor> Read(MessageDescriptor message)
    {
        var names = new Dictionary<string, FieldDescriptor>();
        foreach (var field in message.Fields.InFieldNumberOrder())
            names[field.Name] = field;
        foreach (var field in message.Fields.InFieldNumberOrder())
            names[field.JsonName] = field;
        return names.ToFrozenDictionary();
    }

    /// <summary>The fields, and those one level below: <c>precison</c> may stand where <c>modelConfig.precision</c> is meant.</summary>
    private static IEnumerable<(string Name, string Text)> Candidates(FieldDescriptor[] fields, bool underscores)
    {
        string NameOf(FieldDescriptor field) => underscores ? field.Name : field.JsonName;
        foreach (var field in fields)
            yield return (NameOf(field), NameOf(field));
        foreach (var outer in fields.Where(field => field is { FieldType: FieldType.Message, IsRepeated: false } && field.MessageType.File.Package != "google.protobuf"))
        {
            foreach (var inner in outer.MessageType.Fields.InDeclarationOrder())
                yield return (NameOf(inner), $"{NameOf(outer)}.{NameOf(inner)}");
        }
    }
}
