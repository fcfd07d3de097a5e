namespace LatBench.Settings;

/// <summary>The JSON type of a setting in the configuration file.</summary>
public enum SettingKind
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Switch,

    /// <summary>An array of strings; in the environment separated as the directories of <c>PATH</c> are.</summary>
    Texts,
}
