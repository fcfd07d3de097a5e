using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Settings;

namespace LatBench.Cli.Configuration;

/// <summary><c>latbench config …</c>.</summary>
internal static class ConfigCommands
{
    private const string NotShown = "(given, not shown)";

    public static Command Create(CliHost host) => CliHost.Group("config", "The configuration of coordinator and agent.", Show(host));

    private static CliCommand Show(CliHost host)
    {
        string[] names = [.. SettingSections.All.Select(section => section.Name)];
        var program = new Argument<string?>("PROGRAM")
        {
            Description = $"{string.Join(" or ", names)}; both where none is named.",
            Arity = ArgumentArity.ZeroOrOne,
            Validators =
            {
                result =>
                {
                    if (result.Tokens.Count == 1 && !names.Contains(result.Tokens[0].Value))
                        result.AddError($"'{result.Tokens[0].Value}' has no configuration: name {string.Join(" or ", names)}.");
                },
            },
        };
        program.CompletionSources.Add(names);
        var output = new ListOutput();
        var command = host.Command(
            "show",
            "The settings that the coordinator and the agent of this machine would run with, and where each comes from. Secrets are not shown.",
            "latbench config show",
            "latbench config show coordinator --json",
            "latbench config show agent --config /etc/latbench/latbench.json");
        command.Add(program);
        output.AddTo(command);
        return command.SetHandler(context =>
        {
            var sections = SettingSections.All.Where(section => context.Get(program) is not { } name || section.Name == name).ToArray();
            EffectiveValue[] values = [.. sections.SelectMany(section => context.Configuration.Resolve(section, Flags(context, section)).Values.Select(value => WithDefault(context, value)))];
            var document = new ConfigurationDocument(context.Configuration.File?.Path, [.. values.Select(ConfigurationEntry.Of)]);
            output.Write(
                context,
                document,
                ConfigurationDocumentContext.Default.ConfigurationDocument,
                document.Settings,
                ConfigurationDocumentContext.Default.ConfigurationEntry,
                () => Print(context.Terminal, document, values));
            return Task.FromResult(ExitCode.Done);
        });
    }

    /// <summary>The options of every command that the programs get as flags.</summary>
    private static Dictionary<Setting, IReadOnlyList<string>> Flags(CommandContext context, SettingSection section)
    {
        var flags = new Dictionary<Setting, IReadOnlyList<string>>();
        if (section == CoordinatorSettings.Section && context.GivenDataPath is { } data)
            flags[CoordinatorSettings.Data] = [data];
        if (section == AgentSettings.Section && context.GivenDataPath is not null)
            flags[AgentSettings.Data] = [context.Data.Agent.Path];
        if (section == AgentSettings.Section && context.ServerOption is { } server)
            flags[AgentSettings.Server] = [server];
        if (section == AgentSettings.Section && context.CaOption is { } ca)
            flags[AgentSettings.CaCert] = [ca];
        return flags;
    }

    /// <summary>Without a setting of its own the data directory of the agent is in that of the coordinator.</summary>
    private static EffectiveValue WithDefault(CommandContext context, EffectiveValue value) =>
        value.Setting == AgentSettings.Data && !value.IsGiven ? value with { Texts = [context.Data.Agent.Path] } : value;

    private static void Print(Terminal terminal, ConfigurationDocument document, EffectiveValue[] values)
    {
        terminal.Line(document.File is { } file ? $"Configuration file: {file}" : "Configuration file: none");
        terminal.Line();
        terminal.Table(["SETTING", "VALUE", "SOURCE", "ORIGIN"], values.Zip(document.Settings, (value, entry) => new[]
        {
            entry.Setting,
            value is { IsGiven: true, Setting.IsSecret: true } ? NotShown : entry.Value ?? value.Setting.DefaultText,
            entry.Source,
            entry.Origin ?? Figures.None,
        }));
    }
}
