using LatBench.Hosting;
using LatBench.Hosting.Files;

namespace LatBench.Coordinator.Hosting;

/// <summary>The data directory as this coordinator holds it.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly LatBench.Hosting.DataDirectory _data;
    private readonly FileLock _lock;

    private DataDirectory(LatBench.Hosting.DataDirectory data, FileLock held) => (_data, _lock) = (data, held);

    /// <summary>Creates the directory where needed and takes it.</summary>
    /// <exception cref="StartupException">It cannot be written, or another coordinator has it.</exception>
    public static DataDirectory Take(CoordinatorOptions options)
    {
        try
        {
            return new DataDirectory(options.Files, options.Files.Take());
        }
        catch (DataDirectoryException exception)
        {
            throw new StartupException(exception.Message, exception);
        }
    }

    /// <summary>Tells clients on this machine where the coordinator listens.</summary>
    /// <exception cref="StartupException">The file cannot be written.</exception>
    public void Announce(string httpAddress, string grpcAddress)
    {
        try
        {
            _data.Announce(new RunningCoordinator(httpAddress, grpcAddress, Environment.ProcessId));
        }
        catch (DataDirectoryException exception)
        {
            throw new StartupException(exception.Message, exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            File.Delete(_data.Addresses);
        }
        catch (Exception e) when (FileError.Is(e))
        {
            // A disk that was made read-only meanwhile: the addresses of a coordinator that does not answer are known to be old.
        }

        _lock.Dispose();
    }
}
