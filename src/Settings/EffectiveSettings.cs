using LatBench.Hosting.Files;

namespace LatBench.Settings;

/// <summary>The values that a program runs with: flags go before the environment, the environment before the configuration file, and that before the defaults.</summary>
public sealed class EffectiveSettings
{
    private readonly Dictionary<Setting, EffectiveValue> _values;

    private EffectiveSettings(IEnumerable<EffectiveValue> values, ConfigurationFile? file) => (_values, File) = (values.ToDictionary(value => value.Setting), file);

    /// <summary>Gets the configuration file; null where there is none.</summary>
    public ConfigurationFile? File { get; }

    /// <summary>Gets the values in the order of their settings.</summary>
    public IReadOnlyList<EffectiveValue> Values => [.. _values.Values];

    /// <summary>Finds and reads the configuration file, and determines the values of a section.</summary>
    /// <param name="section">The section.</param>
    /// <param name="flags">The flags that are given, each with its texts.</param>
    /// <param name="configuration">The configuration file that the command line names; null where it names none.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="SettingsException">The file or a value cannot be used.</exception>
    public static EffectiveSettings Load(SettingSection section, IReadOnlyDictionary<Setting, IReadOnlyList<string>> flags, string? configuration, Func<string, string?> variable) =>
        Resolve(section, flags, variable, ConfigurationFile.Open(configuration, variable, section.DataDirectory(flags, variable)));

    /// <summary>Determines the values of a section.</summary>
    /// <param name="section">The section.</param>
    /// <param name="flags">The flags that are given, each with its texts.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="file">The configuration file; null for none.</param>
    /// <exception cref="SettingsException">A value cannot be used.</exception>
    public static EffectiveSettings Resolve(SettingSection section, IReadOnlyDictionary<Setting, IReadOnlyList<string>> flags, Func<string, string?> variable, ConfigurationFile? file)
    {
        EffectiveValue[] values = [.. section.Settings.Select(setting => Resolve(setting, flags, variable, file))];
        string[] errors = [.. values.SelectMany(Errors), .. Contradictions(values)];
        return errors.Length == 0 ? new(values, file) : throw new SettingsException(errors);
    }

    /// <summary>Gets the value of a setting, with its source.</summary>
    public EffectiveValue this[Setting setting] => _values[setting];

    /// <summary>Gets the value of a setting that has a default.</summary>
    public T Get<T>(Setting<T> setting) => setting.Read(_values[setting].Texts ?? throw new InvalidOperationException($"{setting.FullKey} has no value and no default."));

    /// <summary>Gets the value of a setting; null where it has none.</summary>
    public T? Find<T>(Setting<T> setting)
        where T : class => _values[setting].Texts is { } texts ? setting.Read(texts) : null;

    /// <summary>Gets the value of a setting; null where it has none.</summary>
    public T? FindValue<T>(Setting<T> setting)
        where T : struct => _values[setting].Texts is { } texts ? setting.Read(texts) : null;

    /// <summary>Gets a secret: the value, or the content of the file that another setting names, whichever comes from the place that goes before; null where there is neither.</summary>
    /// <exception cref="SettingsException">The file cannot be read or is empty.</exception>
    public string? Secret(Setting<string> value, Setting<string> file)
    {
        if (_values[file].Texts is not { } path || _values[value].Source >= _values[file].Source)
            return Find(value);
        try
        {
            return System.IO.File.ReadAllText(path[0]).Trim() is { Length: > 0 } text ? text : throw new SettingsException($"{Subject(_values[file])} names '{path[0]}', which is empty.");
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            throw new SettingsException(FileError.Of(exception, path[0]).Describe($"{Subject(_values[file])} names '{path[0]}', which cannot be read", "name another"));
        }
    }

    private static EffectiveValue Resolve(Setting setting, IReadOnlyDictionary<Setting, IReadOnlyList<string>> flags, Func<string, string?> variable, ConfigurationFile? file)
    {
        if (flags.TryGetValue(setting, out var given))
            return new(setting, given, SettingSource.Flag, setting.Flag);
        if (variable(setting.Variable) is { } text && text.Trim().Length > 0)
            return new(setting, setting.Type.Kind == SettingKind.Texts ? text.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) : [text.Trim()], SettingSource.Environment, setting.Variable);
        if (file?.Values.GetValueOrDefault(setting) is { } written)
            return new(setting, written.Texts, SettingSource.File, FormattableString.Invariant($"{file.Path}, line {written.Line}"));
        return new(setting, setting.Default is { } text2 ? [text2] : null, SettingSource.Default, null);
    }

    private static IEnumerable<string> Errors(EffectiveValue value) =>
        from text in value.IsGiven && value.Texts is { } texts ? texts : []
        let clause = value.Setting.Type.Check(text) ?? value.Setting.Type.Find(text)
        where clause is not null
        select $"{Subject(value)} {clause}.";

    /// <summary>A value and its file in one place contradict each other; in the environment a program may set the value from the file, so that the value counts.</summary>
    private static IEnumerable<string> Contradictions(EffectiveValue[] values) =>
        from file in values
        where file is { Setting.FileOf: not null, Source: SettingSource.File or SettingSource.Flag }
        let value = values.First(other => other.Setting == file.Setting.FileOf)
        where value.Source == file.Source
        select $"{Subject(file)} and {NameOf(value)} exclude each other: give one of them.";

    private static string Subject(EffectiveValue value) => value.Source == SettingSource.File ? $"{value.Origin}: {value.Setting.FullKey}" : value.Origin!;

    private static string NameOf(EffectiveValue value) => value.Source == SettingSource.File ? value.Setting.FullKey : value.Origin!;
}
