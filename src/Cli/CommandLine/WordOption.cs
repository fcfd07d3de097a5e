using System.CommandLine;

namespace LatBench.Cli.CommandLine;

/// <summary>An option that takes one of a few words, each with its meaning.</summary>
internal sealed class WordOption<T> : Option<string?>
{
    private readonly IReadOnlyDictionary<string, T> _words;

    /// <param name="name">With its dashes.</param>
    /// <param name="description">Without a full stop; the words are added.</param>
    /// <param name="words">What may be given, and what it means.</param>
    /// <param name="defaultWord">What is meant where it is not given; null where that is no word.</param>
    public WordOption(string name, string description, IReadOnlyDictionary<string, T> words, string? defaultWord = null)
        : base(name)
    {
        _words = words;
        Description = $"{description}: {string.Join(", ", words.Keys)}.";
        HelpName = name.TrimStart('-').ToUpperInvariant();
        if (defaultWord is not null)
            DefaultValueFactory = _ => defaultWord;
        Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !words.ContainsKey(result.Tokens[0].Value))
                result.AddError($"{name} takes {string.Join(", ", words.Keys)}, not '{result.Tokens[0].Value}'.");
        });
    }

    /// <summary>What <paramref name="word"/> means; the type's default where there is no word.</summary>
    public T? Meaning(string? word) => word is null ? default : _words[word];
}
