using System.Collections;
using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace LatBench.Coordinator.Security;

/// <summary>
/// Looks for control characters in every text of a message, however deep. They have no place in a name or a note: Postgres cannot store
/// U+0000, and a terminal obeys the others. Tabs and line ends may stand in free text.
/// </summary>
internal static class MessageText
{
    /// <summary>The field with the output of a model as an agent saw it, which may hold any character; it is cleaned where it is taken in.</summary>
    private const string Cleaned = "latbench.v1.FailJobRequest.message";

    private static readonly ConcurrentDictionary<MessageDescriptor, FieldDescriptor[]> TextFields = new();

    /// <summary>The path of the first field at fault, for example <c>campaign.display_name</c>; null where all is well.</summary>
    public static string? FindFault(IMessage message) => HasFault(message) ? Find(message, "") : null;

    /// <summary>The same question without the path, which is not wanted of nearly all messages.</summary>
    private static bool HasFault(IMessage message)
    {
        foreach (var field in TextFields.GetOrAdd(message.Descriptor, FieldsWithText))
        {
            if (field.Accessor.GetValue(message) is { } value && HasFault(value))
                return true;
        }

        return false;
    }

    private static bool HasFault(object value)
    {
        switch (value)
        {
            case string text:
                return HasControl(text) && FaultOf(text, "") is not null;
            case IMessage nested:
                return HasFault(nested);
            case IDictionary map:
                return map.Keys.Cast<object>().Concat(map.Values.Cast<object>()).Any(HasFault);
            case IList list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is { } item && HasFault(item))
                        return true;
                }

                return false;
            default:
                return false;
        }
    }

    private static bool HasControl(string text) => text.AsSpan().ContainsAnyInRange('\0', '\x1f') || text.Contains('\x7f', StringComparison.Ordinal);

    private static string? Find(IMessage message, string path)
    {
        foreach (var field in TextFields.GetOrAdd(message.Descriptor, FieldsWithText))
        {
            if (field.Accessor.GetValue(message) is not { } value)
                continue;
            var fault = Examine(value, path + field.Name);
            if (fault is not null)
                return fault;
        }

        return null;
    }

    private static string? Examine(object value, string path) => value switch
    {
        string text => HasControl(text) ? FaultOf(text, path) : null,
        IMessage nested => Find(nested, path + "."),
        IDictionary map => map.Keys.Cast<object>().Concat(map.Values.Cast<object>()).Select(item => Examine(item, path)).FirstOrDefault(fault => fault is not null),
        IList list => list.Cast<object>().Select((item, index) => Examine(item, FormattableString.Invariant($"{path}[{index}]"))).FirstOrDefault(fault => fault is not null),
        _ => null,
    };

    private static string? FaultOf(string text, string path) => text.All(c => !char.IsControl(c) || c is '\t' or '\n' or '\r') ? null : path;

    private static FieldDescriptor[] FieldsWithText(MessageDescriptor descriptor) =>
        [.. descriptor.Fields.InDeclarationOrder().Where(field => field.FieldType is FieldType.String or FieldType.Message && field.FullName != Cleaned)];
}
