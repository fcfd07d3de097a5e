using System.Text.Json.Serialization;
using LatBench.Cli.Rendering;
using LatBench.Settings;

namespace LatBench.Cli.Configuration;

/// <summary>The document of <c>config show --json</c>.</summary>
/// <param name="File">The configuration file; null where there is none.</param>
/// <param name="Settings">The settings in the order of the documents.</param>
internal sealed record ConfigurationDocument(string? File, IReadOnlyList<ConfigurationEntry> Settings);

/// <summary>A setting with its value.</summary>
/// <param name="Setting">The key with its section.</param>
/// <param name="Value">The value as it is written in the environment; null where there is none, and for secrets.</param>
/// <param name="Source">The place that it comes from: <c>default</c>, <c>file</c>, <c>environment</c> or <c>flag</c>.</param>
/// <param name="Origin">The flag, the variable, or the file with the line; null for a default.</param>
/// <param name="IsSecret">True where the value is not printed.</param>
/// <param name="Variable">The environment variable.</param>
/// <param name="Flag">The flag; null where there is none.</param>
internal sealed record ConfigurationEntry(string Setting, string? Value, string Source, string? Origin, bool IsSecret, string Variable, string? Flag)
{
    public static ConfigurationEntry Of(EffectiveValue value) => new(
        value.Setting.FullKey,
        value.Setting.IsSecret || value.Texts is null ? null : string.Join(Path.PathSeparator, value.Texts),
        Words.Of(value.Source),
        value.Origin,
        value.Setting.IsSecret,
        value.Setting.Variable,
        value.Setting.Flag);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(ConfigurationDocument))]
[JsonSerializable(typeof(ConfigurationEntry))]
internal sealed partial class ConfigurationDocumentContext : JsonSerializerContext;
