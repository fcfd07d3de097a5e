using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LatBench.Storage.Samples;

/// <summary>
/// Conditions in two parts: what repeats from pass to pass, the shape, which is stored once, and what stands in its gaps. The shape is the JSON with
/// <c>#</c> for every number and <c>@</c> for every time in UTC outside the other texts, so that fields of later builds need nothing here.
/// </summary>
/// <param name="Id">The beginning of the SHA-256 of <paramref name="Shape"/>.</param>
/// <param name="Shape">The part that repeats.</param>
/// <param name="Values">A format version byte, then numbers and times in their order, as varints.</param>
internal sealed record ConditionShape(long Id, string Shape, byte[] Values)
{
    private const byte FormatVersion = 1;
    private const char Number = '#';
    private const char Time = '@';
    private const int MaxDecimals = 17;
    private const long MaxMantissa = 1L << 60;

    /// <summary>Takes JSON apart that the serializer wrote, without white space.</summary>
    public static ConditionShape Of(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var (shape, values) = (new StringBuilder(json.Length), new List<byte>(64) { FormatVersion });
        var reader = new Utf8JsonReader(bytes);
        var copied = 0;
        while (reader.Read())
        {
            var gap = reader.TokenType switch
            {
                JsonTokenType.Number when TryNumber(reader.ValueSpan, values) => Number,
                JsonTokenType.String when TryTime(reader.ValueSpan, values) => Time,
                _ => '\0',
            };
            if (gap == '\0')
                continue;
            shape.Append(Encoding.UTF8.GetString(bytes, copied, (int)reader.TokenStartIndex - copied)).Append(gap);
            copied = (int)reader.BytesConsumed;
        }

        var text = shape.Append(Encoding.UTF8.GetString(bytes, copied, bytes.Length - copied)).ToString();
        return new(BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))), text, [.. values]);
    }

    /// <summary>Puts the JSON together again.</summary>
    /// <exception cref="InvalidDataException">The values are not those of the shape.</exception>
    public static string Join(string shape, ReadOnlySpan<byte> values)
    {
        if (values.IsEmpty || values[0] != FormatVersion)
            throw new InvalidDataException($"Stored conditions have format version {(values.IsEmpty ? "none" : values[0])}; this build reads {FormatVersion}.");
        values = values[1..];
        var json = new StringBuilder(shape.Length + (8 * values.Length));
        var inText = false;
        for (var i = 0; i < shape.Length; i++)
        {
            if (inText && shape[i] == '\\')
                json.Append(shape[i++]);
            else if (shape[i] == '"')
                inText = !inText;

            if (!inText && shape[i] == Number)
                json.Append(ReadNumber(ref values));
            else if (!inText && shape[i] == Time)
                json.Append(TextOf(new DateTimeOffset(Varint.UnZigZag(Varint.Read(ref values)), TimeSpan.Zero)));
            else
                json.Append(shape[i]);
        }

        return values.IsEmpty ? json.ToString() : throw new InvalidDataException($"Stored conditions have {values.Length} bytes too many.");
    }

    /// <summary>A number is its digits without the point and how many stand behind it; one that would read otherwise afterwards stays in the shape.</summary>
    private static bool TryNumber(ReadOnlySpan<byte> utf8, List<byte> values)
    {
        var token = Encoding.ASCII.GetString(utf8);
        var point = token.IndexOf('.');
        var decimals = point < 0 ? 0 : token.Length - point - 1;
        var digits = point < 0 ? token : token.Remove(point, 1);
        if (decimals > MaxDecimals
            || !long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var mantissa)
            || mantissa is <= -MaxMantissa or >= MaxMantissa
            || token != Write(mantissa, decimals))
            return false;
        Add(values, (Varint.ZigZag(mantissa) << 1) | (decimals > 0 ? 1UL : 0));
        if (decimals > 0)
            Add(values, (ulong)decimals);
        return true;
    }

    private static string ReadNumber(ref ReadOnlySpan<byte> values)
    {
        var head = Varint.Read(ref values);
        var decimals = (head & 1) == 0 ? 0 : Varint.Read(ref values);
        return decimals <= MaxDecimals ? Write(Varint.UnZigZag(head >> 1), (int)decimals) : throw new InvalidDataException($"Stored conditions have a number of {decimals} decimals.");
    }

    private static string Write(long mantissa, int decimals)
    {
        if (decimals == 0)
            return mantissa.ToString(CultureInfo.InvariantCulture);
        var digits = Math.Abs(mantissa).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        return $"{(mantissa < 0 ? "-" : "")}{digits.AsSpan(0, digits.Length - decimals)}.{digits.AsSpan(digits.Length - decimals)}";
    }

    private static bool TryTime(ReadOnlySpan<byte> utf8, List<byte> values)
    {
        if (!utf8.EndsWith("+00:00"u8))
            return false;
        var token = Encoding.UTF8.GetString(utf8);
        if (!DateTimeOffset.TryParse(token, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) || TextOf(time) != $"\"{token}\"")
            return false;
        Add(values, Varint.ZigZag(time.Ticks));
        return true;
    }

    /// <summary>As the serializer writes a time.</summary>
    private static string TextOf(DateTimeOffset time) => JsonSerializer.Serialize(time).Replace("\\u002B", "+", StringComparison.Ordinal);

    private static void Add(List<byte> values, ulong value)
    {
        Span<byte> bytes = stackalloc byte[Varint.MaxBytes];
        values.AddRange(bytes[..Varint.Write(bytes, value)]);
    }
}
