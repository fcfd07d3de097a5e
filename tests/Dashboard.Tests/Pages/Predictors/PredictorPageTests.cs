using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using LatBench.Contracts.Transport;
using LatBench.Contracts.V1;
using LatBench.Dashboard.Tests.Site;
using LatBench.SearchSpaces;
using Microsoft.Playwright;

namespace LatBench.Dashboard.Tests.Pages.Predictors;

public sealed class PredictorPageTests(Browser browser, SeededSite seeded)
{
    private const int Labels = 40;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Scatter_has_every_label_once_and_its_data_are_sent_once()
    {
        var predictor = await PredictorAsync(seeded.Site, seeded.Predictor);
        await using var page = await browser.OpenAsync(seeded.Site.Address, seeded.Site.ViewerToken);
        var requests = 0;
        page.Page.Request += (_, request) => requests += request.Url.Contains("/data/predictor", StringComparison.Ordinal) ? 1 : 0;

        await page.GoAsync("/" + predictor.Name);

        Assert.Equal(1, requests);

        Assert.Equal(2, await page.Page.Locator("[data-chart][data-drawn]").CountAsync());
        Assert.Equal(0, await page.Page.Locator("main form[method=post]").CountAsync());
        page.AssertNoFaults();
        var data = await page.Page.Locator("[data-chart=predicted]").GetAttributeAsync("data-source");
        using var client = Client(seeded.Site);
        using var first = await client.GetAsync(new Uri(seeded.Site.Address, data), Cancel);
        using var columns = JsonDocument.Parse(await first.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(predictor.Labels + predictor.HeldOutLabels, columns.RootElement.GetProperty("measured_ms").GetArrayLength());
        Assert.Equal(predictor.HeldOutLabels, columns.RootElement.GetProperty("held_out").EnumerateArray().Sum(value => value.GetInt32()));
        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri(seeded.Site.Address, data)) { Headers = { IfNoneMatch = { EntityTagHeaderValue.Parse(first.Headers.ETag!.Tag) } } };
        using var known = await client.SendAsync(again, Cancel);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
    }

    [Fact]
    public async Task File_is_downloaded_as_the_api_gives_it()
    {
        var predictor = await PredictorAsync(seeded.Site, seeded.Predictor);
        using var client = Client(seeded.Site);
        foreach (var file in predictor.Files)
        {
            var content = await client.GetByteArrayAsync(new Uri(seeded.Site.Address, $"/{predictor.Name}/files/{file.Path}"), Cancel);

            Assert.Equal(file.Sha256, Convert.ToHexStringLower(SHA256.HashData(content)));
        }
    }

    [Fact]
    public async Task Training_is_started_by_a_form_and_its_page_becomes_that_of_a_predictor()
    {
        await using var site = new RunningSite();
        await site.StartAsync();
        await ImportAsync(site, "imported/tiny");
        await using var page = await browser.OpenAsync(site.Address, site.SubmitterToken);
        await page.GoAsync("/predictors/new?target=imported/tiny");

        await page.Page.GetByLabel("Held out, in percent").FillAsync("200");
        await page.Page.GetByLabel("proxy").CheckAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Train", Exact = true }).ClickAsync();

        await page.Page.Locator(".field-error").WaitForAsync();
        Assert.Equal("200", await page.Page.GetByLabel("Held out, in percent").InputValueAsync());
        Assert.True(await page.Page.GetByLabel("proxy").IsCheckedAsync());

        await page.Page.GetByLabel("Held out, in percent").FillAsync("25");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Train", Exact = true }).ClickAsync();

        await page.Page.GetByRole(AriaRole.Heading, new() { Name = "Predicted against measured" }).WaitForAsync(new() { Timeout = 120_000 });
        await page.ChartsAsync();
        Assert.Equal("/predictors/1", new Uri(page.Page.Url).AbsolutePath);
        Assert.Equal(1, await page.Page.GetByText("serving", new() { Exact = true }).First.CountAsync());
        Assert.Equal(10, (await PredictorAsync(site, "predictors/1")).HeldOutLabels);
        page.AssertNoFaults();
    }

    private static async Task<Predictor> PredictorAsync(RunningSite site, string name) =>
        (await new PredictorService.PredictorServiceClient(site.Api).GetPredictorAsync(new GetPredictorRequest { Name = name }, cancellationToken: Cancel)).Predictor;

    private static async Task ImportAsync(RunningSite site, string target)
    {
        var space = SearchSpaceRegistry.BuiltIn.Default;
        var request = new ImportMeasurementsRequest { Target = target, ModelConfig = new ModelConfig { Dataset = Dataset.Cifar100, Batch = 1 }, Source = new ImportSource { Name = "made up" } };
        foreach (var (place, architecture) in space.Sample(Labels, 1).Index())
            request.Latencies.Add(new ArchitectureLatency { Architecture = architecture.Text, LatencyMs = (1 + (space.Costs(architecture, space.DefaultInput).Macs / 1e8)) * (1 + (0.01 * (place % 5))) });
        await new MeasurementService.MeasurementServiceClient(site.Api).ImportMeasurementsAsync(request, cancellationToken: Cancel);
    }

    private static HttpClient Client(RunningSite site)
    {
        var client = HttpConnections.CreateClient();
        client.DefaultRequestHeaders.Add("Cookie", "latbench_session=" + site.ViewerToken);
        return client;
    }
}
