using LatBench.Hosting;
using LatBench.Settings;

namespace LatBench.Cli.Configuration;

/// <summary>The configuration as a command of this machine sees it: the file, the data directories, and the settings of the programs that it starts. Nothing is read before it is needed.</summary>
/// <param name="flag">The configuration file that the command line names; null where it names none.</param>
/// <param name="givenData">The data directory that the command line names; null where it names none.</param>
/// <param name="variable">Reads an environment variable.</param>
internal sealed class CommandConfiguration(string? flag, string? givenData, Func<string, string?> variable)
{
    private DataDirectory? _data;
    private ConfigurationFile? _file;
    private bool _isRead;

    /// <summary>Gets the configuration file; null where there is none.</summary>
    /// <exception cref="SettingsException">It cannot be used.</exception>
    public ConfigurationFile? File
    {
        get
        {
            if (!_isRead)
                _file = ConfigurationFile.Open(flag, variable, SearchedDirectory);
            _isRead = true;
            return _file;
        }
    }

    /// <summary>Gets the data directory of the coordinator: that of the command line, else that of the environment, of the file, or the default.</summary>
    /// <exception cref="SettingsException">The configuration file cannot be used.</exception>
    public DataDirectory Data => _data ??= new DataDirectory(givenData ?? NamedData ?? DataDirectory.Default);

    /// <summary>Gets the data directory of the agent: the one that its settings name, unless the command line names a data directory, else that in the data directory.</summary>
    /// <exception cref="SettingsException">The configuration file cannot be used.</exception>
    public AgentDirectory AgentData =>
        givenData is null && Named(AgentSettings.Data) is { } named ? new AgentDirectory(named) : Data.Agent;

    /// <summary>Gets the words that make another program read the same file.</summary>
    public IReadOnlyList<string> Arguments => ConfigurationFile.Find(flag, variable, SearchedDirectory) is { } found ? [ConfigurationFile.Flag, found.Path] : [];

    private string SearchedDirectory => givenData ?? (variable(CoordinatorSettings.DataVariable) is { Length: > 0 } named ? named : DataDirectory.Default);

    /// <summary>Determines the settings of a program.</summary>
    /// <param name="section">The settings of the program.</param>
    /// <param name="flags">The flags that are given.</param>
    /// <exception cref="SettingsException">They cannot be used.</exception>
    public EffectiveSettings Resolve(SettingSection section, IReadOnlyDictionary<Setting, IReadOnlyList<string>> flags) => EffectiveSettings.Resolve(section, flags, variable, File);

    /// <summary>Gets the data directory that environment or file name; without both the settings are not looked at, which most commands need for nothing else.</summary>
    private string? NamedData => variable(CoordinatorSettings.DataVariable) is null or "" && ConfigurationFile.Find(flag, variable, SearchedDirectory) is null ? null : Named(CoordinatorSettings.Data);

    /// <summary>Returns the directory that environment or file name. A file of this machine that this user may not read is for its services alone: it may hold a secret.</summary>
    private string? Named(Setting<string> directory)
    {
        if (variable(directory.Variable) is { Length: > 0 } named)
            return named;
        try
        {
            return File?.Values.GetValueOrDefault(directory)?.Texts[0];
        }
        catch (SettingsException exception) when (exception.IsUnreadableFile && flag is null && variable(ConfigurationFile.Variable) is null or "")
        {
            return null;
        }
    }
}
