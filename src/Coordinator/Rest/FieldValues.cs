using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace LatBench.Coordinator.Rest;

/// <summary>The values that a field takes, and the words for them.</summary>
internal static class FieldValues
{
    /// <summary>The well-known types that JSON writes as text.</summary>
    private static readonly Dictionary<string, (MessageParser Parser, string Expected)> TextTypes = new()
    {
        [Timestamp.Descriptor.FullName] = (Timestamp.Parser, "a time such as \"2030-01-31T12:00:00Z\""),
        [Duration.Descriptor.FullName] = (Duration.Parser, "a duration in seconds such as \"90s\" or \"0.5s\""),
        [FieldMask.Descriptor.FullName] = (FieldMask.Parser, "names of fields with commas between them, such as \"displayName,targets\""),
    };

    private const long MinSeconds = -62_135_596_800;
    private const long MaxSeconds = 253_402_300_799;

    private static readonly HashSet<string> FreeTypes =
    [
        Any.Descriptor.FullName, Struct.Descriptor.FullName, Value.Descriptor.FullName, ListValue.Descriptor.FullName,
    ];

    /// <summary>Determines whether a message is written as text: a time, a duration, a field mask.</summary>
    public static bool IsText(MessageDescriptor message) => TextTypes.ContainsKey(message.FullName);

    /// <summary>Determines whether a message may hold any JSON.</summary>
    public static bool IsFree(MessageDescriptor message) => FreeTypes.Contains(message.FullName);

    /// <summary>The field inside a wrapper such as <c>google.protobuf.Int32Value</c>; null where the message is none.</summary>
    public static FieldDescriptor? Wrapped(MessageDescriptor message) =>
        message.File.Name == "google/protobuf/wrappers.proto" ? message.FindFieldByNumber(1) : null;

    /// <summary>The words for what a field takes, one element of it where it is a list.</summary>
    public static string Expected(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Bool => "true or false",
        FieldType.String => "text",
        FieldType.Bytes => "text in base64",
        FieldType.Double or FieldType.Float => "a number",
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => $"a whole number from {int.MinValue} to {int.MaxValue}",
        FieldType.UInt32 or FieldType.Fixed32 => $"a whole number from 0 to {uint.MaxValue}",
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => $"a whole number from {long.MinValue} to {long.MaxValue}",
        FieldType.UInt64 or FieldType.Fixed64 => $"a whole number from 0 to {ulong.MaxValue}",
        FieldType.Enum => $"one of {Names(field.EnumType)}",
        _ when TextTypes.TryGetValue(field.MessageType.FullName, out var type) => type.Expected,
        _ when Wrapped(field.MessageType) is { } wrapped => Expected(wrapped),
        _ => "an object",
    };

    /// <summary>The names of an enum but the one that stands for nothing.</summary>
    public static string Names(EnumDescriptor type)
    {
        var names = type.Values.Where(value => value.Number != 0 || type.Values.Count == 1).Select(value => value.Name);
        return string.Join(", ", names);
    }

    /// <summary>Determines whether an enum has the number.</summary>
    public static bool IsDefined(EnumDescriptor type, int number) => type.FindValueByNumber(number) is not null;

    /// <summary>Determines whether the text is a time, a duration or a field mask.</summary>
    public static bool IsGood(MessageDescriptor message, string text)
    {
        try
        {
            // Transcoding takes no duration that is negative by a part of a second, and none beyond the years of a time.
            return TextTypes[message.FullName].Parser.ParseJson(JsonSerializer.Serialize(text)) is not Duration { Nanos: var nanos, Seconds: var seconds }
                || (nanos >= 0 && seconds is >= MinSeconds and <= MaxSeconds);
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidJsonException or ArgumentException or FormatException or OverflowException)
        {
            return false;
        }
    }

    /// <summary>Determines whether a text of a query string or the key of a map is a value of the field.</summary>
    public static bool IsGood(FieldDescriptor field, string text)
    {
        var culture = CultureInfo.InvariantCulture;
        return field.FieldType switch
        {
            FieldType.Bool => bool.TryParse(text, out _),
            FieldType.String => true,
            FieldType.Bytes => Convert.TryFromBase64String(text, new byte[text.Length], out _),
            FieldType.Double => double.TryParse(text, NumberStyles.Float, culture, out var number) && double.IsFinite(number),
            FieldType.Float => float.TryParse(text, NumberStyles.Float, culture, out var number) && float.IsFinite(number),
            FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out _),
            FieldType.UInt32 or FieldType.Fixed32 => uint.TryParse(text, NumberStyles.None, culture, out _),
            FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out _),
            FieldType.UInt64 or FieldType.Fixed64 => ulong.TryParse(text, NumberStyles.None, culture, out _),
            FieldType.Enum => int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var number)
                ? IsDefined(field.EnumType, number)
                : field.EnumType.FindValueByName(text) is not null,
            _ when Wrapped(field.MessageType) is { } wrapped => IsGood(wrapped, text),
            _ => IsText(field.MessageType) && IsGood(field.MessageType, text),
        };
    }
}
