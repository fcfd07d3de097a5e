using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LatBench.ModelFiles.Inputs;

/// <summary>The text form of a plan. A name that is more than letters, digits and <c>_ . : / -</c> is written as a JSON string of ASCII characters.</summary>
internal static class PlanText
{
    public static string Of(PlannedInput input)
    {
        var shape = string.Join(',', input.Shape.Select(dimension => dimension.ToString(CultureInfo.InvariantCulture)));
        return $"{Quote(input.Name)}={input.Type.Name()}[{shape}] {input.Rule}";
    }

    public static PlannedInput[] Parse(string text)
    {
        var inputs = new List<PlannedInput>();
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var name = ReadName(ref rest);
            var end = rest.IndexOf("; ");
            inputs.Add(ParseInput(name, (end < 0 ? rest : rest[..end]).ToString(), text));
            rest = end < 0 ? [] : rest[(end + 2)..];
        }

        return [.. inputs];
    }

    private static PlannedInput ParseInput(string name, string description, string text)
    {
        var (open, close) = (description.IndexOf('[', StringComparison.Ordinal), description.IndexOf("] ", StringComparison.Ordinal));
        if (open < 0 || close < open || ElementTypes.Find(description[..open]) is not { } type || ValueRule.Parse(description[(close + 2)..]) is not { } rule)
            throw Wrong(text);
        var dimensions = description[(open + 1)..close];
        var shape = dimensions.Length == 0 ? [] : dimensions.Split(',').Select(Dimension).ToArray();
        return new PlannedInput(name, type, shape, rule);

        long Dimension(string part) => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw Wrong(text);
    }

    private static string ReadName(ref ReadOnlySpan<char> rest)
    {
        var whole = rest.ToString();
        var end = whole[0] == '"' ? QuotedEnd(whole) : whole.IndexOf('=', StringComparison.Ordinal);
        if (end <= 0 || end >= whole.Length || whole[end] != '=')
            throw Wrong(whole);
        rest = rest[(end + 1)..];
        try
        {
            return whole[0] == '"' ? JsonSerializer.Deserialize<string>(whole[..end])! : whole[..end];
        }
        catch (JsonException)
        {
            throw Wrong(whole);
        }
    }

    private static int QuotedEnd(string text)
    {
        for (var at = 1; at < text.Length; at++)
        {
            if (text[at] == '\\')
                at++;
            else if (text[at] == '"')
                return at + 1;
        }

        return -1;
    }

    private static string Quote(string name)
    {
        if (name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or ':' or '/' or '-'))
            return name;
        var quoted = new StringBuilder("\"");
        foreach (var letter in name)
        {
            if (letter is '"' or '\\')
                quoted.Append('\\').Append(letter);
            else if (letter is >= ' ' and <= '~')
                quoted.Append(letter);
            else
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
        }

        return quoted.Append('"').ToString();
    }

    private static FormatException Wrong(string text) => new($"'{PrintableText.Of(text)}' is no plan of inputs: write them as 'name=float32[1,3,224,224] uniform -1 1', with '; ' between them.");
}
