using LatBench.Contracts.Transport;
using LatBench.Hosting;

namespace LatBench.Settings;

/// <summary>The settings of the device agent.</summary>
public static class AgentSettings
{
    /// <summary>The environment variable with the one-time enrolment token; the command line would show it to every user of the machine.</summary>
    public const string TokenVariable = "LATBENCH_ENROLMENT_TOKEN";

    /// <summary>Gets the section of the agent.</summary>
    public static SettingSection Section { get; } = new("agent");

    /// <summary>Gets the address of the coordinator.</summary>
    public static Setting<Uri> Server { get; } = new(Section, "server", SettingTypes.Address)
    {
        Description = "Address of the coordinator's gRPC port. Without it `latbench agent run` takes the coordinator of the data directory, else that of the enrolment, else http://127.0.0.1:7081.",
        Variable = "LATBENCH_SERVER",
        DefaultWords = "the coordinator of the data directory",
    };

    /// <summary>Gets the data directory.</summary>
    public static Setting<string> Data { get; } = new(Section, "data", SettingTypes.Path("the path of a directory", "DIR"))
    {
        Description = "Directory for credential, spool and artefacts. `latbench agent run` takes the directory `agent` in the data directory by default.",
        Default = AgentDirectory.Default,
    };

    /// <summary>Gets the name of the device.</summary>
    public static Setting<string> Device { get; } = new(Section, "device", SettingTypes.DeviceName)
    {
        Description = "Name for this device when it is enrolled.",
        DefaultWords = "the host name",
    };

    /// <summary>Gets the CPUs to measure on.</summary>
    public static Setting<IReadOnlyList<int>> Cpus { get; } = new(Section, "cpus", SettingTypes.Cpus)
    {
        Description = "CPUs to measure on, for example 0-1.",
        DefaultWords = "those the agent may use",
    };

    /// <summary>Gets the file with execution providers.</summary>
    public static Setting<string> Providers { get; } = new(Section, "providers", SettingTypes.ExistingFile)
    {
        Description = "JSON file with execution providers to measure on beside the CPU; docs/how-to/execution-providers.md says what is in it.",
    };

    /// <summary>Gets the folders with further libraries of ONNX Runtime.</summary>
    public static Setting<IReadOnlyList<string>> Runtimes { get; } = new(Section, "runtimes", SettingTypes.Folders)
    {
        Description = "Folder with another native library of ONNX Runtime, whose targets are offered beside those of the agent's own; the flag may be given several times.",
        Flag = "--runtime",
    };

    /// <summary>Gets the libraries of custom operators.</summary>
    public static Setting<IReadOnlyList<string>> CustomOperators { get; } = new(Section, "custom_operators", SettingTypes.Files)
    {
        Description = "Library of custom operators for ONNX Runtime, so that models that need them can be measured; the flag may be given several times.",
    };

    /// <summary>Gets the one-time enrolment token.</summary>
    public static Setting<string> EnrolmentToken { get; } = new(Section, "enrolment_token", SettingTypes.Text("a one-time enrolment token", "TOKEN"))
    {
        Description = "One-time enrolment token. Without it `latbench agent run` makes one with the access token.",
        Variable = TokenVariable,
        IsSecret = true,
        HasNoFlag = true,
    };

    /// <summary>Gets the file with the one-time enrolment token.</summary>
    public static Setting<string> EnrolmentTokenFile { get; } = new(Section, "enrolment_token_file", SettingTypes.ExistingFile)
    {
        Description = "File with the one-time enrolment token.",
        Variable = TokenVariable + "_FILE",
        FileOf = EnrolmentToken,
    };

    /// <summary>Gets the authorities to trust.</summary>
    public static Setting<string> CaCert { get; } = new(Section, "ca_cert", SettingTypes.Path("the path of a PEM file", "FILE"))
    {
        Description = "PEM file with the authorities to trust for an https address.",
        DefaultWords = "those of this machine",
        Variable = ClientTls.CaVariable,
    };

    /// <summary>Gets the certificate to show to the coordinator.</summary>
    public static Setting<string> ClientCert { get; } = new(Section, "client_cert", SettingTypes.Path("the path of a PEM file", "FILE"))
    {
        Description = "PEM file with the certificate to show to a coordinator that asks for one.",
        Variable = ClientTls.CertificateVariable,
    };

    /// <summary>Gets the key of that certificate.</summary>
    public static Setting<string> ClientKey { get; } = new(Section, "client_key", SettingTypes.Path("the path of a PEM file", "FILE"))
    {
        Description = "PEM file with the private key of that certificate.",
        Variable = ClientTls.KeyVariable,
    };

    /// <summary>Gets the bound on the artefact cache.</summary>
    public static Setting<int> CacheMebibytes { get; } = new(Section, "cache_mib", SettingTypes.Mebibytes) { Description = "Bound on the artefact cache in MiB.", Default = "4096" };

    /// <summary>Gets the space that must be free.</summary>
    public static Setting<int> MinFreeMebibytes { get; } = new(Section, "min_free_mib", SettingTypes.Mebibytes)
    {
        Description = "Lease no jobs while less than this is free on the disk of the data directory, in MiB.",
        Default = "32",
    };

    /// <summary>Gets the temperature above which no job begins.</summary>
    public static Setting<double> MaxStartTemperature { get; } = new(Section, "max_start_temperature", SettingTypes.Celsius)
    {
        Description = "Begin no job while the machine is hotter than this, in °C.",
        DefaultWords = "any temperature",
    };

    /// <summary>Gets the time to wait for a machine to cool down.</summary>
    public static Setting<TimeSpan> MaxCoolDown { get; } = new(Section, "max_cool_down", SettingTypes.CoolDown)
    {
        Description = "How long to wait for that, for example 90s or 5m; then the pass is measured and flagged 'hot'.",
        Default = "1m",
    };

    /// <summary>Gets the memory that a model may take.</summary>
    public static Setting<int> MaxModelMemoryMebibytes { get; } = new(Section, "max_model_memory_mib", SettingTypes.Mebibytes)
    {
        Description = "Memory in MiB that a model may take, its weights included; one that needs more has failed.",
        DefaultWords = "80 % of what is free",
    };

    /// <summary>Gets the setting for logging every step.</summary>
    public static Setting<bool> Verbose { get; } = new(Section, "verbose", SettingTypes.Switch) { Description = "Log every step.", Default = "false" };
}
