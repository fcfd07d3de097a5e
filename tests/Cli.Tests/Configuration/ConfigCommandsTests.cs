using System.Text.Json;
using LatBench.Cli.CommandLine;

namespace LatBench.Cli.Tests.Configuration;

/// <summary>The output of <c>config show</c>, and commands that follow the configuration.</summary>
public sealed class ConfigCommandsTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Show_says_where_each_value_comes_from()
    {
        var file = _folder.Write("latbench.json", "{ \"coordinator\": { \"http\": \"127.0.0.1:1\", \"grpc\": \"127.0.0.1:2\",\n \"lease_seconds\": 60 } }");
        var run = await RunAsync(new() { ["LATBENCH_CONFIG"] = file, ["LATBENCH_COORDINATOR_GRPC"] = "127.0.0.1:3" }, "config", "show", "coordinator", "--data", "lab", "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using var document = JsonDocument.Parse(run.Out);
        Assert.Equal(file, document.RootElement.GetProperty("file").GetString());
        Assert.Equal(("127.0.0.1:1", "file", file + ", line 1"), Of(document, "coordinator.http"));
        Assert.Equal(("127.0.0.1:3", "environment", "LATBENCH_COORDINATOR_GRPC"), Of(document, "coordinator.grpc"));
        Assert.Equal(("60", "file", file + ", line 2"), Of(document, "coordinator.lease_seconds"));
        Assert.Equal(("lab", "flag", "--data"), Of(document, "coordinator.data"));
        Assert.Equal(("30", "default", null), Of(document, "coordinator.quarantine_after"));
        Assert.DoesNotContain("agent.", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    [InlineData("csv")]
    public async Task Show_prints_no_secret(string output)
    {
        var file = _folder.Write("latbench.json", """{ "agent": { "enrolment_token": "hunter2" } }""");
        var run = await RunAsync(new() { ["LATBENCH_DATABASE"] = "Host=db;Password=hunter3" }, "config", "show", "--config", file, "--output", output);

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("hunter", run.Out + run.Error, StringComparison.Ordinal);
        Assert.Contains("LATBENCH_DATABASE", run.Out, StringComparison.Ordinal);
        if (output == "table")
            Assert.Contains("(given, not shown)", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_directory_of_the_configuration_is_that_of_every_command()
    {
        _folder.Write("latbench.json", """{ "coordinator": { "data": "lab" } }""");
        Directory.CreateDirectory(_folder.File("lab"));
        File.WriteAllText(Path.Combine(_folder.File("lab"), "coordinator.json"), """{ "http": "http://127.0.0.1:3", "grpc": "http://127.0.0.1:4", "pid": 1 }""");
        Dictionary<string, string> variables = new() { ["LATBENCH_CONFIG"] = _folder.File("latbench.json") };

        Assert.Contains("http://127.0.0.1:4", (await RunAsync(variables, "devices", "list")).Error, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:7081", (await RunAsync(variables, "devices", "list", "--data", _folder.File("other"))).Error, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:4", (await RunAsync(new() { ["LATBENCH_COORDINATOR_DATA"] = _folder.File("lab") }, "devices", "list")).Error, StringComparison.Ordinal);

        using var document = JsonDocument.Parse((await RunAsync(variables, "config", "show", "--json")).Out);
        Assert.Equal((_folder.File("lab"), "file"), (Of(document, "coordinator.data").Value, Of(document, "coordinator.data").Source));
        Assert.Equal((Path.Combine(_folder.File("lab"), "agent"), "default"), (Of(document, "agent.data").Value, Of(document, "agent.data").Source));
    }

    [Fact]
    public async Task Found_file_that_cannot_be_read_stops_only_what_it_configures()
    {
        // A file that exists and cannot be read, not even by root.
        File.CreateSymbolicLink(_folder.File("latbench.json"), "/proc/self/mem");
        Dictionary<string, string> variables = new() { ["LATBENCH_COORDINATOR_DATA"] = _folder.Path };

        Assert.Equal((0, $"No coordinator and no agent run on {_folder.Path}.\n", ""), await RunAsync(variables, "down"));
        var run = await RunAsync(variables, "agent", "run");
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.StartsWith($"The configuration file {_folder.File("latbench.json")} cannot be read", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config", "show")]
    [InlineData("up")]
    [InlineData("agent", "run")]
    [InlineData("quickstart")]
    [InlineData("admin", "backup", "--to", "backup.db")]
    [InlineData("devices", "list")]
    public async Task Wrong_file_starts_nothing(params string[] command)
    {
        var file = _folder.Write("latbench.json", "{\n \"coordinator\": { \"htpp\": \"127.0.0.1:1\" } }");
        var run = await RunAsync([], [.. command, "--config", file]);

        Assert.Equal((2, "", $"{file}, line 2: 'coordinator.htpp' is no setting: did you mean 'coordinator.http'?\n"), run);
    }

    [Theory]
    [InlineData("config", "show")]
    [InlineData("up")]
    [InlineData("agent", "run")]
    public async Task File_that_is_named_and_missing_is_wrong_usage(params string[] command)
    {
        var run = await RunAsync([], [.. command, "--config", _folder.File("none.json")]);

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.StartsWith($"The configuration file {_folder.File("none.json")}, which --config names, cannot be read", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Printed_commands_name_the_configuration_again()
    {
        var file = _folder.Write("latbench.json", """{ "coordinator": { "data": "lab" } }""");

        Assert.Contains($"`latbench up --config {file}`", (await RunAsync([], "devices", "list", "--config", file)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_program_is_wrong_usage()
    {
        var run = await RunAsync([], "config", "show", "dashboard");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("'dashboard' has no configuration: name coordinator or agent.", run.Error, StringComparison.Ordinal);
    }

    private static (string? Value, string? Source, string? Origin) Of(JsonDocument document, string setting)
    {
        var entry = document.RootElement.GetProperty("settings").EnumerateArray().Single(entry => entry.GetProperty("setting").GetString() == setting);
        return (entry.GetProperty("value").GetString(), entry.GetProperty("source").GetString(), entry.GetProperty("origin").GetString());
    }

    /// <summary>Runs a command without a data directory of its own.</summary>
    private static async Task<(int ExitCode, string Out, string Error)> RunAsync(Dictionary<string, string> variables, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var environment = new CliEnvironment { Out = output, Error = error, Variable = variables.GetValueOrDefault };
        var code = await LatBenchCommand.RunAsync(args, environment, TestContext.Current.CancellationToken);
        return (code, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }
}
