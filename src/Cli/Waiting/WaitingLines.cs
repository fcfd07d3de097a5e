using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Waiting;

/// <summary>
/// A line when something begins to wait and when it waits for another reason; one a minute while only the figures change; and one when it goes on.
/// The time between two passes is told of once.
/// </summary>
/// <param name="write">Writes a line.</param>
/// <param name="time">Counts the time.</param>
internal sealed class WaitingLines(Action<string> write, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private bool _saidSpread;
    private string _key = "";
    private string _text = "";
    private long _writtenAt;

    public WaitingLines(Terminal terminal)
        : this(terminal.Note, terminal.Time)
    {
    }

    /// <summary>Takes in why something waits now.</summary>
    /// <param name="name">The name of the thing that waits.</param>
    /// <param name="waiting">The reasons; empty where it does not wait.</param>
    public void Report(string name, IReadOnlyCollection<Contracts.V1.Waiting> waiting)
    {
        if (!_saidSpread && waiting.FirstOrDefault(IsSpread) is { } spread)
        {
            _saidSpread = true;
            write($"{name} waits: {WaitingText.Sentences(spread)}");
        }

        var blocked = waiting.Where(entry => !IsSpread(entry)).ToArray();
        var key = string.Join(' ', blocked.Select(entry => $"{entry.Reason} {entry.Device}"));
        var text = string.Join(' ', blocked.Select(WaitingText.Sentences));
        if (key == _key && (text == _text || time.GetElapsedTime(_writtenAt) < Interval))
            return;
        write(blocked.Length > 0 ? $"{name} waits: {text}" : $"{name} goes on.");
        (_key, _text, _writtenAt) = (key, text, time.GetTimestamp());
    }

    private static bool IsSpread(Contracts.V1.Waiting entry) => entry.Reason == WaitReason.Spread;
}
