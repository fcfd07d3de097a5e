using System.CommandLine;
using LatBench.Settings;

namespace LatBench.DeviceAgent.Commands;

/// <summary>The verb <c>run</c>: enrol where needed, then lease and measure until told to stop.</summary>
internal static class RunVerb
{
    public static Command Create()
    {
        var flags = new SettingFlags(AgentSettings.Section.Settings);
        var configuration = SettingFlags.ConfigurationFile();
        var command = new Command("run", "Enrol where needed, then lease and measure until told to stop.") { configuration };
        foreach (var option in flags.Options)
            command.Add(option);
        command.SetAction((parsed, _) => AgentProcess.RunAsync(
            () => EffectiveSettings.Load(AgentSettings.Section, flags.Read(parsed), parsed.GetValue(configuration), Environment.GetEnvironmentVariable)));
        return command;
    }
}
