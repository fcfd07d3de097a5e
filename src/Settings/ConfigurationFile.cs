using LatBench.Hosting.Files;

namespace LatBench.Settings;

/// <summary>A configuration file, <c>latbench.json</c>: the values of the settings that it gives, each with its line.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Values">The values by setting.</param>
public sealed record ConfigurationFile(string Path, IReadOnlyDictionary<Setting, WrittenValue> Values)
{
    /// <summary>The name of the file where it is not named.</summary>
    public const string Name = "latbench.json";

    /// <summary>The environment variable that names the file.</summary>
    public const string Variable = "LATBENCH_CONFIG";

    /// <summary>The flag that names the file.</summary>
    public const string Flag = "--config";

    private const int MaxBytes = 1 << 20;

    /// <summary>Gets the file of the machine, which is read where no other is found.</summary>
    public static string OfMachine { get; } = OperatingSystem.IsWindows()
        ? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "latbench", Name)
        : "/etc/latbench/" + Name;

    /// <summary>Finds the file: the one that the flag names, else the one that the environment names, else the first that exists of those in the data directory, in the working directory and of the machine.</summary>
    /// <param name="flag">The value of the flag; null where it is not given.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="dataDirectory">The data directory that flag, environment or default name.</param>
    /// <returns>The path and the place that it comes from; null where there is no file.</returns>
    /// <exception cref="SettingsException">The flag is empty.</exception>
    public static (string Path, SettingSource Source)? Find(string? flag, Func<string, string?> variable, string dataDirectory)
    {
        if (flag is "")
            throw new SettingsException($"{Flag} is empty: name a configuration file.");
        if (flag is not null)
            return (System.IO.Path.GetFullPath(flag), SettingSource.Flag);
        if (variable(Variable) is { Length: > 0 } named)
            return (System.IO.Path.GetFullPath(named), SettingSource.Environment);
        string[] places = [System.IO.Path.Combine(dataDirectory, Name), Name, OfMachine];
        return places.FirstOrDefault(File.Exists) is { } found ? (System.IO.Path.GetFullPath(found), SettingSource.Default) : null;
    }

    /// <summary>Finds and reads the file; null where there is none.</summary>
    /// <inheritdoc cref="Find"/>
    /// <exception cref="SettingsException">The file cannot be used.</exception>
    public static ConfigurationFile? Open(string? flag, Func<string, string?> variable, string dataDirectory) =>
        Find(flag, variable, dataDirectory) is { } found ? Read(found.Path, found.Source switch { SettingSource.Flag => Flag, SettingSource.Environment => Variable, _ => null }) : null;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="namedBy">The flag or variable that names it; null where it was found.</param>
    /// <exception cref="SettingsException">It cannot be read, or something in it is wrong.</exception>
    public static ConfigurationFile Read(string path, string? namedBy = null)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes } large)
                throw new SettingsException(FormattableString.Invariant($"The configuration file {path} has {large.Length} bytes, which is more than {MaxBytes}: name a configuration file with {Flag}."));
            return new ConfigurationFileParser(path, File.ReadAllBytes(path)).Parse();
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            var what = namedBy is null ? $"The configuration file {path} cannot be read" : $"The configuration file {path}, which {namedBy} names, cannot be read";
            throw new SettingsException(FileError.Of(exception, path).Describe(what, $"name another with {Flag}")) { IsUnreadableFile = true };
        }
    }
}

/// <summary>A value in a configuration file.</summary>
/// <param name="Texts">One text, or the items of a list; paths are absolute.</param>
/// <param name="Line">The line of the key, from 1.</param>
public sealed record WrittenValue(IReadOnlyList<string> Texts, int Line);
