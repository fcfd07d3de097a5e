using System.Text.Json;

namespace LatBench.Coordinator.Hosting;

/// <summary>The data directory, held by one coordinator at a time.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly CoordinatorOptions _options;
    private readonly FileStream _lock;

    private DataDirectory(CoordinatorOptions options, FileStream @lock)
    {
        _options = options;
        _lock = @lock;
    }

    /// <summary>Creates the directory where needed and takes it.</summary>
    /// <exception cref="StartupException">It cannot be written, or another coordinator has it.</exception>
    public static DataDirectory Take(CoordinatorOptions options)
    {
        var path = options.DataDirectory;
        try
        {
            Directory.CreateDirectory(path);
            Directory.CreateDirectory(options.SnapshotsDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The data directory {path} cannot be written ({e.Message.TrimEnd('.')}): choose another with --data, or change its permissions.", e);
        }

        var lockPath = Path.Combine(path, "coordinator.lock");
        try
        {
            return new DataDirectory(options, new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StartupException($"The data directory {path} cannot be written ({e.Message.TrimEnd('.')}): choose another with --data, or change its permissions.", e);
        }
        catch (IOException e)
        {
            throw new StartupException($"Another coordinator uses the data directory {path} (its lock file is taken): stop that one, or choose another directory with --data.", e);
        }
    }

    /// <summary>Tells clients on this machine where the coordinator listens.</summary>
    public void Announce(string httpAddress, string grpcAddress)
    {
        var content = JsonSerializer.Serialize(new { http = httpAddress, grpc = grpcAddress, pid = Environment.ProcessId });
        var temporary = _options.AddressFile + ".tmp";
        File.WriteAllText(temporary, content + "\n");
        File.Move(temporary, _options.AddressFile, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Delete(_options.AddressFile);
        _lock.Dispose();
    }
}
