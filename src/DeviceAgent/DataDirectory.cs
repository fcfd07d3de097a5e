using LatBench.Hosting;
using LatBench.Hosting.Files;

namespace LatBench.DeviceAgent;

/// <summary>The directory of an agent, held by one process at a time.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly AgentDirectory _directory;
    private readonly FileLock _lock;

    private DataDirectory(AgentDirectory directory, FileLock held) => (_directory, _lock) = (directory, held);

    public string Credential => _directory.Credential;

    public string Spool => _directory.Spool;

    public string Artifacts => _directory.Artifacts;

    /// <exception cref="AgentException">It cannot be written, or another agent has it.</exception>
    public static DataDirectory Open(string path)
    {
        var directory = new AgentDirectory(path);
        try
        {
            return new DataDirectory(directory, directory.Take());
        }
        catch (DataDirectoryException exception)
        {
            throw new AgentException(exception.Message);
        }
    }

    public void Dispose() => _lock.Dispose();
}
