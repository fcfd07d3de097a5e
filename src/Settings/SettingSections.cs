namespace LatBench.Settings;

/// <summary>The sections of the configuration file.</summary>
public static class SettingSections
{
    /// <summary>Gets the sections: that of the coordinator and that of the agent.</summary>
    public static IReadOnlyList<SettingSection> All { get; } = [CoordinatorSettings.Section, AgentSettings.Section];
}
