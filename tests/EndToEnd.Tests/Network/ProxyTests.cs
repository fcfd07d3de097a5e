using LatBench.Contracts.V1;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Network;

/// <summary>Variables that name a proxy: this machine and clear text are reached without it, https through it.</summary>
public sealed class ProxyTests : IAsyncDisposable
{
    private const string Elsewhere = "https://latbench.example:7081";
    private const string Credentials = "user:secret@";

    /// <summary>Nothing listens there.</summary>
    private const string Dead = "127.0.0.1:9";

    private readonly TempDirectory _directory = new();
    private readonly CountingServer _proxy = new();

    private (string, string?)[] EveryVariable =>
        [.. new[] { "http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY" }.Select(Proxied), .. NoExceptions];

    [Fact]
    public async Task Quickstart_with_every_variable_set_uses_the_running_coordinator_without_the_proxy()
    {
        await using var installation = new Installation(null, EveryVariable);
        await installation.StartCoordinatorAsync();

        var result = (await CommandResult.RunAsync(EveryVariable, "quickstart", "--models", "1", "--min-spread", "0", "--data", installation.Data)).Expect(0);

        Assert.Contains("Using the coordinator that runs on", result.Output + result.Errors, StringComparison.Ordinal);
        Assert.Equal(0, await _proxy.ConnectionsAsync());
    }

    [Fact]
    public async Task Whole_job_with_every_variable_set_makes_no_connection_to_the_proxy()
    {
        var environment = EveryVariable;
        await using var installation = new Installation(null, environment);
        await installation.StartCoordinatorAsync();
        await installation.StartAgentAsync();
        var campaign = await installation.SubmitAsync(models: 1, minPasses: 2, maxPasses: 2);
        await installation.WaitForAsync(campaign, c => c.State == CampaignState.Succeeded);

        // Nor do the runners, for ONNX Runtime reads this variable before it reports to its maker.
        var runners = FaultTests.ChildrenOf(installation.Agent!.Id);
        Assert.NotEmpty(runners);
        Assert.All(runners, runner => Assert.Contains("ORT_DISABLE_TELEMETRY=1", File.ReadAllText($"/proc/{runner.Id}/environ").Split('\0')));

        string[] common = ["--data", installation.Data];
        Assert.Contains("bench", (await CommandResult.RunAsync(environment, ["devices", "list", .. common])).Expect(0).Output, StringComparison.Ordinal);
        (await CommandResult.RunAsync(environment, ["snapshots", "create", .. common])).Expect(0);
        (await CommandResult.RunAsync(environment, ["snapshots", "download", "latest", "--out", _directory.PathOf("snapshot"), .. common])).Expect(0);

        Assert.Equal(0, await _proxy.ConnectionsAsync());
    }

    [Theory]
    [InlineData("http_proxy")]
    [InlineData("HTTP_PROXY")]
    [InlineData("all_proxy")]
    [InlineData("ALL_PROXY")]
    public async Task Coordinator_and_command_with_one_variable_set_make_no_connection_to_the_proxy(string variable)
    {
        (string, string?)[] environment = [Proxied(variable), .. NoExceptions];
        await using var installation = new Installation(null, environment);
        await installation.StartCoordinatorAsync();

        (await CommandResult.RunAsync(environment, "devices", "list", "--data", installation.Data)).Expect(0);

        Assert.Equal(0, await _proxy.ConnectionsAsync());
    }

