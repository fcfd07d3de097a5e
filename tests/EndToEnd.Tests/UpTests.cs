using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests;

/// <summary>Errors that prevent a start or a call are told in one sentence.</summary>
public sealed class UpTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string Data => _directory.PathOf("data");

    [Fact]
    public async Task Port_in_use_is_told_with_the_way_out()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var result = (await CommandResult.RunAsync("up", "--data", Data, "--http", "127.0.0.1:0", "--grpc", listener.LocalEndpoint.ToString()!)).Expect(1);

        Assert.Contains("--grpc", result.Errors, StringComparison.Ordinal);
        Assert.Contains(listener.LocalEndpoint.ToString()!, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_address_without_insecure_is_wrong_usage()
    {
        var result = (await CommandResult.RunAsync("up", "--data", Data, "--grpc", "0.0.0.0:0")).Expect(2);

        Assert.Contains("--insecure", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_without_a_coordinator_says_how_to_start_one()
    {
        var result = (await CommandResult.RunAsync("campaigns", "list", "--data", Data, "--server", "http://127.0.0.1:9")).Expect(1);

        Assert.Contains("latbench up", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_token_is_told_with_the_way_out()
    {
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();
        var token = _directory.PathOf("token");
        await File.WriteAllTextAsync(token, "latbench_admin_wrong", TestContext.Current.CancellationToken);

        var result = (await CommandResult.RunAsync("campaigns", "list", "--data", installation.Data, "--token-file", token)).Expect(1);

        Assert.Contains("--token-file", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coordinator_that_is_killed_is_told()
    {
        await using var up = await Daemon.StartAsync(Program.Cli, "coordinator ready", ["up", "--data", Data, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0"]);
        using var running = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Data, "coordinator.json"), TestContext.Current.CancellationToken));

        await Daemon.SignalAsync(running.RootElement.GetProperty("pid").GetInt32(), "KILL");

        Assert.Equal(1, await up.ExitAsync());
        Assert.Contains("The coordinator was ended by signal 9, as the system does when memory runs out: run the same command again.", up.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_directory_of_a_quickstart_is_served_by_up()
    {
        (await CommandResult.RunAsync("quickstart", "--models", "2", "--min-spread", "2", "--data", Data)).Expect(0);
        await using var up = await Daemon.StartAsync(Program.Cli, "coordinator ready", ["up", "--data", Data, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0"]);

        var campaigns = (await CommandResult.RunAsync("campaigns", "list", "--data", Data)).Expect(0);

        Assert.Contains("campaigns/1", campaigns.Output, StringComparison.Ordinal);
        Assert.Equal(0, await up.StopAsync());
    }

    public void Dispose() => _directory.Dispose();
}
