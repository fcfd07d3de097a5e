using System.CommandLine;

namespace LatBench.Settings;

/// <summary>The flags of settings as options of a command line.</summary>
public sealed class SettingFlags
{
    private readonly List<(Setting Setting, Option Option, Func<ParseResult, IReadOnlyList<string>> Read)> _flags = [];

    /// <summary>Creates an option for every setting that has a flag.</summary>
    /// <param name="settings">The settings.</param>
    public SettingFlags(IEnumerable<Setting> settings)
    {
        foreach (var setting in settings)
            if (setting.Flag is { } flag)
                Add(setting, flag);
    }

    /// <summary>Gets the options.</summary>
    public IReadOnlyList<Option> Options => [.. _flags.Select(flag => flag.Option)];

    /// <summary>Returns the settings whose flags are on a command line, with their texts.</summary>
    public IReadOnlyDictionary<Setting, IReadOnlyList<string>> Read(ParseResult parsed) =>
        _flags.Where(flag => parsed.GetResult(flag.Option) is { Implicit: false }).ToDictionary(flag => flag.Setting, flag => flag.Read(parsed));

    /// <summary>Returns the words of the flags on a command line, to be passed on to another program; secrets, which no command line may have, are left out.</summary>
    public IReadOnlyList<string> Arguments(ParseResult parsed) =>
    [
        .. from flag in Read(parsed)
           where !flag.Key.IsSecret
           from word in flag.Key.Type.Kind == SettingKind.Switch
               ? [$"{flag.Key.Flag}={flag.Value[0]}"]
               : flag.Value.SelectMany(text => new[] { flag.Key.Flag!, text })
           select word,
    ];

    /// <summary>Creates the option that names the configuration file.</summary>
    public static Option<string?> ConfigurationFile() => new(Settings.ConfigurationFile.Flag)
    {
        Description = "Configuration file [default: $LATBENCH_CONFIG, else latbench.json in the data directory or in the working directory, else that of the machine in /etc/latbench].",
        HelpName = "FILE",
    };

    private void Add(Setting setting, string name)
    {
        var description = setting.Default == "false" ? setting.Description : $"{setting.Description.TrimEnd('.')} [default: {setting.DefaultText}].";
        switch (setting.Type.Kind)
        {
            case SettingKind.Switch:
                var isOn = new Option<bool>(name) { Description = description };
                _flags.Add((setting, isOn, parsed => [parsed.GetValue(isOn) ? "true" : "false"]));
                break;
            case SettingKind.Texts:
                var texts = new Option<string[]>(name) { Description = description, HelpName = setting.Type.HelpName, AllowMultipleArgumentsPerToken = false };
                Validate(setting, name, texts);
                _flags.Add((setting, texts, parsed => parsed.GetValue(texts) ?? []));
                break;
            default:
                var text = new Option<string?>(name) { Description = description, HelpName = setting.Type.HelpName };
                Validate(setting, name, text);
                _flags.Add((setting, text, parsed => [parsed.GetValue(text)!]));
                break;
        }
    }

    private static void Validate(Setting setting, string name, Option option) => option.Validators.Add(result =>
    {
        foreach (var token in result.Tokens)
            if ((setting.Type.Check(token.Value) ?? setting.Type.Find(token.Value)) is { } clause)
                result.AddError($"{name} {clause}.");
    });
}
