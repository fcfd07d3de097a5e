using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Measurements.View;

/// <summary>
/// The conditions of several passes, one row a condition that any of them has: the value, the range of a number that varied, or
/// every value of a text that did. It goes by the contract, so that a new condition is shown without being named here.
/// </summary>
internal static class ConditionSummary
{
    /// <summary>Shown beside every pass in the plot.</summary>
    private static readonly string[] LeftOut = ["flags"];

    /// <summary>Units at the end of a field's name, with what they are divided by.</summary>
    private static readonly (string Suffix, double Divisor, string Unit)[] Units =
    [
        ("_khz", 1000, "MHz"), ("_ms", 1, "ms"), ("_bytes", 1 << 20, "MiB"), ("_millidegrees", 1000, ""), ("_milliwatts", 1000, "W"),
    ];

    public static IEnumerable<(string Name, string Value)> Of(IReadOnlyList<Conditions> conditions, Glyphs glyphs) =>
        Rows(Conditions.Descriptor, [.. conditions], "", glyphs);

    private static IEnumerable<(string Name, string Value)> Rows(MessageDescriptor type, IReadOnlyList<IMessage> messages, string prefix, Glyphs glyphs)
    {
        foreach (var field in type.Fields.InFieldNumberOrder().Where(field => !LeftOut.Contains(field.Name)))
        {
            IMessage[] having = [.. messages.Where(message => Has(field, message))];
            if (having.Length == 0)
                continue;
            if (field is { FieldType: FieldType.Message, IsRepeated: false } && field.MessageType.File == type.File)
            {
                foreach (var row in Rows(field.MessageType, [.. having.Select(message => (IMessage)field.Accessor.GetValue(message))], prefix + field.Name + "_", glyphs))
                    yield return row;
            }
            else
            {
                var (name, divisor, unit) = Unit(prefix + field.Name, glyphs);
                yield return (name, Value([.. having.Select(message => field.Accessor.GetValue(message))], divisor, unit));
            }
        }
    }

    private static bool Has(FieldDescriptor field, IMessage message)
    {
        if (field.IsRepeated)
            return ((System.Collections.IList)field.Accessor.GetValue(message)).Count > 0;
        return field.HasPresence ? field.Accessor.HasValue(message) : field.Accessor.GetValue(message) is not "";
    }

    private static (string Name, double Divisor, string Unit) Unit(string field, Glyphs glyphs)
    {
        var (suffix, divisor, unit) = Units.FirstOrDefault(one => field.EndsWith(one.Suffix, StringComparison.Ordinal));
        if (suffix is null)
            return (Words(field), 1, "");
        return (Words(field[..^suffix.Length]), divisor, suffix == "_millidegrees" ? glyphs.Degrees : unit);
    }

    private static string Words(string name) => char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');

    private static string Value(object[] values, double divisor, string unit)
    {
        if (values.All(value => value is int or long or uint or double))
        {
            double[] numbers = [.. values.Select(value => Convert.ToDouble(value, CultureInfo.InvariantCulture) / divisor)];
            var (low, high) = (Number(numbers.Min()), Number(numbers.Max()));
            return (low == high ? low : $"{low} to {high}") + (unit.Length > 0 ? " " + unit : "");
        }

        return string.Join("; ", values.Select(Text).Distinct());
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Text(object value) => value switch
    {
        bool flag => flag ? "yes" : "no",
        Google.Protobuf.WellKnownTypes.Timestamp time => Figures.Time(time),
        IMessage message => JsonFormatter.Default.Format(message),
        string text => text,
        System.Collections.IEnumerable items => string.Join(", ", items.Cast<object>().Select(Text)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
