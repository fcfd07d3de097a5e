using LatBench.DeviceAgent.Leasing;

namespace LatBench.DeviceAgent;

/// <summary>The options of an agent.</summary>
internal sealed record AgentOptions
{
    /// <summary>Address of the coordinator's gRPC port.</summary>
    public required Uri Server { get; init; }

    /// <summary>TLS of an https address: the certificates that the agent accepts, and the one that it presents.</summary>
    public System.Net.Security.SslClientAuthenticationOptions Tls { get; init; } = new();

    /// <summary>The directory of credential, spool and artefacts.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Wished last part of the device's name; null takes it from the host name.</summary>
    public string? DeviceId { get; init; }

    /// <summary>CPUs to measure on; null for all that the process may use.</summary>
    public IReadOnlyList<int>? Cpus { get; init; }

    /// <summary>File with execution providers beside the CPU; null for none.</summary>
    public string? ProvidersFile { get; init; }

    /// <summary>Folders with native libraries of ONNX Runtime that are offered beside the main one.</summary>
    public IReadOnlyList<string> Runtimes { get; init; } = [];

    /// <summary>Libraries of custom operators, by their full paths.</summary>
    public IReadOnlyList<string> CustomOperators { get; init; } = [];

    /// <summary>One-time enrolment token; null where the device is enrolled.</summary>
    public string? EnrolmentToken { get; init; }

    /// <summary>Bound on the artefact cache in bytes; default 4 GiB.</summary>
    public long CacheBytes { get; init; } = 4L << 30;

    /// <summary>Space in MiB that must be free on the disk of the data directory for jobs to be leased; default 32.</summary>
    public int MinFreeMebibytes { get; init; } = DiskGate.DefaultMinFreeMebibytes;

    /// <summary>The time that one batch of jobs should last; default 25 s.</summary>
    public TimeSpan BatchDuration { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>The time that the job in progress may go on after the agent was told to stop; default 3 s.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>When a job may begin, by the temperature of the machine.</summary>
    public CoolDownOptions CoolDown { get; init; } = new();

    /// <summary>Memory in MiB that a model may take beyond that of the idle runner; null bounds it by the machine's memory alone.</summary>
    public int? MaxModelMemoryMebibytes { get; init; }
}
