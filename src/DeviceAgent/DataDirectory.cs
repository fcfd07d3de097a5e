namespace LatBench.DeviceAgent;

/// <summary>The directory of an agent, held by one process at a time.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream held)
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
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AgentException($"The data directory '{path}' cannot be made ({exception.Message}); choose another with --data.");
        }

        try
        {
            return new DataDirectory(path, new FileStream(Path.Combine(path, "agent.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new AgentException($"The data directory '{path}' is not writable ({exception.Message}); choose another with --data.");
        }
        catch (IOException)
        {
            throw new AgentException($"Another agent runs with the data directory '{path}'; stop it or choose another with --data.");
        }
    }

    public void Dispose() => _lock.Dispose();
}
