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
    private readonly TimeLeft _left;
    private double _share;
    private string _text;
    private int _rows;

    public ProgressDisplay(TextWriter writer, Func<int?> columns, bool unicode, TimeProvider time, string text)
    {
        (_writer, _columns, _unicode, _time, _text) = (writer, columns, unicode, time, text);
        _started = time.GetTimestamp();
        _left = new TimeLeft(time);
        _timer = time.CreateTimer(_ => Redraw(), null, TimeSpan.Zero, Interval);
    }

    /// <summary>Draws another share, 0 to 1, and text.</summary>
    public void Report(double share, string text)
    {
        lock (_lock)
        {
            (_share, _text) = (share, text);
            _left.Report(share);
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
        var lines = ProgressText.Lines(_share, _time.GetElapsedTime(_started), _left.Estimate, _text, columns - 1, _unicode);
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

/// <summary>A bar, the share, the time since the start, an estimate of the time left and a text, in as many lines as the width asks for.</summary>
internal static class ProgressText
{
    private const int MaxBar = 40;
    private const int MinBar = 10;
    private const string PartEnd = ", ";

    /// <summary>The lines; none is wider than <paramref name="columns"/> but one that is a single part of the text.</summary>
    /// <param name="share">From 0 to 1.</param>
    /// <param name="elapsed">Since the start.</param>
    /// <param name="left">The estimate of the time left; null where there is none.</param>
    /// <param name="text">Parts with commas between them; lines break there and nowhere else.</param>
    /// <param name="columns">Those of the terminal.</param>
    /// <param name="unicode">True where the bar may be drawn with more than ASCII.</param>
    public static IReadOnlyList<string> Lines(double share, TimeSpan elapsed, TimeSpan? left, string text, int columns, bool unicode)
    {
        var figures = string.Create(CultureInfo.InvariantCulture, $" {Math.Floor(100 * Math.Clamp(share, 0, 1)),3:F0} % {elapsed:hh\\:mm\\:ss}{(left is { } time ? $", {Figures.RoughDuration(time)} left" : "")}");
        var bar = Bar(share, Math.Clamp(columns - figures.Length, MinBar, MaxBar), unicode) + figures;
        var line = Printable.OneLine(text);
        return CellWidth.Of(bar) + 1 + CellWidth.Of(line) <= columns ? [$"{bar} {line}".TrimEnd()] : [bar, .. Fold(line, columns)];
    }

    private static string Bar(double share, int width, bool unicode)
    {
        var full = (int)Math.Round(Math.Clamp(share, 0, 1) * width);
        return new string(unicode ? '█' : '#', full) + new string(unicode ? '░' : '-', width - full);
    }

    private static IEnumerable<string> Fold(string text, int columns)
    {
        var line = "";
        foreach (var part in text.Split(PartEnd))
        {
            if (line.Length > 0 && CellWidth.Of(line) + PartEnd.Length + CellWidth.Of(part) + 1 > columns)
            {
                yield return line + ",";
                line = part;
            }
            else
            {
                line = line.Length == 0 ? part : line + PartEnd + part;
            }
        }

        yield return line;
    }
}
