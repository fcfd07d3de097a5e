using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.WebUtilities;

namespace LatBench.Coordinator.Rest;

/// <summary>Checks the query string of a request against the message that it becomes part of. Transcoding ignores what it does not know.</summary>
internal static class QueryParameters
{
    /// <summary>Adds every fault of a query string.</summary>
    public static void Check(QueryString query, RestRoute route, FieldFaults faults)
    {
        var seen = new HashSet<string>();
        var chosen = new Dictionary<OneofDescriptor, FieldDescriptor>();
        foreach (var pair in new QueryStringEnumerable(query.Value))
        {
            var name = pair.DecodeName().ToString();
            if (Find(route, name, faults) is not { } field)
                continue;
            if (!seen.Add(field.Path) && !field.Descriptor.IsRepeated)
                faults.Add(field.Path, $"{field.Path} is given twice: give it once.");
            if (field.Descriptor.RealContainingOneof is { } oneof && !chosen.TryAdd(oneof, field.Descriptor) && chosen[oneof] != field.Descriptor)
                faults.Add(field.Path, $"Only one of {string.Join(", ", oneof.Fields.Select(one => one.JsonName))} may be given.");
            var value = pair.DecodeValue().ToString();
            if (!FieldValues.IsGood(field.Descriptor, value))
                faults.Add(field.Path, $"{field.Path} takes {FieldValues.Expected(field.Descriptor)}, not '{FieldNames.Shorten(value)}'.");
        }
    }

    /// <summary>The field that a parameter names; null, with a fault, where it may not be given here.</summary>
    private static QueryField? Find(RestRoute route, string name, FieldFaults faults)
    {
        bool IsAllowed(FieldDescriptor field) => !route.BodyIsMessage && field != route.BodyField && !route.IsInPath(field);

        var (message, path) = (route.Request, "");
        var parts = name.Split('.');
        for (var i = 0; i < parts.Length; i++)
        {
            var field = FieldNames.Find(message, parts[i]);
            path += (i == 0 ? "" : ".") + (field?.Name ?? FieldNames.Shorten(parts[i]));
            if (field is null)
            {
                faults.Add(path, i == 0 ? FieldNames.Unknown(message, name, parts[0], IsAllowed) : FieldNames.Unknown(message, path, parts[i], _ => true));
                return null;
            }

            if (i == 0 && !IsAllowed(field))
            {
                faults.Add(path, $"{path} is given by {(route.IsInPath(field) ? "the path" : "the body")}, not by the query string.");
                return null;
            }

            var isLast = i == parts.Length - 1;
            if (IsValue(field))
            {
                if (isLast)
                    return new QueryField(field, path);
                faults.Add(path, $"{path} has no fields of its own.");
                return null;
            }

            if (isLast || field.IsRepeated)
            {
                faults.Add(path, $"{path} cannot be given in a query string{(field.IsRepeated ? "" : $": give a field of it, such as {path}.{field.MessageType.Fields.InDeclarationOrder()[0].Name}")}.");
                return null;
            }

            message = field.MessageType;
        }

        return null;
    }

    private static bool IsValue(FieldDescriptor field) =>
        field.FieldType != FieldType.Message || FieldValues.IsText(field.MessageType) || FieldValues.Wrapped(field.MessageType) is not null;

    private sealed record QueryField(FieldDescriptor Descriptor, string Path);
}
