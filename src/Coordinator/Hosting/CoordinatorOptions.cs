using System.Net;
using LatBench.SearchSpaces;
using LatBench.Storage.Artifacts;

namespace LatBench.Coordinator.Hosting;

/// <summary>The options of a coordinator.</summary>
internal sealed record CoordinatorOptions
{
    /// <summary>Gets the search spaces; those that LatBench comes with by default.</summary>
    public SearchSpaceRegistry SearchSpaces { get; init; } = SearchSpaceRegistry.BuiltIn;

    /// <summary>Data directory: database (SQLite), admin token, snapshots.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Gets the address that REST is served at; default 127.0.0.1:7080, port 0 for any free one.</summary>
    public IPEndPoint Http { get; init; } = new(IPAddress.Loopback, 7080);

    /// <summary>Gets the address that gRPC is served at; default 127.0.0.1:7081, port 0 for any free one.</summary>
    public IPEndPoint Grpc { get; init; } = new(IPAddress.Loopback, 7081);

    /// <summary>Postgres connection string; null for SQLite in the data directory.</summary>
    public string? Database { get; init; }

    /// <summary>A directory, or <c>s3://bucket/prefix</c>, that several coordinators may share, for the files of predictors and of snapshots; null for a directory within the data directory, with the files of predictors only.</summary>
    public string? Artifacts { get; init; }

    /// <summary>Gets a value indicating whether to listen beyond this machine without TLS.</summary>
    public bool Insecure { get; init; }

    /// <summary>PEM file with the certificate that the coordinator shows, and those between it and its authority; null for no TLS.</summary>
    public string? TlsCertificateFile { get; init; }

    /// <summary>PEM file with the private key of the certificate.</summary>
    public string? TlsKeyFile { get; init; }

    /// <summary>PEM file with the authorities whose certificates clients have to show; null where they show none.</summary>
    public string? ClientCaFile { get; init; }

    /// <summary>Calls that one token may have under way at once; default 64.</summary>
    public int CallsAtOnce { get; init; } = 64;

    /// <summary>Calls a second that one token may make, with a burst of twice as many; default 20,000.</summary>
    public int CallsPerSecond { get; init; } = 20_000;

    /// <summary>Failures in a row after which a device goes into quarantine; 0 for never, default 30.</summary>
    public int QuarantineAfter { get; init; } = 30;

    /// <summary>Gets the largest size of a file of an uploaded model in bytes; default 8 GiB.</summary>
    public long MaxModelBytes { get; init; } = 8L << 30;

    /// <summary>Gets the time that an agent holds a job without renewing; default 2 minutes.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Gets the time after which a browser that was not seen is not waited for any more; zero for never, default 30 minutes.</summary>
    public TimeSpan BrowserTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>A directory with runtimes for browsers beside those of the data directory, as in an image; null for none.</summary>
    public string? WebRuntimes { get; init; }

    /// <summary>Gets the directories of runtimes for browsers.</summary>
    public IReadOnlyList<string> WebRuntimeDirectories => WebRuntimes is { } beside ? [Files.WebRuntimes, beside] : [Files.WebRuntimes];

    /// <summary>Gets the files of the data directory.</summary>
    public LatBench.Hosting.DataDirectory Files => new(DataDirectory);

    /// <summary>File of the embedded database.</summary>
    public string SqlitePath => Files.Database;

    /// <summary>Directory of published snapshots.</summary>
    public string SnapshotsDirectory => Files.Snapshots;

    /// <summary>Directory of the files of predictors, by SHA-256, where they are not in a bucket.</summary>
    public string ArtifactsDirectory => Artifacts ?? Files.Artifacts;

    /// <summary>Bucket of the artefacts; null where they are in a directory.</summary>
    public S3Location? ArtifactsBucket => Artifacts is { } text && S3Location.TryParse(text, out var bucket) ? bucket : null;

    /// <summary>Gets a value indicating whether the artefacts are stored where other coordinators may find them.</summary>
    public bool SharesArtifacts => Artifacts is not null;

    /// <summary>File with the admin token, mode 600.</summary>
    public string AdminTokenFile => Files.AdminToken;

    /// <summary>Gets the file of the audit log.</summary>
    public string AuditFile => Files.Audit;

    /// <summary>File with what was done to the data by commands beside the coordinator, which writes the other one.</summary>
    public string AdminAuditFile => Files.AdminAudit;

    /// <summary>File that tells clients on this machine where the running coordinator listens.</summary>
    public string AddressFile => Files.Addresses;

    /// <summary>Determines whether a place of artefacts is meant as an address and not as a directory, well-formed or not.</summary>
    public static bool IsAddress(string artifacts) => artifacts.StartsWith("s3:", StringComparison.OrdinalIgnoreCase) || artifacts.Contains("://", StringComparison.Ordinal);

    /// <summary>Refuses what must not run; null where all is well.</summary>
    public string? FindFault()
    {
        if (Artifacts is { } artifacts && IsAddress(artifacts) && ArtifactsBucket is null)
            return $"--artifacts '{artifacts}' is neither a directory nor a bucket: write it like s3://bucket or s3://bucket/prefix.";
        if ((TlsCertificateFile is null) != (TlsKeyFile is null))
            return "--tls-cert and --tls-key belong together: give both, as PEM files.";
        if (ClientCaFile is not null && TlsCertificateFile is null)
            return "--client-ca asks clients for certificates, which needs TLS: give --tls-cert and --tls-key as well.";
        foreach (var (name, endpoint) in new[] { ("--http", Http), ("--grpc", Grpc) })
        {
            if (!Insecure && TlsCertificateFile is null && !IPAddress.IsLoopback(endpoint.Address))
                return $"{name} {endpoint} can be reached from other machines, and the connection would not be encrypted: give --tls-cert and --tls-key, or listen on 127.0.0.1 behind a TLS proxy, or pass --insecure to accept it.";
        }

        return Http.Port != 0 && Http.Port == Grpc.Port
            ? $"--http and --grpc cannot share port {Http.Port}: give them different ones."
            : null;
    }
}
