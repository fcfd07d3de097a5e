using System.Net;

namespace LatBench.Coordinator.Hosting;

/// <summary>How a coordinator runs.</summary>
internal sealed record CoordinatorOptions
{
    /// <summary>Data directory: database (SQLite), admin token, snapshots.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Where REST is served; default 127.0.0.1:7080, port 0 for any free one.</summary>
    public IPEndPoint Http { get; init; } = new(IPAddress.Loopback, 7080);

    /// <summary>Where gRPC is served; default 127.0.0.1:7081, port 0 for any free one.</summary>
    public IPEndPoint Grpc { get; init; } = new(IPAddress.Loopback, 7081);

    /// <summary>Postgres connection string; null for SQLite in the data directory.</summary>
    public string? Database { get; init; }

    /// <summary>Whether to listen beyond this machine without TLS.</summary>
    public bool Insecure { get; init; }

    /// <summary>How long an agent holds a job without renewing; default 2 minutes.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>File of the embedded database.</summary>
    public string SqlitePath => Path.Combine(DataDirectory, "latbench.db");

    /// <summary>Directory of published snapshots.</summary>
    public string SnapshotsDirectory => Path.Combine(DataDirectory, "snapshots");

    /// <summary>Directory of the files of predictors, by SHA-256.</summary>
    public string ArtifactsDirectory => Path.Combine(DataDirectory, "artifacts");

    /// <summary>File with the admin token, mode 600.</summary>
    public string AdminTokenFile => Path.Combine(DataDirectory, "admin-token");

    /// <summary>File that tells clients on this machine where the running coordinator listens.</summary>
    public string AddressFile => Path.Combine(DataDirectory, "coordinator.json");

    /// <summary>Refuses what must not run; null where all is well.</summary>
    public string? FindFault()
    {
        foreach (var (name, endpoint) in new[] { ("--http", Http), ("--grpc", Grpc) })
        {
            if (!Insecure && !IPAddress.IsLoopback(endpoint.Address))
                return $"{name} {endpoint} can be reached from other machines, and the connection would not be encrypted: listen on 127.0.0.1 behind a TLS proxy, or pass --insecure to accept it.";
        }

        return Http.Port != 0 && Http.Port == Grpc.Port
            ? $"--http and --grpc cannot share port {Http.Port}: give them different ones."
            : null;
    }
}
