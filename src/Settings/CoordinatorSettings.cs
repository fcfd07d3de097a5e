using System.Net;
using LatBench.Hosting;

namespace LatBench.Settings;

/// <summary>The settings of the coordinator.</summary>
public static class CoordinatorSettings
{
    /// <summary>The environment variable with the data directory, which commands read without the other settings.</summary>
    public const string DataVariable = "LATBENCH_COORDINATOR_DATA";

    private const int Million = 1_000_000;

    /// <summary>Gets the section of the coordinator.</summary>
    public static SettingSection Section { get; } = new("coordinator");

    /// <summary>Gets the data directory.</summary>
    public static Setting<string> Data { get; } = new(Section, "data", SettingTypes.Path("the path of a directory", "DIR"))
    {
        Description = "Data directory.",
        Variable = DataVariable,
        Default = DataDirectory.Default,
    };

    /// <summary>Gets the address of REST and of the dashboard.</summary>
    public static Setting<IPEndPoint> Http { get; } = new(Section, "http", SettingTypes.EndPoint)
    {
        Description = "Where REST and the dashboard are served; port 0 takes any free port.",
        Default = "127.0.0.1:7080",
    };

    /// <summary>Gets the address of gRPC.</summary>
    public static Setting<IPEndPoint> Grpc { get; } = new(Section, "grpc", SettingTypes.EndPoint)
    {
        Description = "Where gRPC is served; port 0 takes any free port.",
        Default = "127.0.0.1:7081",
    };

    /// <summary>Gets the Postgres connection string.</summary>
    public static Setting<string> Database { get; } = new(Section, "database", SettingTypes.Text("a Postgres connection string", "CONN"))
    {
        Description = "Postgres connection string. On the command line every user of the machine can read its password.",
        DefaultWords = "SQLite in the data directory",
        Variable = "LATBENCH_DATABASE",
        IsSecret = true,
    };

    /// <summary>Gets the file with the Postgres connection string.</summary>
    public static Setting<string> DatabaseFile { get; } = new(Section, "database_file", SettingTypes.ExistingFile)
    {
        Description = "File with the Postgres connection string.",
        Variable = "LATBENCH_DATABASE_FILE",
        FileOf = Database,
    };

    /// <summary>Gets the place of artefacts that several coordinators share.</summary>
    public static Setting<string> Artifacts { get; } = new(Section, "artifacts", SettingTypes.DirectoryOrBucket)
    {
        Description = "A directory, or s3://BUCKET/PREFIX, that several coordinators share, for the graphs of models and the files of predictors and of snapshots. Credentials, region and endpoint of a bucket come from the AWS_… variables.",
        DefaultWords = "in the data directory, nothing shared",
    };

    /// <summary>Gets the setting for listening beyond this machine without TLS.</summary>
    public static Setting<bool> Insecure { get; } = new(Section, "insecure", SettingTypes.Switch) { Description = "Listen beyond this machine without TLS.", Default = "false" };

    /// <summary>Gets the certificate of the coordinator.</summary>
    public static Setting<string> TlsCertificate { get; } = new(Section, "tls_cert", SettingTypes.Path("the path of a PEM file", "FILE"))
    {
        Description = "PEM file with the certificate to show: with it, and its key, both addresses speak TLS. A renewed file is taken up without a restart.",
    };

    /// <summary>Gets the key of the certificate.</summary>
    public static Setting<string> TlsKey { get; } = new(Section, "tls_key", SettingTypes.Path("the path of a PEM file", "FILE")) { Description = "PEM file with the private key of the certificate." };

    /// <summary>Gets the authorities of the clients' certificates.</summary>
    public static Setting<string> ClientCa { get; } = new(Section, "client_ca", SettingTypes.Path("the path of a PEM file", "FILE"))
    {
        Description = "PEM file with authorities: clients have to show a certificate of one of them (mutual TLS).",
    };

    /// <summary>Gets the limit on calls under way.</summary>
    public static Setting<int> MaxConcurrentCalls { get; } = new(Section, "max_concurrent_calls", SettingTypes.Whole(1, Million))
    {
        Description = "Calls that one token may have under way at once.",
        Default = "64",
    };

    /// <summary>Gets the limit on calls a second.</summary>
    public static Setting<int> MaxCallsPerSecond { get; } = new(Section, "max_calls_per_second", SettingTypes.Whole(1, Million))
    {
        Description = "Calls a second that one token may make; a burst of twice as many is let through.",
        Default = "20000",
    };

    /// <summary>Gets the number of failures before a quarantine.</summary>
    public static Setting<int> QuarantineAfter { get; } = new(Section, "quarantine_after", SettingTypes.Whole(0, Million))
    {
        Description = "Failures in a row after which a device gets one job every five minutes only, until one succeeds; 0 for never.",
        Default = "30",
    };

    /// <summary>Gets the largest size of a file of an uploaded model.</summary>
    public static Setting<int> MaxModelMebibytes { get; } = new(Section, "max_model_mib", SettingTypes.Whole(1, Million))
    {
        Description = "Largest size of a file of an uploaded model in MiB.",
        Default = "8192",
    };

    /// <summary>Gets the time after which a browser is not waited for.</summary>
    public static Setting<double> BrowserTimeoutMinutes { get; } = new(Section, "browser_timeout_minutes", SettingTypes.Number(0, Million))
    {
        Description = "Minutes after which a browser that was not seen is not waited for: what waits for it fails; 0 for never.",
        Default = "30",
    };

    /// <summary>Gets the time that an agent holds a job.</summary>
    public static Setting<int> LeaseSeconds { get; } = new(Section, "lease_seconds", SettingTypes.Whole(1, 3600))
    {
        Description = "Seconds that an agent holds a job without renewing.",
        Default = "120",
    };

    /// <summary>Gets the directory of further runtimes for browsers.</summary>
    public static Setting<string> WebRuntimes { get; } = new(Section, "web_runtimes", SettingTypes.Path("the path of a directory", "DIR"))
    {
        Description = "Directory with runtimes for browsers beside those of the data directory, as in an image.",
        Variable = "LATBENCH_WEB_RUNTIMES",
    };
}
