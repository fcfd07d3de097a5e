using System.Net;
using System.Text.Json;
using Grpc.Core;
using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Hosting;

/// <summary>Health, metrics and audit log, which the operator of a coordinator looks at.</summary>
public sealed class OperationsTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    public async Task Health_is_told_without_a_token(string path) =>
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(path)).StatusCode);

    [Fact]
    public async Task Metrics_count_calls_by_method_and_status()
    {
        await new DeviceService.DeviceServiceClient(coordinator.AsAdmin()).ListDevicesAsync(new(), cancellationToken: Cancel);

        var text = await (await GetAsync("/metrics")).Content.ReadAsStringAsync(Cancel);

        Assert.Contains("latbench_rpc_duration", text, StringComparison.Ordinal);
        Assert.Contains("method=\"ListDevices\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain(coordinator.AdminToken, text, StringComparison.Ordinal);
        // The call that it makes to itself before it is ready; no other client asks for its health here.
        Assert.Contains("method=\"Check\",status=\"OK\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_log_has_what_was_done_and_what_was_refused_and_no_secret()
    {
        var tokens = new TokenService.TokenServiceClient(coordinator.AsAdmin());
        var viewer = await tokens.CreateTokenAsync(new CreateTokenRequest { Role = Role.Viewer }, cancellationToken: Cancel);
        await tokens.RevokeTokenAsync(new RevokeTokenRequest { Name = viewer.Token.Name }, cancellationToken: Cancel);
        await RpcAssert.FailsAsync(StatusCode.NotFound, tokens.RevokeTokenAsync(new RevokeTokenRequest { Name = "tokens/424242" }, cancellationToken: Cancel));
        await tokens.ListTokensAsync(new(), cancellationToken: Cancel);
        // Refused by classes that know no gRPC, one with a reason and one without.
        var predictors = new PredictorService.PredictorServiceClient(coordinator.AsAdmin());
        await RpcAssert.FailsAsync(StatusCode.InvalidArgument, predictors.TrainPredictorAsync(new TrainPredictorRequest { Target = "" }, cancellationToken: Cancel));
        await RpcAssert.FailsAsync(StatusCode.NotFound, new SearchService.SearchServiceClient(coordinator.AsAdmin()).CreateSearchAsync(
            new CreateSearchRequest { Search = new Contracts.V1.Search { Limits = { new SearchLimit { Target = "elsewhere", MaxLatencyMs = 1 } } } }, cancellationToken: Cancel));

        var lines = await ReadAsync(Path.Combine(coordinator.DataDirectory, "audit.jsonl"));
        var entries = lines.Select(line => JsonDocument.Parse(line).RootElement).ToArray();

        var done = Assert.Single(entries, entry => Text(entry, "method").EndsWith("/RevokeToken", StringComparison.Ordinal) && Text(entry, "status") == "OK");
        Assert.Equal((viewer.Token.Name, "admin", "tokens/1"), (Text(done, "resource"), Text(done, "role"), Text(done, "token")));
        Assert.Single(entries, entry => Text(entry, "resource") == "tokens/424242" && Text(entry, "status") == "NotFound");
        Assert.Single(entries, entry => Text(entry, "method").EndsWith("/TrainPredictor", StringComparison.Ordinal) && Text(entry, "status") == "InvalidArgument");
        Assert.Single(entries, entry => Text(entry, "method").EndsWith("/CreateSearch", StringComparison.Ordinal) && Text(entry, "status") == "NotFound");
        Assert.DoesNotContain(entries, entry => Text(entry, "method").Contains("List", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.DoesNotContain(viewer.Secret, line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.DoesNotContain(coordinator.AdminToken, line, StringComparison.Ordinal));
    }

    private static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString() ?? "";

    private static async Task<string[]> ReadAsync(string path)
    {
        // The coordinator holds it open.
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return (await reader.ReadToEndAsync(Cancel)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task<HttpResponseMessage> GetAsync(string path)
    {
        using var http = coordinator.Web();
        return await http.GetAsync(path, Cancel);
    }
}
