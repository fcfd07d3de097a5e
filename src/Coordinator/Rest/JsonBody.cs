using System.Collections.ObjectModel;
using System.Text.Json;
using Google.Protobuf.Reflection;

namespace LatBench.Coordinator.Rest;

/// <summary>
/// Checks the JSON of a body against the message that it becomes. Transcoding ignores the fields that it does not know, takes the last of two
/// values, and names no field where a value is of the wrong type.
/// </summary>
internal static class JsonBody
{
    // As deep as System.Text.Json goes by default, which transcoding reads with.
    private const int MaxDepth = 64;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Adds every fault of a body.</summary>
    /// <param name="json">The body.</param>
    /// <param name="request">The message of the request.</param>
    /// <param name="bodyField">The field of it that the body is; null where it is the whole message.</param>
    /// <param name="path">The values that the path gives, by field.</param>
    /// <param name="faults">The list that the faults are added to.</param>
    public static void Check(ReadOnlySpan<byte> json, MessageDescriptor request, FieldDescriptor? bodyField, IReadOnlyDictionary<string, string> path, FieldFaults faults)
    {
        var reader = new Utf8JsonReader(json.StartsWith(ByteOrderMark) ? json[ByteOrderMark.Length..] : json, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            reader.Read();
            if (bodyField is not null)
                CheckField(ref reader, bodyField, bodyField.Name, faults);
            else
                CheckMessage(ref reader, request, "", path, faults);
            // Reads on to find what stands behind the value.
            reader.Read();
        }
        catch (JsonException exception)
        {
            var reason = exception.Message.Split(" LineNumber:")[0].Replace(" which is not supported in this mode. Change the reader options", "", StringComparison.Ordinal).TrimEnd('.');
            faults.ReplaceWith(
                bodyField?.Name ?? "*",
                FormattableString.Invariant($"The body is not valid JSON at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}: {reason}."));
        }
    }

