using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using LatBench.Coordinator.Administration;
using LatBench.Coordinator.Predictors.Training;
using LatBench.Coordinator.UploadedModels;
using LatBench.SearchSpaces;

namespace LatBench.Coordinator.Hosting;

/// <summary>The command line of the coordinator process.</summary>
internal static class CoordinatorCommand
{
    /// <summary>Environment variable with the Postgres connection string.</summary>
    public const string DatabaseVariable = "LATBENCH_DATABASE";

    /// <summary>Environment variable with a directory of runtimes for browsers beside those of the data directory.</summary>
    public const string WebRuntimesVariable = "LATBENCH_WEB_RUNTIMES";

    private static readonly Option<string> Data = new("--data")
    {
        Description = "Data directory.",
        DefaultValueFactory = _ => LatBench.Hosting.DataDirectory.Default,
    };

    private static readonly Option<IPEndPoint> Http = Endpoint("--http", "Where REST and the dashboard are served.", "127.0.0.1:7080");
    private static readonly Option<IPEndPoint> Grpc = Endpoint("--grpc", "Where gRPC is served.", "127.0.0.1:7081");

    private static readonly Option<string?> Database = new("--database")
    {
        Description = $"Postgres connection string; SQLite in the data directory without it. {DatabaseVariable} in the environment says the same and keeps the password out of the process list.",
    };

    private static readonly Option<string?> Artifacts = new("--artifacts")
    {
        Description = "A directory, or s3://BUCKET/PREFIX, that several coordinators share: the graphs of models and the files of predictors and of snapshots are put there. Without it they are in the data directory, and nothing is shared. Credentials, region and endpoint of a bucket come from the AWS_… variables.",
        HelpName = "DIR|S3",
    };

    private static readonly Option<bool> Insecure = new("--insecure")
    {
        Description = "Listen beyond this machine without TLS.",
    };

    private static readonly Option<string?> TlsCert = File("--tls-cert", "PEM file with the certificate to show: with it, and its key, both addresses speak TLS. A renewed file is taken up without a restart.");
    private static readonly Option<string?> TlsKey = File("--tls-key", "PEM file with the private key of the certificate.");
    private static readonly Option<string?> ClientCa = File("--client-ca", "PEM file with authorities: clients have to show a certificate of one of them (mutual TLS).");
    private static readonly Option<int> CallsAtOnce = Limit("--max-concurrent-calls", 64, "Calls that one token may have under way at once.");
    private static readonly Option<int> CallsPerSecond = Limit("--max-calls-per-second", 20_000, "Calls a second that one token may make; a burst of twice as many is let through.");

    private static readonly Option<int> QuarantineAfter = new("--quarantine-after")
    {
        Description = "Failures in a row after which a device gets one job every five minutes only, until one succeeds; 0 for never.",
        DefaultValueFactory = _ => 30,
        Validators = { result => { if (result.GetValueOrDefault<int>() is < 0 or > 1_000_000) result.AddError("--quarantine-after must be 0 to 1000000."); } },
    };

    private static readonly Option<int> MaxModelMebibytes = Limit("--max-model-mib", 8192, "Largest size of a file of an uploaded model in MiB.");

    private static readonly Option<double> BrowserMinutes = new("--browser-timeout-minutes")
    {
        Description = "Minutes after which a browser that was not seen is not waited for: what waits for it fails; 0 for never.",
        DefaultValueFactory = _ => 30,
        Validators = { result => { if (result.GetValueOrDefault<double>() is not (>= 0 and <= 1_000_000)) result.AddError("--browser-timeout-minutes must be 0 to 1000000."); } },
    };

    private static readonly Option<int> LeaseSeconds = new("--lease-seconds")
    {
        Description = "How long an agent holds a job without renewing, 1 to 3600.",
        DefaultValueFactory = _ => 120,
    };

