using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LatBench.Measurements;

/// <summary>The type and the shape of a tensor that an operator read or wrote. As text, and so in JSON: <c>float[1,64,8,8]</c>.</summary>
/// <param name="Type">The type of the elements as the runtime names it, for example <c>float</c>, <c>float16</c>, <c>int64</c>, <c>uint8</c>.</param>
/// <param name="Shape">The dimensions; empty for a scalar.</param>
[JsonConverter(typeof(ProfiledTensorConverter))]
public sealed record ProfiledTensor(string Type, IReadOnlyList<long> Shape)
{
    /// <inheritdoc/>
    public bool Equals(ProfiledTensor? other) => other is not null && Type == other.Type && Shape.SequenceEqual(other.Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"{Type}[{string.Join(',', Shape.Select(size => size.ToString(CultureInfo.InvariantCulture)))}]";

    /// <summary>Reads the text of a tensor.</summary>
    /// <param name="text">Such as <c>float[1,64,8,8]</c>.</param>
    /// <returns>The tensor; null where the text is of none.</returns>
    public static ProfiledTensor? TryParse(string? text)
    {
        if (text is not [.., ']'] || text.IndexOf('[', StringComparison.Ordinal) is not (> 0 and var bracket))
            return null;
        var inside = text[(bracket + 1)..^1];
        var shape = new List<long>();
        foreach (var size in inside.Length == 0 ? [] : inside.Split(','))
        {
            if (!long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return null;
            shape.Add(number);
        }

        return new ProfiledTensor(text[..bracket], shape);
    }
}

/// <summary>Writes tensors as text.</summary>
public sealed class ProfiledTensorConverter : JsonConverter<ProfiledTensor>
{
    /// <inheritdoc/>
    public override ProfiledTensor Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ProfiledTensor.TryParse(reader.GetString()) ?? throw new JsonException("A tensor is no text such as float[1,64,8,8].");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ProfiledTensor value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
