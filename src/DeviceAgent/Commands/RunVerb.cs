using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net.Security;
using LatBench.Contracts.Naming;
using LatBench.Contracts.Transport;
using LatBench.DeviceAgent.Leasing;
using LatBench.DeviceAgent.Running;
using LatBench.Hosting;
using LatBench.Hosting.Files;

namespace LatBench.DeviceAgent.Commands;

/// <summary>The verb <c>run</c>: enrol where needed, then lease and measure until told to stop.</summary>
internal static class RunVerb
{
    private const string RuntimeOption = "--runtime";
    private const int BytesPerMebibyte = 1 << 20;
    private const double MillidegreesPerDegree = 1000;

    private static readonly TimeSpan MaxCoolDownLimit = TimeSpan.FromHours(1);

    private static readonly Option<Uri> Server = new("--server")
    {
        Description = "Address of the coordinator's gRPC port, for example http://127.0.0.1:7081.",
        Required = true,
        CustomParser = result => CoordinatorAddress.TryParse(result.Tokens[0].Value, out var address, out var fault)
            ? address
            : Refuse<Uri>(result, $"--server is '{result.Tokens[0].Value}', {fault}."),
    };

    private static readonly Option<string> Data = new("--data")
    {
        Description = "Directory for credential, spool and artefacts.",
        DefaultValueFactory = _ => AgentDirectory.Default,
    };

    private static readonly Option<string?> Device = new("--device")
    {
        Description = "Last part of the device's name, 1-63 of a-z, 0-9 and '-'; by default made of the host name.",
        CustomParser = result => DeviceId.IsValid(result.Tokens[0].Value)
            ? result.Tokens[0].Value
            : Refuse<string>(result, $"--device is '{result.Tokens[0].Value}'; give {DeviceId.Rule}."),
    };

    private static readonly Option<IReadOnlyList<int>?> Cpus = CpuOption.Create();

    private static readonly Option<string?> Providers = new("--providers")
    {
        Description = "JSON file with execution providers to measure on beside the CPU; docs/execution-providers.md says what is in it.",
    };

    private static readonly Option<string[]> Runtimes = new(RuntimeOption)
    {
        Description = "Folder with a native library of ONNX Runtime, whose targets are offered beside those of the agent's own; may be given several times.",
        AllowMultipleArgumentsPerToken = false,
    };

    private static readonly Option<string[]> CustomOperators = new("--custom-operators")
    {
        Description = "Library of custom operators for ONNX Runtime, so that models that need them can be measured; may be given several times.",
        AllowMultipleArgumentsPerToken = false,
    };

    private static readonly Option<FileInfo?> TokenFile = new("--enrolment-token-file")
    {
        Description = $"File with the one-time enrolment token; the environment variable {AgentOptions.TokenVariable} goes before it.",
    };

    private static readonly Option<string?> CaCert = new("--ca-cert")
    {
        Description = $"PEM file with the authorities to trust for an https address; by default {ClientTls.CaVariable}, else those of this machine. {ClientTls.CertificateVariable} and {ClientTls.KeyVariable} name what to show to a coordinator that asks for a certificate.",
    };

    private static readonly Option<int> CacheMebibytes = new("--cache-mib")
    {
        Description = "Bound on the artefact cache in MiB, 1 or more.",
        DefaultValueFactory = _ => 4096,
        Validators = { result => { if (result.GetValueOrDefault<int>() < 1) result.AddError("--cache-mib must be 1 or more."); } },
    };

    private static readonly Option<int> MinFreeMebibytes = new("--min-free-mib")
    {
        Description = "Lease no jobs while less than this is free on the disk of the data directory, in MiB, 1 or more.",
        DefaultValueFactory = _ => DiskGate.DefaultMinFreeMebibytes,
        Validators = { result => { if (result.GetValueOrDefault<int>() < 1) result.AddError("--min-free-mib must be 1 or more."); } },
    };

    private static readonly Option<double?> MaxStartTemperature = new("--max-start-temperature")
    {
        Description = "Begin no job while the machine is hotter than this, in °C, 1 to 149; by default any temperature will do.",
        CustomParser = result => double.TryParse(result.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var celsius) && celsius is >= 1 and < 150
            ? celsius
            : Refuse<double?>(result, $"--max-start-temperature is '{result.Tokens[0].Value}'; give degrees Celsius from 1 to 149, for example 65."),
    };

