using System.Text.Json;
using System.Text.RegularExpressions;
using LatBench.Bench.Installation;
using LatBench.Contracts.Transport;
using LatBench.Exporter;
using LatBench.Measurements;
using LatBench.Models;
using LatBench.SearchSpaces;
using Microsoft.Playwright;

namespace LatBench.Bench.Browsers;

/// <summary>Compares the samples of the agent's runner in a browser with those of a bare loop around the same runtime in the same page.</summary>
internal static partial class BrowserFidelity
{
    private const string Place = "/bench/";
    private const int VisitTimeoutMs = 20_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Visits every model in passes; the samples of each in nanoseconds.</summary>
    public static async Task<IReadOnlyList<ComparedModel>> CompareAsync(int models, int passes, ulong seed, CancellationToken cancellationToken)
    {
        await using var installation = await LocalInstallation.StartCoordinatorAsync(cancellationToken);
        await installation.InstallWebRuntimeAsync(cancellationToken);
        await using var agent = await BrowserAgent.LaunchAsync();
        await using var context = await agent.Browser.NewContextAsync();
        ExportedModel[] exported = [.. SearchSpaceRegistry.BuiltIn.Default.Sample(models, seed).Select(one => ModelExporter.ExportShared(new ModelSpec(SearchSpaceRegistry.BuiltIn.Default, one)))];
        await context.RouteAsync($"**{Place}**", route => AnswerAsync(route, exported));

        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(models * passes * VisitTimeoutMs);
        Console.WriteLine($"browser:  Chromium {agent.Browser.Version}, headless");
        await page.GotoAsync(new Uri(installation.Http, Place).AbsoluteUri);
        using var web = HttpConnections.CreateClient();
        var modules = Modules().Match(await web.GetStringAsync(new Uri(installation.Http, "/device"), cancellationToken)).Value;
        using var runtimes = JsonDocument.Parse(await web.GetStringAsync(new Uri(installation.Http, "/web-runtime/"), cancellationToken));
        var protocol = new MeasurementProtocol();
        var samples = await page.EvaluateAsync<JsonElement>("plan => import('/bench/fidelity.js').then(module => module.compare(JSON.parse(plan)))", JsonSerializer.Serialize(
            new
            {
                modules,
                runtimes = "/web-runtime",
                version = runtimes.RootElement.GetProperty("versions")[0].GetProperty("version").GetString(),
                models = exported.Select(model => new { model.Sha256 }),
                weightsSha256 = exported[0].Weights!.Sha256,
                weightsFileName = exported[0].Weights!.FileName,
                passes,
                protocol = new { minBlockMilliseconds = protocol.MinBlockDuration.TotalMilliseconds, minBlockSamples = protocol.MinBlockSamples, maxWarmUpInferences = protocol.MaxWarmUpInferences },
            },
            Json));
        return samples.Deserialize<ComparedModel[]>(Json)!;
    }

    /// <summary>The page, the scripts of the benchmark and the models, at the address of the coordinator, with what isolates a page.</summary>
    private static Task AnswerAsync(IRoute route, ExportedModel[] models)
    {
        var path = new Uri(route.Request.Url).AbsolutePath[Place.Length..];
        var (type, body) = path switch
        {
            "" => ("text/html", "<!doctype html><title>Fidelity</title>"u8.ToArray()),
            "weights" => ("application/octet-stream", models[0].Weights!.Bytes.ToArray()),
            _ when path.EndsWith(".js", StringComparison.Ordinal) => ("text/javascript", File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Browsers", Path.GetFileName(path)))),
            _ => ("application/octet-stream", models.First(model => path.EndsWith(model.Sha256, StringComparison.Ordinal)).Graph),
        };
        return route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = type,
            BodyBytes = body,
            Headers = new Dictionary<string, string>
            {
                ["Cross-Origin-Opener-Policy"] = "same-origin",
                ["Cross-Origin-Embedder-Policy"] = "require-corp",
                ["Cross-Origin-Resource-Policy"] = "same-origin",
            },
        });
    }

    [GeneratedRegex("/device/assets/[0-9a-f]+/js/")]
    private static partial Regex Modules();
}

/// <summary>The samples of one model in nanoseconds.</summary>
/// <param name="Agent">Those of the agent.</param>
/// <param name="Bare">Those of the bare loop.</param>
internal sealed record ComparedModel(double[] Agent, double[] Bare)
{
    /// <summary>The agent's quantile over that of the bare loop.</summary>
    public double Ratio(double probability) => Quantile.OfSorted([.. Agent.Order()], probability) / Quantile.OfSorted([.. Bare.Order()], probability);
}
