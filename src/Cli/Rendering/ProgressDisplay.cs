using System.Globalization;

namespace LatBench.Cli.Rendering;

/// <summary>Draws progress over itself on a terminal, once a second and at every report; gone when disposed.</summary>
internal sealed class ProgressDisplay : IAsyncDisposable
{
    private const int UsualColumns = 80;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly TextWriter _writer;
    private readonly Func<int?> _columns;
    private readonly bool _unicode;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly ITimer _timer;
    private double _share;
    private string _text;
    private int _rows;

    public ProgressDisplay(TextWriter writer, Func<int?> columns, bool unicode, TimeProvider time, string text)
    {
        (_writer, _columns, _unicode, _time, _text) = (writer, columns, unicode, time, text);
        _started = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Redraw(), null, TimeSpan.Zero, Interval);
    }

    /// <summary>Draws another share, 0 to 1, and text.</summary>
    public void Report(double share, string text)
    {
        lock (_lock)
        {
            (_share, _text) = (share, text);
            Draw();
        }
    }

    /// <summary>Writes a line above the progress, which stays below it.</summary>
    public void WriteAbove(string line)
    {
        lock (_lock)
        {
            Clear();
            _writer.WriteLine(line);
            Draw();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        lock (_lock)
            Clear();
    }

    private void Redraw()
    {
        lock (_lock)
        {
            try
            {
                Draw();
            }
            catch (IOException)
            {
                // Nothing on this thread could tell it; the next report does.
            }
        }
    }

    private void Draw()
    {
        var columns = _columns() ?? UsualColumns;
        // A character in the last column leaves the cursor where terminals disagree.
        var lines = ProgressText.Lines(_share, _time.GetElapsedTime(_started), _text, columns - 1, _unicode);
        Clear();
        _writer.Write(string.Join('\n', lines));
        _writer.Flush();
        _rows = lines.Sum(line => Math.Max(1, (CellWidth.Of(line) + columns - 1) / columns));
    }

    private void Clear()
    {
        if (_rows == 0)
            return;
        _writer.Write(_rows > 1 ? string.Create(CultureInfo.InvariantCulture, $"\r\u001b[{_rows - 1}A\u001b[J") : "\r\u001b[J");
        _writer.Flush();
        _rows = 0;
    }
}
