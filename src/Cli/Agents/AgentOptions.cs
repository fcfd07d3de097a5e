using System.CommandLine;
using System.Globalization;
using LatBench.Contracts.Naming;

namespace LatBench.Cli.Agents;

/// <summary>The options that the agent takes, checked before a token is made for it and before it is started.</summary>
internal static class AgentOptions
{
    private const int MaxCpu = 1023;
    private const double MaxCoolDownSeconds = 3600;

    /// <summary><c>--device</c>.</summary>
    public static Option<string?> Device() => Checked(
        "--device", "Name for this device when it is enrolled [default: the host name].", "ID",
        DeviceId.IsValid,
        $"{DeviceId.Rule}, such as lab-xeon");

    /// <summary><c>--cpus</c>.</summary>
    public static Option<string?> Cpus() => Checked(
        "--cpus", "CPUs to measure on, for example 0-1 [default: those the agent may use].", "LIST",
        IsCpuList, "a list of CPUs such as 0-3,6");

    /// <summary><c>--providers</c>.</summary>
    public static Option<string?> Providers() => ExistingFile("--providers", "JSON file with execution providers to measure on beside the CPU [default: none].");

    /// <summary><c>--runtime</c>.</summary>
    public static Option<string[]> Runtimes() => new("--runtime")
    {
        Description = "Folder with another native library of ONNX Runtime, whose targets are offered beside those of the agent's own; may be given several times [default: none].",
        HelpName = "FOLDER",
        AllowMultipleArgumentsPerToken = false,
        Validators =
        {
            result =>
            {
                foreach (var token in result.Tokens.Where(token => !Directory.Exists(token.Value)))
                    result.AddError($"--runtime names '{token.Value}', which is no folder: name one that is there.");
            },
        },
    };

    /// <summary><c>--custom-operators</c>.</summary>
    public static Option<string[]> CustomOperators() => new("--custom-operators")
    {
        Description = "Library of custom operators for ONNX Runtime, so that models that need them can be measured; may be given several times [default: none].",
        HelpName = "LIBRARY",
        AllowMultipleArgumentsPerToken = false,
        Validators =
        {
            result =>
            {
                foreach (var token in result.Tokens.Where(token => !File.Exists(token.Value)))
                    result.AddError($"--custom-operators names '{token.Value}', which is no file: name one that is there.");
            },
        },
    };

    /// <summary><c>--enrolment-token-file</c>.</summary>
    public static Option<string?> TokenFile() => ExistingFile(
        "--enrolment-token-file", "File with the one-time enrolment token [default: $LATBENCH_ENROLMENT_TOKEN, else one is made with the access token].");

    /// <summary><c>--max-start-temperature</c>.</summary>
    public static Option<string?> MaxStartTemperature() => Checked(
        "--max-start-temperature", "Begin no job while the machine is hotter than this, in °C [default: any temperature].", "CELSIUS",
        text => Number(text) is >= 1 and < 150, "degrees Celsius from 1 to 149, such as 65");

    /// <summary><c>--max-cool-down</c>.</summary>
    public static Option<string?> MaxCoolDown() => Checked(
        "--max-cool-down", "How long to wait for that, for example 90s or 5m; then the pass is measured and flagged 'hot' [default: 1m].", "TIME",
        IsCoolDown, "a time of at most 1h, such as 90s or 5m");

    /// <summary><c>--max-model-memory-mib</c>.</summary>
    public static Option<string?> MaxModelMemory() => Checked(
        "--max-model-memory-mib", "Memory in MiB that a model may take; one that needs more has failed [default: 80 % of what is free].", "N",
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var mebibytes) && mebibytes >= 1, "a whole number of MiB, 1 or more");

    private static Option<string?> ExistingFile(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FILE",
        Validators =
        {
            result =>
            {
                if (result.Tokens.Count == 1 && !File.Exists(result.Tokens[0].Value))
                    result.AddError($"{name} names '{result.Tokens[0].Value}', which is no file: name one that is there.");
            },
        },
    };

    private static Option<string?> Checked(string name, string description, string helpName, Predicate<string> isGood, string expected) => new(name)
    {
        Description = description,
        HelpName = helpName,
        Validators =
        {
            result =>
            {
                if (result.Tokens.Count == 1 && !isGood(result.Tokens[0].Value))
                    result.AddError($"{name} takes {expected}, not '{result.Tokens[0].Value}'.");
            },
        },
    };

    private static bool IsCpuList(string text) => text.Split(',').All(part =>
    {
        var ends = part.Trim().Split('-');
        return ends.Length <= 2 && Cpu(ends[0]) is { } first && Cpu(ends[^1]) is { } last && first <= last;
    });

    private static int? Cpu(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var cpu) && cpu <= MaxCpu ? cpu : null;

    private static bool IsCoolDown(string text)
    {
        int? secondsPerUnit = text.Length < 2 ? null : text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            _ => null,
        };
        return secondsPerUnit is { } seconds && Number(text[..^1]) * seconds <= MaxCoolDownSeconds;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
