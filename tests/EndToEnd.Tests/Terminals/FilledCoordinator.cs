using LatBench.Contracts.V1;
using LatBench.EndToEnd.Tests.Predictors;
using LatBench.EndToEnd.Tests.Soak;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Terminals;

/// <summary>A coordinator that has something of everything, with names as long as they may be, and ways to run commands against it.</summary>
public sealed class FilledCoordinator : IAsyncLifetime
{
    public static readonly string Device = new('d', 63);

    /// <summary>Prose: a terminal may show it shortened.</summary>
    public static readonly IReadOnlyList<string> FreeTexts =
    [
        "a table of latencies " + string.Join(' ', Enumerable.Repeat("with a name that goes on", 20)),
        "a title for people " + new string('t', 150),
        "made up",
        "x64, 1 of 1 CPU",
        "credential of " + Device,
        "admin token of the data directory",
    ];

    private readonly ImportedTarget _target = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _target.InitializeAsync();
        await File.WriteAllLinesAsync(_target.PathOf("other.csv"), ["code,ms", "000100,1", "000200,2"], Cancel);
        (await RunAsync("measurements", "import", _target.PathOf("other.csv"), "--target", "imported/" + new string('o', 60), "--column", "ms", "--source", FreeTexts[0])).Expect(0);
        (await RunAsync("tokens", "create", "--role", "viewer", "--description", FreeTexts[1])).Expect(0);
        (await RunAsync("search", "run", "--limit", ImportedTarget.Slug + "=2", "--budget", "20", "--name", FreeTexts[1])).Expect(0);
        using var agent = await LedgerAgent.EnrolAsync(_target.Installation, Device, seed: 1);
        var campaign = _target.Installation.SubmitAsync(2, 2, 2, Device);
        var ended = _target.Installation.WaitForAsync(await campaign, update => update.State == CampaignState.Succeeded);
        await agent.RunAsync(() => ended.IsCompleted);
        await ended;
        (await RunAsync("snapshots", "create")).Expect(0);
        // What a device without an agent waits for has a time that goes on; a device that is drained waits for the same at any time.
        (await RunAsync("devices", "drain", Device)).Expect(0);
    }

    public ValueTask DisposeAsync() => _target.DisposeAsync();

    /// <summary>Runs a command with its output in pipes.</summary>
    internal Task<CommandResult> RunAsync(params string[] arguments) => _target.RunAsync(arguments);

    /// <summary>Runs a command as <c>"$@"</c> in a line of a shell.</summary>
    internal Task<CommandResult> RunInAsync(string line, params string[] arguments) =>
        CommandResult.RunAsync(Program.StartIn(line, Program.Start(Program.Cli, [.. arguments, "--data", _target.Data])));

    /// <summary>Runs a command with standard output, or what else the redirection says, on a pseudo-terminal; gives what stood there, without control sequences.</summary>
    internal async Task<string> RunOnTerminalAsync(int columns, string redirection, (string Name, string Value)[] variables, params string[] arguments)
    {
        using var terminal = PseudoTerminal.Open(columns);
        var start = Program.StartIn($"exec \"$@\" {redirection}", Program.Start(Program.Cli, [.. arguments, "--data", _target.Data]));
        start.Environment["TTY"] = terminal.Path;
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        (await CommandResult.RunAsync(start)).Expect(0);
        return await terminal.CloseAsync(Cancel);
    }
}
