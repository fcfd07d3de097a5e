using System.Globalization;
using LatBench.Contracts.V1;
using LatBench.EndToEnd.Tests.Processes;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Searches;

/// <summary>Runs the Python program of docs/explanation/search.md, word for word, against real processes on this machine. Its winners are measured for two minutes.</summary>
[Trait("category", "slow")]
public sealed class PythonSearchTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Search_of_a_Python_client_survives_a_restart_in_the_middle_and_ends_with_measured_winners()
    {
        using var directory = new TempDirectory();
        var python = await DocumentedPython.PrepareAsync("explanation/search.md", directory.Directory);
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();
        await installation.StartAgentAsync();
        var limitMs = await TrainAsync(installation);

        var begun = await SearchAsync(python, installation, limitMs, "begin");
        var name = begun.Trim().Split('\n')[^1];
        Assert.StartsWith("searches/", name, StringComparison.Ordinal);
        await installation.Coordinator.KillAsync();
        await installation.StartCoordinatorAsync();
        var ended = await SearchAsync(python, installation, limitMs, name);

        var search = (await installation.Searches.GetSearchAsync(new GetSearchRequest { Name = name }, cancellationToken: Cancel)).Search;
        Assert.Equal(SearchState.Succeeded, search.State);
        Assert.Equal((12, 12), (search.Progress.Suggested, search.Progress.Reported + search.Progress.Failed));
        var confirmed = search.Ranking.Where(winner => winner.State == WinnerState.Confirmed).ToArray();
        Assert.NotEmpty(confirmed);
        Assert.All(confirmed, winner =>
        {
            var latency = Assert.Single(winner.Latencies);
            Assert.InRange(latency.MeasuredMs, 0, limitMs);
            Assert.InRange(latency.Predicted.LowMs, 0, limitMs); // a candidate may be predicted a little too slow
            Assert.Contains($"{winner.Code} ", ended, StringComparison.Ordinal);
        });
        var report = await installation.Searches.GetSearchReportAsync(new GetSearchReportRequest { Name = name }, cancellationToken: Cancel);
        Assert.Equal(["front.svg", "report.html", "report.md", "trace.svg"], report.Files.Select(file => file.Path).Order());
    }

    /// <summary>Measures a few networks, trains a predictor from them, and takes a limit that about half of them meet.</summary>
    private static async Task<double> TrainAsync(Installation installation)
    {
        var campaign = await installation.SubmitAsync(models: 20, minPasses: 2, maxPasses: 2);
        await installation.WaitForAsync(campaign, ended => ended.State == CampaignState.Succeeded);
        var predictor = (await installation.Predictors.TrainPredictorAsync(new TrainPredictorRequest { Target = "bench", Trainer = "layer-wise" }, cancellationToken: Cancel)).Predictor;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromMinutes(5));
        using var watch = installation.Predictors.WatchPredictor(new WatchPredictorRequest { Name = predictor.Name }, cancellationToken: limit.Token);
        while (await watch.ResponseStream.MoveNext(limit.Token))
            predictor = watch.ResponseStream.Current.Predictor;
        Assert.Equal(PredictorState.Ready, predictor.State);
        var measured = (await installation.Campaigns.GetCampaignAsync(new GetCampaignRequest { Name = campaign }, cancellationToken: Cancel)).Campaign.Progress.MedianLatencyMs;
        return 3 * measured; // well above the latencies searched for, so that no winner is rejected on a busy machine
    }

    private static Task<string> SearchAsync(DocumentedPython python, Installation installation, double limitMs, string what) => python.RunAsync(
        installation.Grpc, Path.Combine(installation.Data, "admin-token"), "bench", limitMs.ToString(CultureInfo.InvariantCulture), what);
}
