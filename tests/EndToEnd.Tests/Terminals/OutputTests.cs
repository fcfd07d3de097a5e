using System.Text.Json;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Terminals;

/// <summary>An output stream that is closed or full is told in a sentence, or is no failure at all.</summary>
[Collection(nameof(TerminalScenarios))]
public sealed class OutputTests(FilledCoordinator coordinator)
{
    [Theory]
    [InlineData("devices list")]
    [InlineData("devices list --json")]
    [InlineData("campaigns submit --help")]
    [InlineData("agent check")]
    [InlineData("admin prune --raw-samples-older-than 180d --dry-run --json")]
    public async Task Full_device_is_one_sentence_and_exit_code_1(string command)
    {
        var result = (await coordinator.RunInAsync("exec \"$@\" > /dev/full", command.Split(' '))).Expect(1);

        Assert.Equal("Standard output cannot be written (No space left on device): make room, or send it elsewhere.", result.Errors.Trim());
    }

    [Fact]
    public async Task Full_device_for_complaints_is_exit_code_1()
    {
        var result = (await coordinator.RunInAsync("exec \"$@\" 2> /dev/full", "devices", "show", "none")).Expect(1);

        Assert.Equal("", result.Output);
    }

    [Fact]
    public async Task Full_device_ends_a_coordinator_with_a_sentence()
    {
        using var directory = new TempDirectory();
        var start = Program.Start(Program.Cli, ["up", "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0", "--data", directory.PathOf("data")]);

        var result = (await CommandResult.RunAsync(Program.StartIn("exec \"$@\" > /dev/full", start))).Expect(1);

        Assert.Contains("Standard output cannot be written", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("predict --target imported/made-up --all --csv")]
    [InlineData("predict --target imported/made-up --all --json")]
    public async Task Closed_pipe_is_no_failure(string command)
    {
        var result = (await coordinator.RunInAsync("{ \"$@\"; echo \"exit code $?\" >&2; } | head -n 1", command.Split(' '))).Expect(0);

        Assert.Single(result.Output.Trim().Split('\n'));
        Assert.Contains("exit code 0", result.Errors, StringComparison.Ordinal);
        Assert.All(result.Errors.Trim().Split('\n'), line => Assert.True(line.StartsWith("By predictors/", StringComparison.Ordinal) || line == "exit code 0", line));
    }

    [Fact]
    public async Task Json_of_pruning_is_one_document()
    {
        using var document = JsonDocument.Parse((await coordinator.RunAsync("admin", "prune", "--raw-samples-older-than", "180d", "--dry-run", "--json")).Expect(0).Output);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
    }

    [Fact]
    public async Task Json_of_downloads_and_pushes_is_one_document()
    {
        using var directory = new TempDirectory();
        var (predictor, snapshot, pushed) = (directory.PathOf("predictor"), directory.PathOf("snapshot"), directory.PathOf("pushed"));
        foreach (var command in new string[][] { ["predictors", "download", "1", "--out", predictor], ["snapshots", "download", "latest", "--out", snapshot], ["snapshots", "push", snapshot, "--to", pushed] })
        {
            using var document = JsonDocument.Parse((await coordinator.RunAsync([.. command, "--json"])).Expect(0).Output);
            Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        }
    }
}
