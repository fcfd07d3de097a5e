using System.Text.Json;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Models;

/// <summary>Campaigns of uploaded models on a coordinator that runs.</summary>
public sealed class UploadedCampaignTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public async Task Submit_measures_uploaded_models_by_name()
    {
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();
        await installation.StartAgentAsync();
        string[] where = ["--data", installation.Data, "--server", "http://" + installation.Grpc];
        foreach (var (name, architecture) in new[] { ("first net.onnx", "000100"), ("second.onnx", "320412") })
            (await CommandResult.RunAsync("export", "onnx", "--arch", architecture, "--out", _directory.PathOf(name))).Expect(0);
        var uploaded = (await CommandResult.RunAsync(["models", "upload", _directory.PathOf("first net.onnx"), _directory.PathOf("second.onnx"), "--json", .. where])).Expect(0);
        using var document = JsonDocument.Parse(uploaded.Output);
        string[] models = [.. document.RootElement.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("name").GetString()!["models/".Length..])];
        string[] submit = ["campaigns", "submit", "--space", "onnx", "--passes", "2..2", "--min-spread", "0", "--watch", .. where];

        var misspelt = (await CommandResult.RunAsync([.. submit, "--arch", "secnd.onnx"])).Expect(2);
        Assert.Contains("There is no uploaded model 'secnd.onnx'", misspelt.Errors, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'second.onnx'?", misspelt.Errors, StringComparison.Ordinal);

        (await CommandResult.RunAsync([.. submit, "--arch", "first net.onnx", "--precision", "fp32,int8"])).Expect(0);
        Assert.Equal([models[0], models[0]], await ListAsync("1"));

        (await CommandResult.RunAsync([.. submit, "--all", "--input-range", "input=0..1"])).Expect(0);
        Assert.Equal(models.Order(), (await ListAsync("2")).Order());

        async Task<string[]> ListAsync(string campaign)
        {
            using var list = JsonDocument.Parse((await CommandResult.RunAsync(["measurements", "list", "--campaign", campaign, "--json", .. where])).Expect(0).Output);
            return [.. list.RootElement.GetProperty("measurements").EnumerateArray().Select(measurement => measurement.GetProperty("effective_cell").GetString()!)];
        }
    }

    [Fact]
    public async Task Measure_on_a_coordinator_that_runs_cancels_its_campaign_when_it_is_interrupted()
    {
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();
        await installation.StartAgentAsync();
        (await CommandResult.RunAsync("export", "onnx", "--arch", "000100", "--out", _directory.PathOf("net.onnx"))).Expect(0);
        string[] where = ["--data", installation.Data, "--server", "http://" + installation.Grpc];
        await using var measure = await Daemon.StartAsync(Program.Cli, "campaigns/1: ", ["measure", _directory.PathOf("net.onnx"), "--passes", "40..40", "--min-spread", "600", .. where]);

        Assert.NotEqual(0, await measure.StopAsync("INT"));

        Assert.Contains("campaigns/1 is cancelled; what it measured is kept.", measure.Printed, StringComparison.Ordinal);
        Assert.Contains("CAMPAIGN_STATE_CANCELLED", (await CommandResult.RunAsync(["campaigns", "show", "1", "--json", .. where])).Expect(0).Output, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();
}
