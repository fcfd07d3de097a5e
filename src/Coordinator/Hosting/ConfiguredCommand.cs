using System.CommandLine;
using LatBench.Settings;

namespace LatBench.Coordinator.Hosting;

/// <summary>The flags of a command that takes settings of the coordinator, and the option that names the configuration file.</summary>
/// <param name="settings">The settings that have flags.</param>
internal sealed class ConfiguredCommand(params IReadOnlyList<Setting> settings)
{
    private readonly SettingFlags _flags = new(settings);
    private readonly Option<string?> _configuration = SettingFlags.ConfigurationFile();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_configuration);
        foreach (var option in _flags.Options)
            command.Add(option);
    }

    /// <summary>Determines the settings that a command line leads to.</summary>
    /// <exception cref="SettingsException">They cannot be used.</exception>
    public EffectiveSettings Load(ParseResult parsed) =>
        EffectiveSettings.Load(CoordinatorSettings.Section, _flags.Read(parsed), parsed.GetValue(_configuration), Environment.GetEnvironmentVariable);
}
