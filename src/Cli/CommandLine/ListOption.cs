using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace LatBench.Cli.CommandLine;

/// <summary>An option that takes a list separated by commas; the same value twice counts once.</summary>
internal sealed class ListOption<T> : Option<T[]>
{
    /// <param name="name">With its dashes.</param>
    /// <param name="description">Without a full stop; the values and the default are added.</param>
    /// <param name="allowed">The allowed values in words, for error messages.</param>
    /// <param name="read">A value from its text; false where it is none.</param>
    /// <param name="defaultText">The default in words, for the help; null where the description says it.</param>
    /// <param name="defaults">The values of <paramref name="defaultText"/>.</param>
    public ListOption(string name, string description, string allowed, TryRead read, string? defaultText = null, params T[] defaults)
        : base(name)
    {
        Description = $"{description}: {allowed}, several separated by commas." + (defaultText is null ? "" : $" [default: {defaultText}]");
        HelpName = "LIST";
        Arity = ArgumentArity.OneOrMore;
        AllowMultipleArgumentsPerToken = false;
        Defaults = defaults;
        CustomParser = result => Parse(result, name, allowed, read);
    }

    /// <summary>Gets the values of an option that is not given.</summary>
    public T[] Defaults { get; }

    /// <summary>A value from its text.</summary>
    internal delegate bool TryRead(string text, out T value);

    private static T[] Parse(ArgumentResult result, string name, string allowed, TryRead read)
    {
        var values = new List<T>();
        foreach (var text in result.Tokens.SelectMany(token => token.Value.Split(',')))
        {
            if (read(text.Trim(), out var value))
                values.Add(value);
            else
                result.AddError($"{name} takes {allowed}, several separated by commas, not '{text}'.");
        }

        return [.. values.Distinct()];
    }
}

/// <summary>Lists of words and of numbers.</summary>
internal static class ListOption
{
    /// <summary>Words, each with its meaning.</summary>
    public static ListOption<T> Words<T>(string name, string description, IReadOnlyDictionary<string, T> words, string? defaultWord = null)
    {
        var option = new ListOption<T>(
            name,
            description,
            string.Join(", ", words.Keys),
            (string text, out T value) => words.TryGetValue(text, out value!),
            defaultWord,
            defaultWord is null ? [] : [words[defaultWord]]);
        option.CompletionSources.Add([.. words.Keys]);
        return option;
    }

    /// <summary>Whole numbers in a range.</summary>
    public static ListOption<int> Whole(string name, string description, int min, int max, int? defaultValue = null) => new(
        name,
        description,
        string.Create(CultureInfo.InvariantCulture, $"whole numbers from {min} to {max}"),
        (string text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= min && value <= max,
        defaultValue?.ToString(CultureInfo.InvariantCulture),
        defaultValue is { } number ? [number] : []);
}
