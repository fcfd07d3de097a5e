using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using LatBench.TestKit;

namespace LatBench.Coordinator.Tests.Fuzz;

/// <summary>Messages that are valid to the wire and to nothing else: every field may be absent, extreme, or text from the corpus.</summary>
internal sealed class RandomMessages(int seed)
{
    private const int Deepest = 5;
    private const int MostItems = 3;

    private static readonly string[] Corpus =
        [.. File.ReadLines(RepositoryRoot.PathOf("tests", "Coordinator.Tests", "Fuzz", "corpus", "strings.txt")).Select(System.Text.RegularExpressions.Regex.Unescape)];

    private static readonly long[] Numbers = [0, 1, -1, 2, 5, 100, 1000, 1001, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, 253_402_300_800, 1_000_000_000];
    private static readonly double[] Fractions = [0, 1, -1, 0.02, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.Epsilon];

    private readonly Random _random = new(seed);

    public byte[] Bytes()
    {
        var bytes = new byte[_random.Next(60)];
        _random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>A message with a few of its bytes changed.</summary>
    public byte[] Damaged(MessageDescriptor descriptor)
    {
        var bytes = Create(descriptor).ToByteArray();
        for (var i = 0; i < 3 && bytes.Length > 0; i++)
            bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
        return bytes;
    }

    public IMessage Create(MessageDescriptor descriptor) => Create(descriptor, 0);

    private IMessage Create(MessageDescriptor descriptor, int depth)
    {
        var message = descriptor.Parser.ParseFrom([]);
        foreach (var field in descriptor.Fields.InDeclarationOrder())
        {
            // Text is nearly always given: a request without its name is refused before anything else is looked at.
            if (_random.Next(4) == 0 || (field.FieldType == FieldType.Message && depth == Deepest))
                continue;
            if (field.IsMap)
                continue;
            if (field.IsRepeated)
            {
                var list = (IList)field.Accessor.GetValue(message);
                for (var i = _random.Next(MostItems + 1); i > 0; i--)
                    list.Add(Value(field, depth));
            }
            else
            {
                field.Accessor.SetValue(message, Value(field, depth));
            }
        }

        return message;
    }

    private object Value(FieldDescriptor field, int depth) => field.FieldType switch
    {
        FieldType.String => Pick(Corpus),
        FieldType.Bytes => ByteString.CopyFrom(Bytes()),
        FieldType.Bool => _random.Next(2) == 0,
        FieldType.Double => Pick(Fractions),
        FieldType.Float => (float)Pick(Fractions),
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => unchecked((int)Pick(Numbers)),
        FieldType.UInt32 or FieldType.Fixed32 => unchecked((uint)Pick(Numbers)),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => Pick(Numbers),
        FieldType.UInt64 or FieldType.Fixed64 => unchecked((ulong)Pick(Numbers)),
        // Mostly known: a request with another is refused before anything else is looked at.
        FieldType.Enum => Enum.ToObject(field.EnumType.ClrType, _random.Next(10) == 0 ? Pick([-1, 99]) : Pick(field.EnumType.Values.ToArray()).Number),
        FieldType.Message => Create(field.MessageType, depth + 1),
        _ => throw new NotSupportedException($"{field.FullName} has the type {field.FieldType}."),
    };

    private T Pick<T>(T[] values) => values[_random.Next(values.Length)];
}
