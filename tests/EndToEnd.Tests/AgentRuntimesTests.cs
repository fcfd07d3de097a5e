using System.Text.Json;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests;

/// <summary>One agent with two versions of ONNX Runtime, whose latencies are compared.</summary>
public sealed class AgentRuntimesTests
{
    [Fact]
    public async Task Two_versions_are_measured_in_one_campaign_and_compared()
    {
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();
        await installation.StartAgentAsync("bench", null, "--runtime", OlderRuntime.Folder);
        string[] where = ["--data", installation.Data, "--server", "http://" + installation.Grpc];
        var devices = (await CommandResult.RunAsync(["devices", "list", "--json", .. where])).Expect(0).Output;
        var newer = $"bench/ort-{NewerVersion(devices)}/cpu/t1";
        var older = $"bench/ort-{OlderRuntime.Version}/cpu/t1";

        (await CommandResult.RunAsync(["campaigns", "submit", "--models", "2", "--target", newer, "--target", older, "--passes", "5..5", "--min-spread", "0", "--watch", .. where])).Expect(0);
        var compared = (await CommandResult.RunAsync(["compare", older, newer, "--json", .. where])).Expect(0);

        using var document = JsonDocument.Parse(compared.Output);
        var rows = document.RootElement.GetProperty("comparisons").EnumerateArray().ToArray();
        Assert.Equal(2, rows.Length);
        Assert.All(rows, row => Assert.True(row.GetProperty("ratio").GetProperty("value").GetDouble() > 0));
        Assert.All(rows, row => Assert.Equal(older, row.GetProperty("a").GetProperty("target").GetString()));
    }

    [Fact]
    public async Task Folder_that_is_not_there_is_wrong_usage()
    {
        var result = (await CommandResult.RunAsync("agent", "run", "--runtime", "/no/such/folder")).Expect(2);

        Assert.StartsWith("--runtime names '/no/such/folder', which is no folder: name one that is there.", result.Errors, StringComparison.Ordinal);
    }

    /// <summary>The version of the default target, the first one.</summary>
    private static string NewerVersion(string devices)
    {
        using var document = JsonDocument.Parse(devices);
        return document.RootElement.GetProperty("devices").EnumerateArray().First().GetProperty("targets").EnumerateArray().First().GetProperty("runtime_version").GetString()!;
    }
}