    private static readonly Option<TimeSpan> MaxCoolDown = new("--max-cool-down")
    {
        Description = "How long to wait for that, for example 90s or 5m, at most 1h; then the model is measured all the same and its pass flagged 'hot'.",
        DefaultValueFactory = _ => new CoolDownOptions().MaxDuration,
        CustomParser = result => DurationText.Parse(result.Tokens[0].Value) is { } duration && duration <= MaxCoolDownLimit
            ? duration
            : Refuse<TimeSpan>(result, $"--max-cool-down is '{result.Tokens[0].Value}'; give a time of at most 1h, for example 90s or 5m."),
    };

    private static readonly Option<int?> MaxModelMemory = new(RunnerCommand.MemoryOption)
    {
        Description = "Memory in MiB that a model may take, its weights included, 1 or more; a model that needs more has failed with OUT_OF_MEMORY. By default 80 % of what is free.",
        CustomParser = result => int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var mebibytes) && mebibytes >= 1
            ? mebibytes
            : Refuse<int?>(result, $"{RunnerCommand.MemoryOption} is '{result.Tokens[0].Value}'; give a whole number of MiB, 1 or more."),
    };

    private static readonly Option<bool> Verbose = new("--verbose") { Description = "Log every step." };

    public static Command Create()
    {
        var command = new Command("run", "Enrol where needed, then lease and measure until told to stop.")
        {
            Server, Data, Device, Cpus, Providers, Runtimes, CustomOperators, TokenFile, CaCert, CacheMebibytes, MinFreeMebibytes, MaxStartTemperature, MaxCoolDown, MaxModelMemory, Verbose,
        };
        command.SetAction((parsed, _) => AgentProcess.RunAsync(Options, parsed, parsed.GetValue(Verbose)));
        return command;
    }

    private static AgentOptions Options(ParseResult parsed) => new()
    {
        Server = parsed.GetRequiredValue(Server),
        DataDirectory = Path.GetFullPath(parsed.GetValue(Data)!),
        DeviceId = parsed.GetValue(Device),
        Cpus = parsed.GetValue(Cpus),
        ProvidersFile = parsed.GetValue(Providers),
        Runtimes = [.. (parsed.GetValue(Runtimes) ?? []).Select(Path.GetFullPath)],
        CustomOperators = [.. (parsed.GetValue(CustomOperators) ?? []).Select(Path.GetFullPath)],
        EnrolmentToken = EnrolmentToken(parsed.GetValue(TokenFile)),
        Tls = Tls(parsed.GetValue(CaCert)),
        CacheBytes = (long)parsed.GetValue(CacheMebibytes) * BytesPerMebibyte,
        MinFreeMebibytes = parsed.GetValue(MinFreeMebibytes),
        CoolDown = new CoolDownOptions
        {
            MaxStartMillidegrees = (long?)(parsed.GetValue(MaxStartTemperature) * MillidegreesPerDegree),
            MaxDuration = parsed.GetValue(MaxCoolDown),
        },
        MaxModelMemoryMebibytes = parsed.GetValue(MaxModelMemory),
    };

    private static SslClientAuthenticationOptions Tls(string? caFile)
    {
        try
        {
            return ClientTls.Options(
                caFile ?? Environment.GetEnvironmentVariable(ClientTls.CaVariable),
                Environment.GetEnvironmentVariable(ClientTls.CertificateVariable),
                Environment.GetEnvironmentVariable(ClientTls.KeyVariable));
        }
        catch (InvalidOperationException exception)
        {
            throw new AgentException(exception.Message);
        }
    }

    private static string? EnrolmentToken(FileInfo? file)
    {
        var token = Environment.GetEnvironmentVariable(AgentOptions.TokenVariable);
        if (string.IsNullOrWhiteSpace(token) && file is not null)
        {
            try
            {
                token = File.ReadAllText(file.FullName);
            }
            catch (Exception exception) when (FileError.Is(exception))
            {
                throw new AgentException(FileError.Of(exception, file.FullName).Describe($"The enrolment token file {file.FullName} cannot be read", "name another with --enrolment-token-file"));
            }
        }

        return string.IsNullOrWhiteSpace(token) ? null : token.Trim();
    }

    private static T? Refuse<T>(ArgumentResult result, string message)
    {
        result.AddError(message);
        return default;
    }
}
