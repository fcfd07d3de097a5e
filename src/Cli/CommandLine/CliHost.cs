using System.CommandLine;
using LatBench.Hosting;
using LatBench.Settings;

namespace LatBench.Cli.CommandLine;

/// <summary>The environment and the global options, which all commands share.</summary>
internal sealed class CliHost(CliEnvironment environment)
{
    public CliEnvironment Environment { get; } = environment;

    public Option<string> Data { get; } = new("--data")
    {
        Description = "Data directory.",
        HelpName = "DIR",
        Recursive = true,
        DefaultValueFactory = _ => DataDirectory.Default,
    };

    public Option<string?> Server { get; } = new("--server")
    {
        Description = "Address of the coordinator's gRPC port [default: $LATBENCH_SERVER, else the coordinator of the data directory, else http://127.0.0.1:7081].",
        HelpName = "URL",
        Recursive = true,
    };

    public Option<string?> TokenFile { get; } = new("--token-file")
    {
        Description = "File with the access token [default: $LATBENCH_TOKEN holds a token, else admin-token in the data directory].",
        HelpName = "FILE",
        Recursive = true,
    };

    public Option<string?> CaCert { get; } = new("--ca-cert")
    {
        Description = "PEM file with the authorities to trust for an https address [default: $LATBENCH_CA_CERT, else those of this machine].",
        HelpName = "FILE",
        Recursive = true,
    };

    public Option<string?> Configuration { get; } = Recursive(SettingFlags.ConfigurationFile());

    public Option<bool> Quiet { get; } = new("--quiet", "-q")
    {
        Description = "Print results and errors only: no notes and no progress.",
        Recursive = true,
    };

    /// <summary>Creates <c>--space</c> for a command.</summary>
    public SpaceOption Space(bool takesUploaded = false) => new(Environment.SearchSpaces, takesUploaded);

    /// <summary>A command that runs something.</summary>
    public CliCommand Command(string name, string description, params string[] examples) => new(this, name, description, examples);

    /// <summary>A command that only holds others.</summary>
    public static CliCommand Group(string name, string description, params IEnumerable<Command> commands)
    {
        var group = new CliCommand(null, name, description, []);
        foreach (var command in commands)
            group.Add(command);
        return group;
    }

    private static Option<string?> Recursive(Option<string?> option)
    {
        option.Recursive = true;
        return option;
    }
}
