namespace LatBench.Settings;

/// <summary>The place that a value comes from; a later one goes before an earlier one.</summary>
public enum SettingSource
{
    /// <summary>Nowhere: the default.</summary>
    Default,

    /// <summary>The configuration file.</summary>
    File,

    /// <summary>The environment.</summary>
    Environment,

    /// <summary>The command line.</summary>
    Flag,
}