    [Theory]
    [InlineData("https_proxy")]
    [InlineData("HTTPS_PROXY")]
    [InlineData("all_proxy")]
    [InlineData("ALL_PROXY")]
    public async Task Https_behind_a_dead_proxy_is_one_sentence_with_the_proxy_and_its_variable(string variable)
    {
        var result = (await CommandResult.RunAsync([(variable, $"http://{Credentials}{Dead}"), .. NoExceptions], DevicesElsewhere)).Expect(1);

        Assert.StartsWith($"{Elsewhere} cannot be reached through the proxy http://{Dead} that {variable} names (", result.Errors, StringComparison.Ordinal);
        Assert.Contains("NO_PROXY", result.Errors, StringComparison.Ordinal);
        Assert.Equal(1, result.Errors.Count(letter => letter == '\n'));
        Assert.DoesNotContain("secret", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Https_through_a_proxy_that_refuses_is_told_with_its_status()
    {
        var result = (await CommandResult.RunAsync([("HTTPS_PROXY", $"http://{Credentials}127.0.0.1:{_proxy.Port}"), .. NoExceptions], DevicesElsewhere)).Expect(1);

        Assert.StartsWith("CONNECT latbench.example:7081", await _proxy.FirstLineAsync(), StringComparison.Ordinal);
        Assert.Contains($"through the proxy {_proxy.Address} that HTTPS_PROXY names (it answers with HTTP status 403)", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_behind_a_dead_proxy_logs_the_proxy_and_its_variable()
    {
        string[] arguments = ["run", "--server", Elsewhere, "--data", _directory.PathOf("agent"), "--device", "bench"];
        await using var agent = await Daemon.StartAsync(
            Program.DeviceAgent, $"through the proxy http://{Dead} that HTTPS_PROXY names", arguments, [("HTTPS_PROXY", "http://" + Dead), ("LATBENCH_ENROLMENT_TOKEN", "token"), .. NoExceptions]);

        Assert.Contains(Elsewhere, agent.Printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task Telemetry_reaches_a_collector_on_this_machine_without_the_proxy(string protocol)
    {
        await using var collector = new CountingServer();
        await using var installation = new Installation(
            null,
            [("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol), ("OTEL_METRIC_EXPORT_INTERVAL", "100"), Proxied("http_proxy"), Proxied("ALL_PROXY"), .. NoExceptions]);
        await installation.StartCoordinatorAsync();

        Assert.NotEmpty(await collector.FirstLineAsync());
        Assert.Equal(0, await _proxy.ConnectionsAsync());
    }

    [Fact]
    public async Task Bucket_on_this_machine_is_reached_without_the_proxy()
    {
        await using var bucket = new CountingServer();

        (await RunWithBucketAsync(bucket.Address, Proxied("http_proxy"), Proxied("ALL_PROXY"))).Expect(1);

        Assert.Contains("/artefacts", await bucket.FirstLineAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await _proxy.ConnectionsAsync());
    }

    [Fact]
    public async Task Bucket_behind_a_dead_proxy_is_one_sentence_with_the_proxy_and_its_variable()
    {
        var result = (await RunWithBucketAsync("https://s3.latbench.example", ("HTTPS_PROXY", "http://" + Dead))).Expect(1);

        Assert.Contains($"through the proxy http://{Dead} that HTTPS_PROXY names", result.Errors, StringComparison.Ordinal);
        Assert.Equal(1, result.Errors.Count(letter => letter == '\n'));
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _directory.Dispose();
    }

    private string[] DevicesElsewhere => ["devices", "list", "--server", Elsewhere, "--data", _directory.PathOf("data")];

    /// <summary>The machine that runs the tests may have its own.</summary>
    private static (string, string?)[] NoExceptions => [("NO_PROXY", null), ("no_proxy", null)];

    private (string, string?) Proxied(string variable) => (variable, _proxy.Address);

    private async Task<CommandResult> RunWithBucketAsync(string endpoint, params (string, string?)[] environment) => await CommandResult.RunAsync(
        Program.Start(Program.Coordinator, ["--data", _directory.PathOf("data"), "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0", "--artifacts", "s3://artefacts"]),
        [("AWS_ENDPOINT_URL_S3", endpoint), ("AWS_ACCESS_KEY_ID", "id"), ("AWS_SECRET_ACCESS_KEY", "key"), ("AWS_REGION", "us-east-1"), .. environment, .. NoExceptions]);
}
