using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.Dashboard.Access;
using LatBench.Dashboard.Api;
using LatBench.Dashboard.Charts;
using LatBench.Dashboard.StaticFiles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace LatBench.Dashboard.Pages.Measurements;

/// <summary>The data of the charts of measurements.</summary>
internal static class MeasurementsData
{
    private static readonly DashboardEndpoint SignedIn = new(NeedsSignIn: true);

    /// <summary>Adds the addresses.</summary>
    public static void MapMeasurementsData(this IEndpointRouteBuilder app)
    {
        app.MapGet("/data/target", TargetAsync).WithMetadata(SignedIn);
        app.MapGet("/data/target/histogram", HistogramAsync).WithMetadata(SignedIn);
        app.MapGet("/data/compare", CompareAsync).WithMetadata(SignedIn);
        app.MapGet("/data/measurements/{id:long}/passes", PassesAsync).WithMetadata(SignedIn);
    }

    private static Task TargetAsync(
        string? target, string? space, string? config, [FromQuery(Name = "op")] string? operation, string? edge, string? verdict, string? campaign,
        HttpContext http, LatBenchApi api, PointCache cache, EmbeddedAssets files) =>
        OrProblemAsync(http, async () =>
        {
            var points = await FindAsync(api, cache, target, space, config, http.RequestAborted);
            await ChartData.AnswerAsync(http, files, points.Version, () => Columns(points, PointFilter.Parse(operation, edge, verdict, campaign).Choose(points)));
        });

    private static Task HistogramAsync(
        string? target, string? space, string? config, [FromQuery(Name = "op")] string? operation, string? edge, string? verdict, string? campaign,
        HttpContext http, LatBenchApi api, PointCache cache, EmbeddedAssets files) =>
        OrProblemAsync(http, async () =>
        {
            var points = await FindAsync(api, cache, target, space, config, http.RequestAborted);
            await ChartData.AnswerAsync(http, files, points.Version, () =>
            {
                var (edges, counts) = LatencyFigures.Of(points, PointFilter.Parse(operation, edge, verdict, campaign).Choose(points)).Histogram();
                using var columns = new ColumnWriter();
                return columns.Add("edges_ms", edges).Add("counts", counts.Select(count => (long)count)).ToArray();
            });
        });

    private static Task CompareAsync(
        [FromQuery(Name = "a")] string first, [FromQuery(Name = "b")] string second, string? space, string? configA, string? configB,
        HttpContext http, LatBenchApi api, PointCache cache, EmbeddedAssets files) =>
        OrProblemAsync(http, async () =>
        {
            var a = await FindAsync(api, cache, first, space, configA, http.RequestAborted);
            var b = await FindAsync(api, cache, second, a.Target.SearchSpace, configB, http.RequestAborted);
            await ChartData.AnswerAsync(http, files, $"{a.Version}\n{b.Version}", () =>
            {
                var both = TargetComparison.Of(a, b);
                using var columns = new ColumnWriter();
                return columns
                    .Add("space", a.Target.SearchSpace).Add("a", a.Target.Target).Add("b", b.Target.Target)
                    .Add("median_ratio", TargetComparison.MedianOf(both.Ratios(a, b)))
                    .Add(Names(a), both.First.Select(point => NameOf(a, point)))
                    .Add("a_ms", both.First.Select(point => a.Latencies[point]))
                    .Add("b_ms", both.Second.Select(point => b.Latencies[point]))
                    .ToArray();
            });
        });

