using System.Text.Json;
using System.Text.RegularExpressions;
using LatBench.Contracts.Transport;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Observability;
using LatBench.TestKit;

namespace LatBench.Coordinator.Tests.Observability;

/// <summary>Compares the metrics in the dashboard and the alert rules of <c>deploy/monitoring</c> with those that a coordinator exposes.</summary>
public sealed partial class MonitoringFilesTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    /// <summary>The metric of Prometheus itself about whether it reached a target.</summary>
    private const string OfPrometheus = "up";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("grafana-dashboard.json", 10)]
    [InlineData("alerts.yaml", 7)]
    public async Task Every_metric_is_exposed_by_a_coordinator(string file, int expressions)
    {
        await new DeviceService.DeviceServiceClient(coordinator.AsAdmin()).ListDevicesAsync(new(), cancellationToken: Cancel);
        // A counter appears once something was counted; this one feeds the same meter.
        using var metrics = new CoordinatorMetrics();
        metrics.Leased(1);
        metrics.Completed(counted: true);
        metrics.Failed("TIMED_OUT");
        metrics.Expired(1);
        using var client = HttpConnections.CreateClient();
        var exposed = Exposed(await client.GetStringAsync(new Uri(coordinator.Http, "/metrics"), Cancel));

        var asked = Expressions(file).ToArray();
        Assert.True(asked.Length >= expressions, $"{file} has {asked.Length} expressions.");
        var names = asked.SelectMany(Names).Distinct().Order(StringComparer.Ordinal).ToArray();
        Assert.Contains("latbench_jobs_failed", names);
        Assert.Empty(names.Except(exposed));
    }

    private static HashSet<string> Exposed(string page)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { OfPrometheus };
        foreach (var line in page.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
            names.Add(line[..line.IndexOfAny(['{', ' '])]);
        return names;
    }

    private static IEnumerable<string> Expressions(string file)
    {
        var text = File.ReadAllText(RepositoryRoot.PathOf("deploy", "monitoring", file));
        if (!file.EndsWith(".json", StringComparison.Ordinal))
            return text.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("expr:", StringComparison.Ordinal)).Select(line => line["expr:".Length..]);
        using var dashboard = JsonDocument.Parse(text);
        return
        [
            .. from panel in dashboard.RootElement.GetProperty("panels").EnumerateArray()
               from target in panel.GetProperty("targets").EnumerateArray()
               select target.GetProperty("expr").GetString()!,
        ];
    }

    /// <summary>The words that stand before a selector: the functions, operators and labels of PromQL stand elsewhere.</summary>
    private static IEnumerable<string> Names(string expression) => Selector().Matches(expression).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"([a-z_][a-z0-9_]*)\{")]
    private static partial Regex Selector();
}
