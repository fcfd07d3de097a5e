using System.CommandLine;

namespace LatBench.Cli.CommandLine;

/// <summary>An option that takes one of a few words, each with its meaning.</summary>
internal sealed class WordOption<T> : Option<string?>
{
    private readonly IReadOnlyDictionary<string, T> _words;

    /// <param name="name">With its dashes.</param>
    /// <param name="description">Without a full stop; the words are added.</param>
    /// <param name="words">The allowed words, each with its value.</param>
    /// <param name="defaultWord">The word that applies where the option is not given; null where there is none.</param>
    public WordOption(string name, string description, IReadOnlyDictionary<string, T> words, string? defaultWord = null)
        : base(name)
    {
        _words = words;
        Description = $"{description}: {string.Join(", ", words.Keys)}.";
        HelpName = name.TrimStart('-').ToUpperInvariant();
        CompletionSources.Add([.. words.Keys]);
        if (defaultWord is not null)
            DefaultValueFactory = _ => defaultWord;
        Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !words.ContainsKey(result.Tokens[0].Value))
                result.AddError($"{name} takes {string.Join(", ", words.Keys)}, not '{result.Tokens[0].Value}'.");
        });
    }

    /// <summary>Returns the value of <paramref name="word"/>; the type's default where there is no word.</summary>
    public T? Meaning(string? word) => word is null ? default : _words[word];
}
