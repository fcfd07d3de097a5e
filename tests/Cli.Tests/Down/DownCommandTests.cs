namespace LatBench.Cli.Tests.Down;

public sealed class DownCommandTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("\0{\"http\": garbage")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"http\":1,\"grpc\":2,\"pid\":\"x\"}")]
    [InlineData("{\"http\":\"x\",\"grpc\":\"not an address\",\"pid\":1}")]
    public async Task Nothing_to_stop_is_no_failure_whatever_the_address_file_holds(string? addresses)
    {
        using var directory = new TempDirectory();
        if (addresses is not null)
            await File.WriteAllTextAsync(directory.File("coordinator.json"), addresses, TestContext.Current.CancellationToken);

        var run = await CliRun.InvokeAsync("down", "--data", directory.Path);

        Assert.Equal((0, $"No coordinator and no agent run on {directory.Path}.\n", ""), (run.ExitCode, run.Out, run.Error));
    }

    [Theory]
    [InlineData("\0{\"http\": garbage", "latbench up")]
    [InlineData("{\"http\":\"x\",\"grpc\":\"not an address\",\"pid\":1}", "coordinator.json in ")]
    public async Task Garbage_in_the_address_file_is_one_sentence_to_any_command(string addresses, string sentence)
    {
        using var directory = new TempDirectory();
        await File.WriteAllTextAsync(directory.File("coordinator.json"), addresses, TestContext.Current.CancellationToken);
        string[] server = addresses.Contains("not an address", StringComparison.Ordinal) ? [] : ["--server", "http://127.0.0.1:9"];

        var run = await CliRun.InvokeAsync(["devices", "list", "--data", directory.Path, .. server]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("failed where it should not have", run.Error, StringComparison.Ordinal);
    }
}