    private static Task PassesAsync(long id, HttpContext http, LatBenchApi api, EmbeddedAssets files) =>
        OrProblemAsync(http, async () =>
        {
            var answer = await api.Measurements.GetMeasurementAsync(new GetMeasurementRequest { Name = $"measurements/{id}" }, cancellationToken: http.RequestAborted);
            var passes = PassSamples.Of(answer.Passes);
            await ChartData.AnswerAsync(http, files, $"{answer.Passes.Count}-{answer.Measurement.Verdict}-{answer.Measurement.Summary?.Samples}", () =>
            {
                using var columns = new ColumnWriter();
                var summary = answer.Measurement.Summary;
                return columns
                    .Add("latency_ms", summary?.LatencyMs).Add("low_ms", summary?.Ci95LowMs).Add("high_ms", summary?.Ci95HighMs)
                    .Add("numbers", passes.Select(pass => (long)pass.Number))
                    .Add("states", passes.Select(pass => pass.State))
                    .Add("taken", passes.Select(pass => (long)pass.Taken))
                    .Add("shown", passes.Select(pass => (long)pass.Shown.Length))
                    .Add("places", passes.SelectMany(pass => pass.Shown.Select(sample => (long)sample.Place)))
                    .Add("samples_ms", passes.SelectMany(pass => pass.Shown.Select(sample => sample.Milliseconds)))
                    .ToArray();
            });
        });

    /// <summary>Writes the points of a target. A code of NAS-Bench-201 says the whole architecture in six digits; of other spaces the texts are sent.</summary>
    internal static byte[] Columns(TargetPoints points, int[] chosen)
    {
        using var columns = new ColumnWriter();
        columns
            .Add("space", points.Target.SearchSpace)
            .Add(Names(points), chosen.Select(point => NameOf(points, point)))
            .Add("latency_ms", chosen.Select(point => points.Latencies[point]))
            .Add("macs", chosen.Select(point => (double)points.Macs[point]))
            .Add("parameters", chosen.Select(point => (double)points.Parameters[point]));
        if (points.IsMeasured)
        {
            columns
                .Add("low_ms", chosen.Select(point => points.Lows[point]))
                .Add("high_ms", chosen.Select(point => points.Highs[point]))
                .Add("verdicts", chosen.Select(point => (long)points.Verdicts[point]))
                .Add("campaigns", chosen.Select(point => points.Campaigns[point]))
                .Add("measurements", chosen.Select(point => points.Measurements[point]));
        }

        return columns.ToArray();
    }

    /// <summary>Finds the points that an address names.</summary>
    internal static async Task<TargetPoints> FindAsync(LatBenchApi api, PointCache cache, string? target, string? space, string? configuration, CancellationToken cancellationToken) =>
        await FindAsync(api, cache, await ListAsync(api, target, cancellationToken), target!, space, configuration, cancellationToken);

    /// <summary>Finds the points that an address names among the rows of a target.</summary>
    internal static async Task<TargetPoints> FindAsync(
        LatBenchApi api, PointCache cache, IEnumerable<LabelledTarget> rows, string target, string? space, string? configuration, CancellationToken cancellationToken)
    {
        var row = ConfigurationKey.Find(rows, space, configuration)
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"There are no latencies of {target} with this search space and model configuration."));
        return await cache.GetAsync(api, row, cancellationToken);
    }

    /// <summary>Lists the search spaces and model configurations that a target has latencies of.</summary>
    internal static async Task<IReadOnlyList<LabelledTarget>> ListAsync(LatBenchApi api, string? target, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(target))
            throw new RpcException(new Status(StatusCode.NotFound, "The address names no target: choose one under Measurements."));
        return (await api.Measurements.ListLabelledTargetsAsync(new ListLabelledTargetsRequest { Target = target, PageSize = 1000 }, cancellationToken: cancellationToken)).Targets;
    }

    private static string Names(TargetPoints points) => points.Target.SearchSpace == SearchSpaces.NasBench201.Space.Name ? "codes" : "texts";

    private static string NameOf(TargetPoints points, int point) => points.Target.SearchSpace == SearchSpaces.NasBench201.Space.Name ? points.Codes[point] : points.Architectures[point];

    /// <summary>The script of the chart shows the text of a refusal in the place of the chart.</summary>
    private static async Task OrProblemAsync(HttpContext http, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (RpcException e) when (!http.Response.HasStarted)
        {
            var problem = Problems.Problem.Of(e);
            http.Response.StatusCode = problem.Status;
            await http.Response.WriteAsync(problem.Message, http.RequestAborted);
        }
    }
}
