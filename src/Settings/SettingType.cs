namespace LatBench.Settings;

/// <summary>A type of settings: what is accepted, and how it is said that something is not.</summary>
public abstract class SettingType
{
    /// <summary>Gets the type in the configuration file.</summary>
    public SettingKind Kind { get; init; } = SettingKind.Text;

    /// <summary>Gets what is accepted, in words that complete "takes …".</summary>
    public required string Expected { get; init; }

    /// <summary>Gets the word for the value in help; null for a switch.</summary>
    public string? HelpName { get; init; }

    /// <summary>Gets a value indicating whether the values are paths, which a configuration file may give relative to its own folder.</summary>
    public Predicate<string> IsPath { get; init; } = _ => false;

    /// <summary>Gets the test of what this machine has: a clause such as "names 'x', which is no file", or null.</summary>
    public Func<string, string?> Find { get; init; } = _ => null;

    /// <summary>Returns the reason why a text is no value, as a clause that follows the name of the setting; null where it is one.</summary>
    /// <param name="text">The text; for lists an item.</param>
    public abstract string? Check(string text);
}

/// <summary>A type of settings that is read as <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed class SettingType<T> : SettingType
{
    /// <summary>Gets the test of a text; null where it is a value. Without it a text is a value where <see cref="IsValue"/> says so.</summary>
    public Func<string, string?>? Explain { get; init; }

    /// <summary>Gets the test of a text where the refusal is the usual one.</summary>
    public Predicate<string> IsValue { get; init; } = text => text.Trim().Length > 0;

    /// <summary>Gets the value of texts that are accepted: one, unless it is a list.</summary>
    public required Func<IReadOnlyList<string>, T> Read { get; init; }

    /// <inheritdoc/>
    public override string? Check(string text) => Explain is { } explain ? explain(text) : IsValue(text) ? null : $"takes {Expected}, not '{text}'";
}
