namespace LatBench.Settings;

/// <summary>Thrown when the settings of a program cannot be used; the message has one sentence a line, and the exit code of the program is 2.</summary>
/// <param name="errors">The sentences.</param>
public sealed class SettingsException(params IReadOnlyList<string> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>Gets a value indicating whether the configuration file could not be read at all.</summary>
    public bool IsUnreadableFile { get; init; }
}
