using LatBench.Cli.CommandLine;
using LatBench.Settings;

namespace LatBench.Cli.Doctor;

/// <summary>Checks the configuration of coordinator and agent, which every other check goes by.</summary>
internal static class ConfigurationChecks
{
    private const string Check = "configuration";

    /// <summary>Checks the configuration file, the environment and the data directory that they name.</summary>
    public static Finding Run(CommandContext context)
    {
        try
        {
            foreach (var section in SettingSections.All)
                context.Configuration.Resolve(section, new Dictionary<Setting, IReadOnlyList<string>>());
            return Finding.Ok(Check, context.Configuration.File is { } file ? file.Path : "no file");
        }
        catch (SettingsException exception)
        {
            return Finding.Problem(Check, exception.Message.ReplaceLineEndings(" ").TrimEnd('.'), "correct it, and run this again: nothing else can be checked before; docs/reference/configuration.md has every setting");
        }
    }

    /// <summary>Gets the ports that a coordinator of this configuration would listen on; those that are free to choose are left out.</summary>
    public static IReadOnlyList<int> Ports(CommandContext context)
    {
        var settings = context.Configuration.Resolve(CoordinatorSettings.Section, new Dictionary<Setting, IReadOnlyList<string>>());
        return [.. new[] { settings.Get(CoordinatorSettings.Http).Port, settings.Get(CoordinatorSettings.Grpc).Port }.Where(port => port != 0).Distinct()];
    }
}
