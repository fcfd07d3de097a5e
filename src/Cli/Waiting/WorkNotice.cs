using LatBench.Cli.Rendering;

namespace LatBench.Cli.Waiting;

/// <summary>Says what a command waits for while one call takes long: after three seconds, and then at intervals that double to a minute.</summary>
internal static class WorkNotice
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan MaxInterval = TimeSpan.FromMinutes(1);

    /// <summary>The result of a call.</summary>
    /// <param name="terminal">The terminal to write to.</param>
    /// <param name="doing">The work of the coordinator in words, such as <c>Building the snapshot</c>.</param>
    /// <param name="call">The call.</param>
    public static async Task<T> WhileAsync<T>(Terminal terminal, string doing, Task<T> call)
    {
        var began = terminal.Time.GetTimestamp();
        for (var interval = First; ; interval = interval * 2 < MaxInterval ? interval * 2 : MaxInterval)
        {
            using var stop = new CancellationTokenSource();
            if (await Task.WhenAny(call, Task.Delay(interval, terminal.Time, stop.Token)) == call)
            {
                await stop.CancelAsync();
                return await call;
            }

            terminal.Note($"{doing} … {Figures.Duration(terminal.Time.GetElapsedTime(began))} so far");
        }
    }
}
