using LatBench.DeviceAgent.Hardware.Tools;
using LatBench.DeviceAgent.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LatBench.DeviceAgent.Tests.Hardware.Tools;

/// <summary>Shell scripts in place of the tools of a board.</summary>
public sealed class ToolProcessesTests : IDisposable
{
    private readonly TemporaryDirectory _tools = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AskAsync_gives_what_the_tool_writes()
    {
        Install("vcgencmd", "echo complaint >&2; echo \"throttled=0x$1\"");
        var tools = Tools();
        Assert.True(tools.Has("vcgencmd"));
        Assert.Equal("throttled=0x50000\n", await tools.AskAsync(new ToolCall("vcgencmd", ["50000"]), Token));
    }

    [Fact]
    public async Task AskAsync_tool_that_is_absent_fails_or_writes_without_end_is_null()
    {
        Install("fails", "echo something; exit 1");
        Install("silent", "exit 0");
        Install("chatters", "head -c 200000 /dev/zero");
        File.WriteAllText(_tools.File("plain"), "not executable");
        var tools = Tools();
        Assert.False(tools.Has("absent"));
        foreach (var tool in new[] { "absent", "fails", "silent", "chatters", "plain" })
            Assert.Null(await tools.AskAsync(new ToolCall(tool, []), Token));
    }

    [Fact]
    public async Task AskAsync_tool_that_goes_on_for_ever_gives_its_first_line_and_is_ended()
    {
        Install("tegrastats", $"echo $$ > {_tools.File("pid")}; echo first; while :; do sleep 60; done");
        Assert.Equal("first", await Tools().AskAsync(new ToolCall("tegrastats", [], FirstLineOnly: true), Token));
        await RequireEndedAsync();
    }

    [Fact]
    public async Task AskAsync_tool_that_hangs_is_ended_at_its_limit()
    {
        var clock = new FakeTimeProvider();
        Install("hangs", $"echo $$ > {_tools.File("pid")}; while :; do sleep 60; done");
        var answer = new ToolProcesses(clock, [_tools.Path]).AskAsync(new ToolCall("hangs", []), Token);
        await TemporaryDirectory.WaitForFileAsync(_tools.Path, "pid");
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await answer);
        await RequireEndedAsync();
    }

    public void Dispose() => _tools.Dispose();

    private ToolProcesses Tools() => new(TimeProvider.System, [_tools.Path]);

    private void Install(string name, string script)
    {
        var path = _tools.Write(name, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task RequireEndedAsync()
    {
        var text = "";
        while (text.Length == 0) text = (await File.ReadAllTextAsync(_tools.File("pid"), Token)).Trim();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (File.Exists($"/proc/{text}/stat") && !(await ReadAsync($"/proc/{text}/stat")).Contains(") Z ", StringComparison.Ordinal))
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);

        static async Task<string> ReadAsync(string path)
        {
            try
            {
                return await File.ReadAllTextAsync(path, Token);
            }
            catch (IOException)
            {
                return ") Z ";
            }
        }
    }
}