    private static void CheckMessage(ref Utf8JsonReader reader, MessageDescriptor message, string path, IReadOnlyDictionary<string, string> given, FieldFaults faults)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Refuse(ref reader, path.Length == 0 ? "*" : path, "an object", faults);
            return;
        }

        var prefix = path.Length == 0 ? "" : path + ".";
        var seen = new HashSet<FieldDescriptor>();
        var chosen = new HashSet<OneofDescriptor>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = Text(ref reader) ?? "?";
            reader.Read();
            if (FieldNames.Find(message, name) is not { } field)
            {
                faults.Add(prefix + FieldNames.Shorten(name), FieldNames.Unknown(message, prefix + name, name, _ => true));
                reader.Skip();
                continue;
            }

            if (!seen.Add(field))
                faults.Add(prefix + field.Name, $"{prefix}{field.Name} is given twice: give it once.");
            else if (field.RealContainingOneof is { } oneof && !chosen.Add(oneof))
                faults.Add(prefix + field.Name, $"Only one of {string.Join(", ", oneof.Fields.Select(one => one.JsonName))} may be given: leave {prefix}{field.Name} out, or the other.");

            if (given.TryGetValue(field.Name, out var fromPath) && reader.TokenType == JsonTokenType.String && Text(ref reader) != fromPath)
                faults.Add(field.Name, $"The path says {field.Name} '{FieldNames.Shorten(fromPath)}' and the body another: leave it out of the body.");
            else
                CheckField(ref reader, field, prefix + field.Name, faults);
        }
    }

    private static void CheckField(ref Utf8JsonReader reader, FieldDescriptor field, string path, FieldFaults faults)
    {
        if (field.IsMap)
            CheckMap(ref reader, field, path, faults);
        else if (field.IsRepeated)
            CheckList(ref reader, field, path, faults);
        else if (reader.TokenType != JsonTokenType.Null || field.FieldType != FieldType.Message)
            CheckValue(ref reader, field, path, faults);
    }

    private static void CheckList(ref Utf8JsonReader reader, FieldDescriptor field, string path, FieldFaults faults)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            Refuse(ref reader, path, "a list", faults);
            return;
        }

        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
            CheckValue(ref reader, field, FormattableString.Invariant($"{path}[{i}]"), faults);
    }

    private static void CheckMap(ref Utf8JsonReader reader, FieldDescriptor field, string path, FieldFaults faults)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Refuse(ref reader, path, "an object", faults);
            return;
        }

        var (keyField, valueField) = (field.MessageType.FindFieldByNumber(1), field.MessageType.FindFieldByNumber(2));
        var seen = new HashSet<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = Text(ref reader);
            var place = $"{path}[\"{FieldNames.Shorten(key ?? "?")}\"]";
            if (key is null || !FieldValues.IsGood(keyField, key))
                faults.Add(place, $"The keys of {path} are {FieldValues.Expected(keyField)}, which '{FieldNames.Shorten(key ?? "?")}' is not.");
            else if (!seen.Add(key))
                faults.Add(place, $"{place} is given twice: give it once.");
            reader.Read();
            CheckValue(ref reader, valueField, place, faults);
        }
    }

    private static void CheckValue(ref Utf8JsonReader reader, FieldDescriptor field, string path, FieldFaults faults)
    {
        if (field.FieldType == FieldType.Message)
        {
            CheckMessageValue(ref reader, field.MessageType, field, path, faults);
            return;
        }

        if (!IsScalar(ref reader, field))
            Refuse(ref reader, path, FieldValues.Expected(field), faults);
    }

    private static void CheckMessageValue(ref Utf8JsonReader reader, MessageDescriptor message, FieldDescriptor field, string path, FieldFaults faults)
    {
        if (FieldValues.IsFree(message))
        {
            reader.Skip();
        }
        else if (FieldValues.Wrapped(message) is { } wrapped)
        {
            CheckValue(ref reader, wrapped, path, faults);
        }
        else if (FieldValues.IsText(message))
        {
            if (reader.TokenType != JsonTokenType.String || Text(ref reader) is not { } text || !FieldValues.IsGood(message, text))
                Refuse(ref reader, path, FieldValues.Expected(field), faults);
        }
        else
        {
            CheckMessage(ref reader, message, path, ReadOnlyDictionary<string, string>.Empty, faults);
        }
    }

    private static bool IsScalar(ref Utf8JsonReader reader, FieldDescriptor field) => (field.FieldType, reader.TokenType) switch
    {
        (FieldType.Bool, JsonTokenType.True or JsonTokenType.False) => true,
        (FieldType.String, JsonTokenType.String) => Text(ref reader) is not null,
        (FieldType.Bytes, JsonTokenType.String) => reader.TryGetBytesFromBase64(out _),
        (FieldType.Double, JsonTokenType.Number) => reader.TryGetDouble(out var number) && double.IsFinite(number),
        (FieldType.Float, JsonTokenType.Number) => reader.TryGetSingle(out var number) && float.IsFinite(number),
        (FieldType.Double or FieldType.Float, JsonTokenType.String) => Text(ref reader) is "NaN" or "Infinity" or "-Infinity",
        (FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32, JsonTokenType.Number) => reader.TryGetInt32(out _),
        (FieldType.UInt32 or FieldType.Fixed32, JsonTokenType.Number) => reader.TryGetUInt32(out _),
        (FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64, JsonTokenType.Number) => reader.TryGetInt64(out _),
        (FieldType.UInt64 or FieldType.Fixed64, JsonTokenType.Number) => reader.TryGetUInt64(out _),
        (FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 or FieldType.UInt64 or FieldType.Fixed64, JsonTokenType.String) =>
            Text(ref reader) is { } text && FieldValues.IsGood(field, text),
        (FieldType.Enum, JsonTokenType.Number) => reader.TryGetInt32(out var number) && FieldValues.IsDefined(field.EnumType, number),
        (FieldType.Enum, JsonTokenType.String) => Text(ref reader) is { } name && field.EnumType.FindValueByName(name) is not null,
        (FieldType.Enum, JsonTokenType.Null) => field.EnumType.FullName == "google.protobuf.NullValue",
        _ => false,
    };

    /// <summary>The text of a name or a value; null where it is no Unicode.</summary>
    private static string? Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static void Refuse(ref Utf8JsonReader reader, string path, string expected, FieldFaults faults)
    {
        var given = reader.TokenType switch
        {
            JsonTokenType.String => Text(ref reader) is { } text ? $"'{FieldNames.Shorten(text)}'" : "text that is no Unicode",
            JsonTokenType.Number => FieldNames.Shorten(System.Text.Encoding.UTF8.GetString(reader.ValueSpan)),
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            JsonTokenType.Null => "null; leave it out for none",
            JsonTokenType.StartArray => "a list",
            _ => "an object",
        };
        faults.Add(path, $"{(path == "*" ? "The body" : path)} takes {expected}, not {given}.");
        reader.Skip();
    }
}