    /// <summary>Runs the coordinator until it is told to stop. 0 stopped, 1 could not start, 2 wrong usage.</summary>
    public static async Task<int> InvokeAsync(string[] args)
    {
        if (args is [TrainingCommand.Verb])
            return TrainingChild.Run(SearchSpaceRegistry.BuiltIn);
        if (args is [ModelCheck.Verb])
            return ModelCheckChild.Run();

        LeaseSeconds.Validators.Add(RequireLeaseRange);
        var root = new RootCommand("The LatBench coordinator: dispatches campaigns to device agents and publishes what they measure.")
        {
            Data, Http, Grpc, Database, Artifacts, Insecure, TlsCert, TlsKey, ClientCa, CallsAtOnce, CallsPerSecond, QuarantineAfter, MaxModelMebibytes, BrowserMinutes, LeaseSeconds,
        };
        foreach (var verb in AdminCommand.Create(Data, Database))
            root.Add(verb);
        root.SetAction((result, cancellationToken) => RunAsync(result, cancellationToken));

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync(error.Message);
            return 2;
        }

        // Kestrel's host has the signals: System.CommandLine must not end the process under it.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var options = new CoordinatorOptions
        {
            DataDirectory = Path.GetFullPath(result.GetValue(Data)!),
            Http = result.GetValue(Http)!,
            Grpc = result.GetValue(Grpc)!,
            Database = result.GetValue(Database) ?? Environment.GetEnvironmentVariable(DatabaseVariable),
            Artifacts = Absolute(result.GetValue(Artifacts)),
            WebRuntimes = Environment.GetEnvironmentVariable(WebRuntimesVariable) is { Length: > 0 } beside ? Path.GetFullPath(beside) : null,
            Insecure = result.GetValue(Insecure),
            TlsCertificateFile = result.GetValue(TlsCert),
            TlsKeyFile = result.GetValue(TlsKey),
            ClientCaFile = result.GetValue(ClientCa),
            CallsAtOnce = result.GetValue(CallsAtOnce),
            CallsPerSecond = result.GetValue(CallsPerSecond),
            QuarantineAfter = result.GetValue(QuarantineAfter),
            MaxModelBytes = (long)result.GetValue(MaxModelMebibytes) << 20,
            BrowserTimeout = TimeSpan.FromMinutes(result.GetValue(BrowserMinutes)),
            LeaseDuration = TimeSpan.FromSeconds(result.GetValue(LeaseSeconds)),
        };
        if (options.FindFault() is { } fault)
        {
            await Console.Error.WriteLineAsync(fault);
            return 2;
        }

        try
        {
            await CoordinatorHost.RunAsync(options, cancellationToken);
            return 0;
        }
        catch (StartupException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static string? Absolute(string? artifacts) =>
        artifacts is null || CoordinatorOptions.IsAddress(artifacts) ? artifacts : Path.GetFullPath(artifacts);

    private static Option<string?> File(string name, string description) => new(name) { Description = description, HelpName = "FILE" };

    private static Option<int> Limit(string name, int fallback, string description) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => fallback,
        Validators = { result => { if (result.GetValueOrDefault<int>() is < 1 or > 1_000_000) result.AddError($"{name} must be 1 to 1000000."); } },
    };

    private static Option<IPEndPoint> Endpoint(string name, string description, string defaultValue) => new(name)
    {
        Description = $"{description} Port 0 takes any free port.",
        DefaultValueFactory = _ => IPEndPoint.Parse(defaultValue),
        CustomParser = argument => ParseEndpoint(name, argument),
    };

    private static IPEndPoint? ParseEndpoint(string name, ArgumentResult argument)
    {
        var text = argument.Tokens.Single().Value;
        if (text.Contains(':', StringComparison.Ordinal)
            && IPEndPoint.TryParse(text.Replace("localhost", "127.0.0.1", StringComparison.Ordinal), out var endpoint))
            return endpoint;

        argument.AddError($"{name} '{text}' is not an address and port: write it like 127.0.0.1:7080.");
        return null;
    }

    private static void RequireLeaseRange(OptionResult option)
    {
        if (option.GetValueOrDefault<int>() is < 1 or > 3600)
            option.AddError($"--lease-seconds {option.GetValueOrDefault<int>()} is out of range: 1 to 3600.");
    }
}
