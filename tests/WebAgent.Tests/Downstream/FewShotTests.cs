using System.Globalization;
using LatBench.Contracts.V1;
using LatBench.WebAgent.Tests.Site;

namespace LatBench.WebAgent.Tests.Downstream;

/// <summary>Predictors and snapshots made of the measurements of a browser.</summary>
public sealed class FewShotTests(Browser browser)
{
    private const string Phone = "phone/ort-web-1.30.0/wasm/t1";

    private const int SpaceSize = 15_284;

    private static readonly string[] Operations = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("category", "slow")]
    public async Task Ten_measurements_in_a_browser_predict_the_whole_space_and_stand_in_a_snapshot_beside_the_native_target()
    {
        await using var site = new RunningSite();
        await InstalledRuntime.LinkIntoAsync(site.Data);
        await site.StartAsync();
        await site.StartAgentAsync();
        await ImportAsync(site, "imported/a", [0, 0.02, 0.4, 1.5, 0.3]);
        await ImportAsync(site, "imported/b", [0, 0.05, 0.9, 2.5, 0.9]);
        await using var tab = await DeviceTab.EnrolledAsync(browser, site, "phone");
        var predictors = new PredictorService.PredictorServiceClient(site.Api);
        var native = (await site.DeviceAsync("bench")).Targets[0].Slug;

        var choice = await predictors.ChooseMeasurementsAsync(new ChooseMeasurementsRequest { Target = Phone, Samples = 10 }, cancellationToken: Cancel);
        var campaign = await site.EndAsync(await site.SubmitAsync(new Selection { Architectures = new ArchitectureList { Architectures = { choice.Architectures } } }, Phone, native));
        await site.RunAsync("predictors", "train", "--target", Phone, "--few-shot", "10");
        var predictions = await PredictAsync(predictors);
        await site.RunAsync("snapshots", "create");

        Assert.Equal(CampaignState.Succeeded, campaign.State);
        var measured = (await site.MeasurementsAsync(campaign.Name)).Where(measurement => measurement.Target == Phone).ToArray();
        Assert.Equal(10, measured.Length);
        Assert.Equal(SpaceSize, predictions.Count);
        Assert.All(predictions, prediction => Assert.True(prediction.Value > 0));
        // Near what was measured, and not near the times of the targets it was adapted from, which are those of no real machine.
        var factors = measured.Select(measurement => predictions[measurement.EffectiveCell] / measurement.Summary.LatencyMs).Order().ToArray();
        Assert.InRange(factors[factors.Length / 2], 0.5, 2);
        var tables = Directory.GetDirectories(Path.Combine(site.Data, "snapshots", "latbench-1.0.0", "data", "latency")).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        Assert.Equal([native.Replace('/', '~'), Phone.Replace('/', '~')], tables);
    }

    /// <summary>Gives a target latencies of 300 architectures that are a sum over their operations, and a predictor.</summary>
    private static async Task ImportAsync(RunningSite site, string target, double[] costs)
    {
        var rows = new List<string> { "arch_str,latency_ms" };
        for (var number = 1; number <= 300; number++)
        {
            // Spread over the 5^6 architectures; the first edge out is never none, so that there is a path.
            var code = number * 51 % 15_625;
            var cell = Enumerable.Range(0, 6).Select(edge => code / (int)Math.Pow(5, edge) % 5).ToArray();
            cell[3] = 1 + (number % 4);
            var text = string.Create(CultureInfo.InvariantCulture, $"|{Of(0)}~0|+|{Of(1)}~0|{Of(2)}~1|+|{Of(3)}~0|{Of(4)}~1|{Of(5)}~2|");
            rows.Add(string.Create(CultureInfo.InvariantCulture, $"{text},{1 + cell.Sum(operation => costs[operation]):R}"));

            string Of(int edge) => Operations[cell[edge]];
        }

        var file = Path.Combine(site.Data, "labels.csv");
        await File.WriteAllLinesAsync(file, rows.Distinct(StringComparer.Ordinal), Cancel);
        await site.RunAsync("measurements", "import", file, "--target", target, "--column", "latency_ms");
        await site.RunAsync("predictors", "train", "--target", target, "--trainer", "linear");
    }

    private static async Task<Dictionary<string, double>> PredictAsync(PredictorService.PredictorServiceClient predictors)
    {
        var found = new Dictionary<string, double>(StringComparer.Ordinal);
        using var call = predictors.PredictSpace(new PredictSpaceRequest { Target = Phone }, cancellationToken: Cancel);
        while (await call.ResponseStream.MoveNext(Cancel))
        {
            foreach (var prediction in call.ResponseStream.Current.Predictions)
                found.Add(prediction.Architecture, prediction.LatencyMs);
        }

        return found;
    }
}
