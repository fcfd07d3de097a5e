using System.Text.Json;
using System.Text.Json.Nodes;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Models;

/// <summary>The gate with models of its baseline at hand, on the machine of the baseline and on another one.</summary>
public sealed class GateAgainTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Baseline => _directory.PathOf("baseline.json");

    [Fact]
    public async Task Models_of_the_baseline_are_measured_again_where_they_are_at_hand()
    {
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();
        await installation.StartAgentAsync();
        var (file, kept) = (_directory.PathOf("net.onnx"), Path.Combine(Directory.CreateDirectory(_directory.PathOf("good")).FullName, "net.onnx"));
        (await CommandResult.RunAsync("export", "onnx", "--arch", "000100", "--out", kept)).Expect(0);
        File.Copy(kept, file);
        string[] gate = ["gate", file, "--baseline", Baseline, "--passes", "5..5", "--min-spread", "0", "--data", installation.Data, "--server", "http://" + installation.Grpc];
        (await CommandResult.RunAsync([.. gate, "--write-baseline"])).Expect(0);
        // A file that has not changed is compared with the stored passes.
        AssertMeasuredAgain(0, await CommandResult.RunAsync([.. gate, "--json"]));
        (await CommandResult.RunAsync("export", "onnx", "--arch", "333333", "--out", file)).Expect(0);

        // The coordinator has the file of the baseline still.
        AssertSlower(await CommandResult.RunAsync([.. gate, "--json"]));
        var model = await MoveElsewhereAsync();
        AssertSlower(await CommandResult.RunAsync([.. gate, "--json"]));

        (await CommandResult.RunAsync(["models", "delete", model, .. gate[^4..]])).Expect(0);
        var gone = (await CommandResult.RunAsync(gate)).Expect(0);
        Assert.Contains("Not measured again: net.onnx: net.onnx has changed since the baseline: give the file of the baseline with --baseline-models.", gone.Errors, StringComparison.Ordinal);
        Assert.Contains("This machine is another one than that of the baseline, so nothing was judged", gone.Output, StringComparison.Ordinal);

        AssertSlower(await CommandResult.RunAsync([.. gate, "--json", "--baseline-models", Path.GetDirectoryName(kept)!]));
    }

    public void Dispose() => _directory.Dispose();

    private static void AssertMeasuredAgain(int models, CommandResult gate)
    {
        using var document = JsonDocument.Parse(gate.Output);
        Assert.Equal(models, document.RootElement.GetProperty("measured_again").GetInt32());
    }

    private static void AssertSlower(CommandResult gate)
    {
        AssertMeasuredAgain(1, gate);
        using var document = JsonDocument.Parse(gate.Output);
        var decision = Assert.Single(document.RootElement.GetProperty("models").EnumerateArray());
        Assert.Equal("net.onnx", decision.GetProperty("name").GetString());
        Assert.True(decision.GetProperty("changed").GetBoolean());
        Assert.True(decision.GetProperty("ratio").GetProperty("value").GetDouble() > 2);
        // On a machine that other processes use it may be that it cannot tell.
        Assert.Equal(decision.GetProperty("outcome").GetString() == "slower" ? 1 : 0, gate.ExitCode);
    }

    /// <summary>Has the baseline say that it was measured on another machine; returns the SHA-256 of its model.</summary>
    private async Task<string> MoveElsewhereAsync()
    {
        var document = JsonNode.Parse(await File.ReadAllTextAsync(Baseline, Cancel))!;
        var model = document["models"]![0]!;
        Assert.Equal("net.onnx", (string?)model["file"]);
        document["machine"]!["cpu_model"] = "Another processor";
        await File.WriteAllTextAsync(Baseline, document.ToJsonString(), Cancel);
        return (string)model["model"]!;
    }
}
