using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace LatBench.Cli.CommandLine;

/// <summary>Options whose error messages say what is allowed.</summary>
internal static class OptionFactory
{
    /// <summary><c>--json</c> of commands that print one JSON document.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document." };

    /// <summary>A whole number in a range.</summary>
    public static Option<int> Whole(string name, string description, int min, int max, int? defaultValue = null) => Whole(name, description, min, _ => max, defaultValue);

    /// <summary>A number of architectures: from 1 to as many as the search space of the command line has.</summary>
    public static Option<int> Architectures(string name, string description, SpaceOption space) =>
        Whole(name, description, 1, result => (int)Math.Min(space.Of(result)?.Size ?? int.MaxValue, int.MaxValue));

    private static Option<int> Whole(string name, string description, int min, Func<ArgumentResult, int> maxOf, int? defaultValue = null)
    {
        var option = new Option<int>(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result =>
            {
                var (text, max) = (result.Tokens.Count == 1 ? result.Tokens[0].Value : "", maxOf(result));
                if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
                    return value;
                return Refuse<int>(result, string.Create(CultureInfo.InvariantCulture, $"{name} takes a whole number from {min} to {max}, not '{text}'."));
            },
        };
        if (defaultValue is { } given)
            option.DefaultValueFactory = _ => given;
        return option;
    }

    /// <summary>A seed: a whole number, 0 or more.</summary>
    public static Option<ulong> Seed(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "S",
        DefaultValueFactory = _ => 1,
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                ? value
                : Refuse<ulong>(result, $"{name} takes a whole number of 0 or more, not '{text}'.");
        },
    };

    /// <summary>A relative error such as 0.02 or 2%.</summary>
    public static Option<double> RelativeError(double defaultValue = 0.02) => new("--max-relative-error")
    {
        Description = "Wished half-width of the 95 % interval, relative to the latency: 0.02 or 2%.",
        HelpName = "E",
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            return ParsePart(text) is > 0 and < 1 and var error
                ? error
                : Refuse<double>(result, $"--max-relative-error takes a number between 0 and 1 such as 0.02, or a percentage such as 2%, not '{text}'.");
        },
    };

    /// <summary>A part of a latency such as 0.03 or 3%, from 0 to below 1.</summary>
    /// <param name="name">With its dashes.</param>
    /// <param name="description">Without a full stop; the form is added.</param>
    /// <param name="defaultValue">The value where the option is not given.</param>
    public static Option<double> Part(string name, string description, double defaultValue) => new(name)
    {
        Description = $"{description}: 0.03 or 3%.",
        HelpName = "P",
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            return ParsePart(text) is >= 0 and < 1 and var part
                ? part
                : Refuse<double>(result, $"{name} takes a number from 0 to below 1 such as 0.03, or a percentage such as 3%, not '{text}'.");
        },
    };

    /// <summary>Reads <c>0.03</c> or <c>3%</c>; null for anything else.</summary>
    private static double? ParsePart(string text)
    {
        var percent = text.EndsWith('%');
        return double.TryParse(percent ? text[..^1] : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? percent ? value / 100 : value : null;
    }

    /// <summary>An option that may be given several times, one value each.</summary>
    public static Option<string[]> Repeatable(string name, string description, string helpName) => new(name)
    {
        Description = description + " May be repeated.",
        HelpName = helpName,
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => [],
    };

    /// <summary>A length of time.</summary>
    /// <param name="name">With its dashes.</param>
    /// <param name="description">For the help.</param>
    /// <param name="examples">Two or three values for error messages, such as <c>30m, 12h or 30d</c>.</param>
    /// <param name="max">The longest.</param>
    /// <param name="limit">The longest in words, for the error message of a longer one; null where none comes near it.</param>
    public static Option<TimeSpan?> Time(string name, string description, string examples, TimeSpan max, string? limit = null) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            var time = ParseTime(text);
            if (time <= max)
                return time;
            return time is not null && limit is not null
                ? Refuse<TimeSpan?>(result, $"{name} is at most {limit}, not '{text}'.")
                : Refuse<TimeSpan?>(result, $"{name} takes a number of minutes, hours or days such as {examples}, not '{text}'.");
        },
    };

    /// <summary>Reads <c>30m</c>, <c>12h</c>, <c>30d</c>; null for anything else.</summary>
    public static TimeSpan? ParseTime(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is 0 or > 100_000)
            return null;
        return text[^1] switch
        {
            'm' => TimeSpan.FromMinutes(count),
            'h' => TimeSpan.FromHours(count),
            'd' => TimeSpan.FromDays(count),
            _ => null,
        };
    }

    private static T? Refuse<T>(ArgumentResult result, string message)
    {
        result.AddError(message);
        return default;
    }
}
