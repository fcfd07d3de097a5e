using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace LatBench.Coordinator.Security;

/// <summary>
/// Looks for numbers of enums that this build does not know, however deep in a message. gRPC lets them through, and a choice that is not known
/// would be taken for the default.
/// </summary>
internal static class EnumNumbers
{
    /// <summary>The fields in which newer agents may send numbers that are not known here; they decide nothing that the coordinator could get wrong.</summary>
    private static readonly HashSet<string> Tolerated = ["latbench.v1.Software.precisions", "latbench.v1.OperatorPlace.part"];

    private static readonly ConcurrentDictionary<MessageDescriptor, FieldDescriptor[]> Fields = new();

    /// <summary>The first field at fault and the sentence for it; null where all is well.</summary>
    public static (string Field, string Message)? FindFault(IMessage message) => Find(message, "");

    private static (string Field, string Message)? Find(IMessage message, string path)
    {
        foreach (var field in Fields.GetOrAdd(message.Descriptor, descriptor => [.. descriptor.Fields.InDeclarationOrder().Where(field => Holds(field, []))]))
        {
            if (field.Accessor.GetValue(message) is { } value && Examine(field, value, path + field.Name) is { } fault)
                return fault;
        }

        return null;
    }

    private static (string Field, string Message)? Examine(FieldDescriptor field, object value, string path)
    {
        switch (value)
        {
            case IMessage nested:
                return Find(nested, path + ".");
            case IDictionary map:
                return Examine(field.MessageType.FindFieldByNumber(2), map.Values.Cast<object>().ToList(), path);
            case IList list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (Examine(field, list[i]!, FormattableString.Invariant($"{path}[{i}]")) is { } fault)
                        return fault;
                }

                return null;
            default:
                var number = Convert.ToInt32(value, CultureInfo.InvariantCulture);
                return field.EnumType.FindValueByNumber(number) is not null
                    ? null
                    : (path, FormattableString.Invariant($"{path} has the number {number}, which is not known here: give one of {Rest.FieldValues.Names(field.EnumType)}."));
        }
    }

    private static bool Holds(FieldDescriptor field, HashSet<MessageDescriptor> above) => field.FieldType switch
    {
        FieldType.Enum => !Tolerated.Contains(field.FullName),
        FieldType.Message => above.Add(field.MessageType) && field.MessageType.Fields.InDeclarationOrder().Any(inner => Holds(inner, above)),
        _ => false,
    };
}
