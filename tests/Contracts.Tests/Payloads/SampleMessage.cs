using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace LatBench.Contracts.Tests.Payloads;

/// <summary>A message with every field set, the same at every call.</summary>
internal static class SampleMessage
{
    private const int Items = 2;

    public static IMessage Create(MessageDescriptor descriptor)
    {
        var message = descriptor.Parser.ParseFrom([]);
        foreach (var field in descriptor.Fields.InFieldNumberOrder().Where(field => !field.IsMap && !IsLaterChoice(field)))
        {
            if (!field.IsRepeated)
            {
                field.Accessor.SetValue(message, Value(field, 0));
                continue;
            }

            var list = (IList)field.Accessor.GetValue(message);
            for (var i = 0; i < Items; i++)
                list.Add(Value(field, i));
        }

        return message;
    }

    /// <summary>Determines whether a field is one of a oneof but not its first, which is the only one that is set.</summary>
    private static bool IsLaterChoice(FieldDescriptor field) => field.RealContainingOneof is { } choice && choice.Fields[0] != field;

    private static object Value(FieldDescriptor field, int item)
    {
        var number = (field.FieldNumber * 1000) + item + 1;
        return field.FieldType switch
        {
            FieldType.String => FormattableString.Invariant($"{field.Name} {item}"),
            FieldType.Bytes => ByteString.CopyFrom([(byte)field.FieldNumber, (byte)item, 0xFF]),
            FieldType.Bool => true,
            FieldType.Double => number + 0.5,
            FieldType.Float => number + 0.5f,
            FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => number,
            FieldType.UInt32 or FieldType.Fixed32 => (uint)number,
            FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => number * 1_000_000L,
            FieldType.UInt64 or FieldType.Fixed64 => (ulong)number * 1_000_000UL,
            FieldType.Enum => Enum.ToObject(field.EnumType.ClrType, 1),
            FieldType.Message => Create(field.MessageType),
            _ => throw new NotSupportedException($"{field.FullName} has the type {field.FieldType}."),
        };
    }
}
