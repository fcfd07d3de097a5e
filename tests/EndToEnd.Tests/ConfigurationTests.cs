using System.Text.Json;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests;

/// <summary>The programs run with what a configuration file says, and start nothing where it is wrong.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Up_and_its_agent_follow_the_file_of_the_working_directory()
    {
        var work = Directory.CreateDirectory(_directory.PathOf("work")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(work, "latbench.json"),
            """
            {
              "coordinator": { "data": "../lab", "http": "127.0.0.1:0", "grpc": "127.0.0.1:1" },
              "agent": { "data": "../board", "device": "from-the-file" }
            }
            """,
            TestContext.Current.CancellationToken);
        var start = Program.Start(Program.Cli, ["up", "--with-agent"]);
        start.WorkingDirectory = work;
        await using var up = await Daemon.StartAsync(Program.Cli, start, "agent ready", [("LATBENCH_COORDINATOR_GRPC", "127.0.0.1:0")]);

        Assert.Contains("device=devices/from-the-file", up.Printed, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_directory.PathOf("lab"), "coordinator.json")));
        Assert.True(File.Exists(Path.Combine(_directory.PathOf("board"), "credential.json")));
        var list = (await CommandResult.RunAsync("devices", "list", "--json", "--config", Path.Combine(work, "latbench.json"))).Expect(0);
        Assert.Equal("devices/from-the-file", JsonDocument.Parse(list.Output).RootElement.GetProperty("devices")[0].GetProperty("name").GetString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Wrong_file_ends_the_program_before_it_does_anything(bool isAgent)
    {
        var file = _directory.PathOf("latbench.json");
        await File.WriteAllTextAsync(file, "{ \"coordinator\": { \"htpp\": \"127.0.0.1:0\" },\n \"agent\": { \"cache_mib\": \"1\" } }", TestContext.Current.CancellationToken);
        string[] arguments = isAgent ? ["run", "--server", "http://127.0.0.1:9"] : [];
        var result = (await CommandResult.RunAsync(Program.Start(isAgent ? Program.DeviceAgent : Program.Coordinator, [.. arguments, "--data", _directory.PathOf("data"), "--config", file]))).Expect(2);

        Assert.Equal(
            [$"{file}, line 1: 'coordinator.htpp' is no setting: did you mean 'coordinator.http'?", $"{file}, line 2: agent.cache_mib takes a whole number of MiB, 1 or more, as a JSON number, not a string."],
            result.Errors.TrimEnd().Split('\n'));
        Assert.Equal("", result.Output);
        Assert.False(Directory.Exists(_directory.PathOf("data")));
    }
}
