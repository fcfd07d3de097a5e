using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Cli.Waiting;
using Microsoft.Extensions.Time.Testing;

namespace LatBench.Cli.Tests.Waiting;

public sealed class WorkNoticeTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _error = new();

    [Fact]
    public async Task A_long_call_is_spoken_of_after_three_seconds_and_then_less_often()
    {
        var call = new TaskCompletionSource<int>();
        var work = WorkNotice.WhileAsync(Terminal, "Building the snapshot", call.Task);

        foreach (var seconds in new[] { 3, 6, 12 })
        {
            var before = _error.ToString();
            _time.Advance(TimeSpan.FromSeconds(seconds));
            while (_error.ToString() == before)
                await Task.Yield();
        }

        call.SetResult(7);

        Assert.Equal(7, await work);
        Assert.Equal("Building the snapshot … 3.0 s so far\nBuilding the snapshot … 9.0 s so far\nBuilding the snapshot … 21.0 s so far\n", _error.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_short_call_is_not_spoken_of()
    {
        Assert.Equal(7, await WorkNotice.WhileAsync(Terminal, "Building the snapshot", Task.FromResult(7)));
        Assert.Equal("", _error.ToString());
    }

    public void Dispose() => _error.Dispose();

    private Terminal Terminal => new(new CliEnvironment { Out = TextWriter.Null, Error = _error, Variable = _ => null, Time = _time });
}
