namespace LatBench.Cli.Processes;

/// <summary>The log of a child: appended to a file, its last lines at hand for error messages.</summary>
internal sealed class LogFile : IDisposable
{
    private const int LinesKept = 12;

    private readonly Lock _lock = new();
    private readonly Queue<string> _last = new();
    private readonly StreamWriter _writer;

    public LogFile(string path)
    {
        Path = path;
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            _writer = new StreamWriter(path, append: true) { AutoFlush = true };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandLine.CliException($"The log {path} cannot be written: make the data directory writable, or name another with --data.");
        }
    }

    public string Path { get; }

    public void Add(string line)
    {
        lock (_lock)
        {
            _writer.WriteLine(line);
            _last.Enqueue(line);
            if (_last.Count > LinesKept)
                _last.Dequeue();
        }
    }

    /// <summary>The last lines of this run.</summary>
    public IReadOnlyList<string> LastLines()
    {
        lock (_lock)
            return [.. _last];
    }

    public void Dispose()
    {
        lock (_lock)
            _writer.Dispose();
    }
}
