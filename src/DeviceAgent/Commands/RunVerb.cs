using System.CommandLine;
using System.CommandLine.Parsing;
using LatBench.DeviceAgent.Enrolment;
using LatBench.DeviceAgent.Hardware;

namespace LatBench.DeviceAgent.Commands;

/// <summary>The verb <c>run</c>: enrol where needed, then lease and measure until told to stop.</summary>
internal static class RunVerb
{
    private const int BytesPerMebibyte = 1 << 20;

    private static readonly Option<Uri> Server = new("--server")
    {
        Description = "Address of the coordinator's gRPC port, for example http://127.0.0.1:7081.",
        Required = true,
        CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : Refuse<Uri>(result, $"--server is '{result.Tokens[0].Value}'; give an address such as http://127.0.0.1:7081."),
    };

    private static readonly Option<string> Data = new("--data")
    {
        Description = "Directory for credential, spool and artefacts.",
        DefaultValueFactory = _ => Path.Combine(".latbench", "agent"),
    };

    private static readonly Option<string?> Device = new("--device")
    {
        Description = "Last part of the device's name, 1-63 of a-z, 0-9 and '-'; by default made of the host name.",
        CustomParser = result => DeviceId.IsValid(result.Tokens[0].Value)
            ? result.Tokens[0].Value
            : Refuse<string>(result, $"--device is '{result.Tokens[0].Value}'; give 1 to 63 of a-z, 0-9 and '-'."),
    };

    private static readonly Option<IReadOnlyList<int>?> Cpus = new("--cpus")
    {
        Description = "CPUs to measure on, for example 2-3; by default all that the process may use.",
        CustomParser = result => CpuList.Parse(result.Tokens[0].Value)
            ?? Refuse<IReadOnlyList<int>>(result, $"--cpus is '{result.Tokens[0].Value}'; give a list such as 0-3,6."),
    };

    private static readonly Option<string?> Providers = new("--providers")
    {
        Description = "JSON file with execution providers to measure on beside the CPU; docs/execution-providers.md says what is in it.",
    };

    private static readonly Option<FileInfo?> TokenFile = new("--enrolment-token-file")
    {
        Description = $"File with the one-time enrolment token; the environment variable {AgentOptions.TokenVariable} goes before it.",
    };

    private static readonly Option<int> CacheMebibytes = new("--cache-mib")
    {
        Description = "Bound on the artefact cache in MiB, 1 or more.",
        DefaultValueFactory = _ => 4096,
        Validators = { result => { if (result.GetValueOrDefault<int>() < 1) result.AddError("--cache-mib must be 1 or more."); } },
    };

    private static readonly Option<bool> Verbose = new("--verbose") { Description = "Log every step." };

    public static Command Create()
    {
        var command = new Command("run", "Enrol where needed, then lease and measure until told to stop.")
        {
            Server, Data, Device, Cpus, Providers, TokenFile, CacheMebibytes, Verbose,
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
        EnrolmentToken = EnrolmentToken(parsed.GetValue(TokenFile)),
        CacheBytes = (long)parsed.GetValue(CacheMebibytes) * BytesPerMebibyte,
    };

    private static string? EnrolmentToken(FileInfo? file)
    {
        var token = Environment.GetEnvironmentVariable(AgentOptions.TokenVariable);
        if (string.IsNullOrWhiteSpace(token) && file is not null)
        {
            try
            {
                token = File.ReadAllText(file.FullName);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new AgentException($"The enrolment token file cannot be read: {exception.Message}");
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
