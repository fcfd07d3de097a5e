using System.Text;
using LatBench.Cli.CommandLine;
using LatBench.Hosting.Files;

namespace LatBench.Cli.Processes;

/// <summary>
/// The log of a child: appended to a file, its last lines at hand for error messages. A disk that takes no more costs lines of the log and nothing else: the output of the
/// child is read on, and the log says how many lines it lacks once there is space.
/// </summary>
internal sealed class LogFile : IDisposable
{
    private const int LinesKept = 12;

    private readonly Lock _lock = new();
    private readonly Queue<string> _last = new();
    private readonly FileStream _file;
    private long _lost;

    /// <exception cref="CliException">The file cannot be written.</exception>
    public LogFile(string path)
    {
        Path = path;
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            // Without a buffer: a line that the disk does not take is known at once.
            _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            throw new CliException(FileError.Of(exception, path).Describe($"The log {path} cannot be written", "name another data directory with --data"));
        }
    }

    public string Path { get; }

    public void Add(string line)
    {
        lock (_lock)
        {
            _last.Enqueue(line);
            if (_last.Count > LinesKept)
                _last.Dequeue();
            Write(_lost == 0 ? line : FormattableString.Invariant($"({_lost} lines were lost because they could not be written)\n{line}"));
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
            _file.Dispose();
    }

    private void Write(string text)
    {
        try
        {
            _file.Write(Encoding.UTF8.GetBytes(text + "\n"));
            _lost = 0;
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            _lost++;
        }
    }
}
