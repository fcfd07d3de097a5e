namespace LatBench.Settings;

/// <summary>The value of a setting, and where it comes from.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Texts">The value: one text, or the items of a list; null where there is neither a value nor a default.</param>
/// <param name="Source">The place that it comes from.</param>
/// <param name="Origin">The flag, the variable, or the file with the line; null for a default.</param>
public sealed record EffectiveValue(Setting Setting, IReadOnlyList<string>? Texts, SettingSource Source, string? Origin)
{
    /// <summary>Gets a value indicating whether it is no default.</summary>
    public bool IsGiven => Source != SettingSource.Default;
}
