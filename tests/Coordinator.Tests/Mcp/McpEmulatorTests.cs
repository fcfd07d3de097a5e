using System.Text.Json;
using Grpc.Core;
using LatBench.Coordinator.Tests.Predictors;
using LatBench.TestKit;

namespace LatBench.Coordinator.Tests.Mcp;

/// <summary>An assistant is told which latencies are those of an emulator.</summary>
public sealed class McpEmulatorTests
{
    private const string Slug = "emulated/ort-1.31.1/cpu/t1";
    private const string Note = "measured under the emulator qemu-aarch64-static: latencies are those of the emulator";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Figures_of_an_emulated_device_are_marked_and_those_of_others_are_not()
    {
        await using var fixture = new PredictorFixture();
        await fixture.InitializeAsync();
        var coordinator = fixture.Coordinator;
        var devices = new Dictionary<string, CallInvoker>(StringComparer.Ordinal);
        foreach (var (id, emulator) in new[] { ("emulated", "qemu-aarch64-static"), ("real", null) })
        {
            devices[id] = await coordinator.EnrolAsync(id, request =>
            {
                if (emulator is not null)
                    request.Hardware.Emulator = emulator;
            });
            await McpFixture.MeasureAsync(coordinator, id, devices[id], Requests.Campaign(id, Requests.Skip, Requests.Conv3x3Everywhere));
        }

        await using var client = await McpFixture.ConnectAsync(coordinator, coordinator.AdminToken);
        var targets = await AnswerAsync("list_targets", new());
        var all = await AnswerAsync("measurements", new());
        var architecture = await AnswerAsync("measurements", new() { ["model"] = Requests.Skip });
        var compared = await AnswerAsync("compare", new() { ["models"] = new[] { Requests.Skip }, ["targets"] = new[] { "real", "emulated" } });
        var real = await AnswerAsync("compare", new() { ["models"] = new[] { Requests.Skip, Requests.Conv3x3Everywhere }, ["targets"] = new[] { "real" } });

        var architectures = Nas201.SearchSpace.Sample(40, 1).Select(architecture => architecture.Text).ToArray();
        await McpFixture.MeasureAsync(coordinator, "emulated", devices["emulated"], Requests.Campaign("emulated", architectures));
        await fixture.TrainAsync(Slug);
        var predicted = await AnswerAsync("predict", new() { ["targets"] = new[] { Slug }, ["architectures"] = architectures[..2] });

        AssertMarked(targets.GetProperty("targets"), "slug", 4);
        AssertMarked(all.GetProperty("measurements"), "target", 4);
        AssertMarked(predicted.GetProperty("predictions"), "target", 2);
        AssertMarked(architecture.GetProperty("measurements"), "target", 2);
        Assert.EndsWith($" {Slug} was {Note}.", compared.GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.Equal((null, Note), (compared.GetProperty("first").GetProperty("note").GetString(), compared.GetProperty("second").GetProperty("note").GetString()));
        Assert.DoesNotContain("emulator", real.GetRawText(), StringComparison.Ordinal);

        async Task<JsonElement> AnswerAsync(string tool, Dictionary<string, object?> arguments) => (await client.CallToolAsync(tool, arguments, cancellationToken: Cancel)).StructuredContent!.Value;
    }

    private static void AssertMarked(JsonElement rows, string name, int count)
    {
        Assert.Equal(count, rows.GetArrayLength());
        Assert.All(rows.EnumerateArray(), row => Assert.Equal(row.GetProperty(name).GetString()!.StartsWith("emulated/", StringComparison.Ordinal) ? Note : null, row.GetProperty("note").GetString()));
    }
}
