using LatBench.Hosting.Files;

namespace LatBench.DeviceAgent;

/// <summary>The directory of an agent, held by one process at a time.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileLock _lock;

    private DataDirectory(string path, FileLock held)
    {
        _lock = held;
        Credential = Path.Combine(path, "credential.json");
        Spool = Path.Combine(path, "spool");
        Artifacts = Path.Combine(path, "artifacts");
    }

    public string Credential { get; }

    public string Spool { get; }

    public string Artifacts { get; }

    /// <exception cref="AgentException">It cannot be written, or another agent has it.</exception>
    public static DataDirectory Open(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            var data = new DataDirectory(path, FileLock.Take(Path.Combine(path, "agent.lock")));
            AtomicFile.RemoveLeftovers(path);
            if (Directory.Exists(data.Spool)) AtomicFile.RemoveLeftovers(data.Spool);
            return data;
        }
        catch (FileInUseException exception)
        {
            var holder = exception.HolderProcessId is { } id ? FormattableString.Invariant($" (process {id})") : "";
            throw new AgentException($"Another agent{holder} runs with the data directory '{path}'; stop it or choose another with --data.");
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            throw new AgentException(FileError.Of(exception, path).Describe($"The data directory '{path}' cannot be written", "choose another with --data"));
        }
    }

    public void Dispose() => _lock.Dispose();
}
