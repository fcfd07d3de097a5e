namespace LatBench.Settings;

/// <summary>The settings of one program: a section of the configuration file.</summary>
public sealed class SettingSection
{
    internal const string DataKey = "data";

    private readonly List<Setting> _settings = [];

    internal SettingSection(string name) => Name = name;

    /// <summary>Gets the name in the configuration file.</summary>
    public string Name { get; }

    /// <summary>Gets the settings in the order in which they are declared.</summary>
    public IReadOnlyList<Setting> Settings => _settings;

    /// <summary>Returns the data directory that a configuration file is looked for in: that of the command line, else that of the environment, else the default.</summary>
    /// <param name="flags">The flags that are given.</param>
    /// <param name="variable">Reads an environment variable.</param>
    public string DataDirectory(IReadOnlyDictionary<Setting, IReadOnlyList<string>> flags, Func<string, string?> variable)
    {
        var data = _settings.First(setting => setting.Key == DataKey);
        return flags.TryGetValue(data, out var given) ? given[0] : variable(data.Variable) is { Length: > 0 } named ? named : data.Default!;
    }

    internal void Add(Setting setting) => _settings.Add(setting);
}
