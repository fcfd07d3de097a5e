using System.Text.Json;
using LatBench.Hosting.Files;

namespace LatBench.Coordinator.Hosting;

/// <summary>The data directory, held by one coordinator at a time.</summary>
internal sealed class DataDirectory : IDisposable
{
    private const string Elsewhere = "choose another with --data";

    private readonly CoordinatorOptions _options;
    private readonly FileLock _lock;

    private DataDirectory(CoordinatorOptions options, FileLock @lock)
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
            var held = FileLock.Take(Path.Combine(path, "coordinator.lock"));
            try
            {
                Directory.CreateDirectory(options.SnapshotsDirectory);
                AtomicFile.RemoveLeftovers(path);
                return new DataDirectory(options, held);
            }
            catch
            {
                held.Dispose();
                throw;
            }
        }
        catch (FileInUseException e)
        {
            var holder = e.HolderProcessId is { } id ? FormattableString.Invariant($" (process {id})") : "";
            throw new StartupException($"Another coordinator{holder} uses the data directory {path}: stop that one, or {Elsewhere}.", e);
        }
        catch (Exception e) when (FileError.Is(e))
        {
            throw new StartupException(FileError.Of(e, path).Describe($"The data directory {path} cannot be written", Elsewhere), e);
        }
    }

    /// <summary>Tells clients on this machine where the coordinator listens.</summary>
    /// <exception cref="StartupException">The file cannot be written.</exception>
    public void Announce(string httpAddress, string grpcAddress)
    {
        var content = JsonSerializer.Serialize(new { http = httpAddress, grpc = grpcAddress, pid = Environment.ProcessId });
        try
        {
            AtomicFile.WriteText(_options.AddressFile, content + "\n");
        }
        catch (Exception e) when (FileError.Is(e))
        {
            throw new StartupException(FileError.Of(e, _options.AddressFile).Describe($"The file {_options.AddressFile} cannot be written", Elsewhere), e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            File.Delete(_options.AddressFile);
        }
        catch (Exception e) when (FileError.Is(e))
        {
            // A disk that was made read-only meanwhile: the addresses of a coordinator that does not answer are known to be old.
        }

        _lock.Dispose();
    }
}
