using LatBench.Contracts.V1;
using LatBench.SearchSpaces;
using LatBench.TestKit;

namespace LatBench.Dashboard.Tests.Site;

/// <summary>
/// A site with everything that pages show: the published dataset as an imported target, networks measured by an agent of this machine with profiles, a predictor, a search with
/// reports, a snapshot and an uploaded model. Tests that share it read; those that act have a site of their own.
/// </summary>
public sealed class SeededSite : IAsyncLifetime
{
    /// <summary>The target of the published dataset.</summary>
    public const string ImportedTarget = "imported/vm-2cpu";

    private static readonly SeedSize Size = SeedSize.Wished;

    internal RunningSite Site { get; } = new();

    /// <summary>Gets the slug of the target of this machine.</summary>
    public string Target { get; private set; } = "";

    /// <summary>Gets the resource name of a measurement of it.</summary>
    public string Measurement { get; private set; } = "";

    /// <summary>Gets the resource name of a predictor that is ready.</summary>
    public string Predictor { get; private set; } = "";

    /// <summary>Gets the resource name of a search.</summary>
    public string Search { get; private set; } = "";

    /// <summary>Gets the resource name of an uploaded model.</summary>
    public string Model { get; private set; } = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Site.StartAsync();
        await Site.StartAgentAsync();
        await Task.WhenAll(MeasureAsync(), ImportAsync());
        await Site.RunAsync("snapshots", "create", "--version", "1.0.0");
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    /// <summary>Puts the names of the seeded resources into a path.</summary>
    internal string Fill(string path) => path
        .Replace("{target}", Uri.EscapeDataString(Target), StringComparison.Ordinal)
        .Replace("{measurement}", Measurement, StringComparison.Ordinal)
        .Replace("{predictor}", Predictor, StringComparison.Ordinal)
        .Replace("{search}", Search, StringComparison.Ordinal)
        .Replace("{model}", Model, StringComparison.Ordinal);

    private async Task MeasureAsync()
    {
        await Site.RunAsync("campaigns", "submit", "--models", $"{Size.Models}", "--passes", Size.Passes, "--min-spread", "0", "--profile", "--watch");
        var measurements = await new MeasurementService.MeasurementServiceClient(Site.Api)
            .ListMeasurementsAsync(new ListMeasurementsRequest { Campaign = "campaigns/1" }, cancellationToken: Cancel);
        Target = measurements.Measurements[0].Target;
        // Of the larger half, as the smallest cells have no operation whose share could be shown.
        var larger = measurements.Measurements.OrderBy(measurement => measurement.Summary?.LatencyMs ?? 0).Skip(measurements.Measurements.Count / 2);
        Measurement = larger.MinBy(measurement => measurement.Summary is { } summary ? (summary.Ci95HighMs - summary.Ci95LowMs) / summary.LatencyMs : double.MaxValue)!.Name;
    }

    private async Task ImportAsync()
    {
        await Site.RunAsync("measurements", "import", RepositoryRoot.PathOf("datasets", "latbench-2.0.0"), "--target", ImportedTarget);
        var all = await Site.RunAsync("measurements", "export", "--target", ImportedTarget);
        var small = Path.Combine(Site.Data, "small.csv");
        await File.WriteAllLinesAsync(small, all.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(Size.Labels + 1), Cancel);
        await Site.RunAsync("measurements", "import", small, "--target", "imported/small", "--column", "latency_ms");
        await Site.RunAsync("predictors", "train", "--target", "imported/small");
        Predictor = (await new PredictorService.PredictorServiceClient(Site.Api).ListPredictorsAsync(new ListPredictorsRequest(), cancellationToken: Cancel)).Predictors[0].Name;
        Search = await SearchAsync();
        var model = Path.Combine(Site.Data, "model.onnx");
        await Site.RunAsync("export", "onnx", "--arch", "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|avg_pool_3x3~0|nor_conv_1x1~1|none~2|", "--out", model);
        await Site.RunAsync("models", "upload", model);
        Model = (await new ModelService.ModelServiceClient(Site.Api).ListModelsAsync(new ListModelsRequest(), cancellationToken: Cancel)).Models[0].Name;
    }

    /// <summary>Makes an accuracy up, which grows with the cost of the network as real ones do.</summary>
    private static double AccuracyOf(string text, int place)
    {
        var space = SearchSpaceRegistry.BuiltIn.Default;
        Assert.True(space.TryParse(text, out var architecture, out _));
        return Math.Round(72 - (14 * Math.Exp(-space.Costs(architecture, space.DefaultInput).Macs / 4e7)) - (0.37 * (((place * 7) + 6) % 10)), 2);
    }

    private async Task<string> SearchAsync()
    {
        var searches = new SearchService.SearchServiceClient(Site.Api);
        var search = (await searches.CreateSearchAsync(
            new CreateSearchRequest { Search = new Search { Strategy = "random", Budget = Size.Suggestions + 4, Seed = 1, Limits = { new SearchLimit { Target = "imported/small", MaxLatencyMs = Size.LimitMs } } } },
            cancellationToken: Cancel)).Search.Name;
        var suggested = await searches.SuggestArchitecturesAsync(new SuggestArchitecturesRequest { Name = search, Count = Size.Suggestions }, cancellationToken: Cancel);
        var reports = suggested.Suggestions.Select((suggestion, i) => new AccuracyReport { Architecture = suggestion.Architecture, Accuracy = AccuracyOf(suggestion.Architecture, i) });
        await searches.ReportAccuraciesAsync(new ReportAccuraciesRequest { Name = search, Reports = { reports } }, cancellationToken: Cancel);
        return search;
    }
}
