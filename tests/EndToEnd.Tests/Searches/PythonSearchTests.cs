using System.Diagnostics;
using LatBench.Contracts.V1;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Searches;

/// <summary>Runs the Python program of docs/search.md, word for word, against real processes on this machine.</summary>
public sealed class PythonSearchTests
{
    private const string Install = "apt-get install python3 python3-grpcio protobuf-compiler protobuf-compiler-grpc";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static bool IsRequired => new[] { "CI", "LATBENCH_REQUIRE_ALL" }.Any(name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)));

    [Fact]
    public async Task Search_of_a_Python_client_survives_a_restart_in_the_middle_and_ends_with_measured_winners()
    {
        var missing = await MissingAsync();
        if (missing is not null && IsRequired)
            Assert.Fail(missing);
        Assert.SkipWhen(missing is not null, missing ?? "");
        using var directory = new TempDirectory();
        await PrepareAsync(directory);
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();
        await installation.StartAgentAsync();
        var limitMs = await TrainAsync(installation);

        var begun = await PythonAsync(directory, installation, limitMs, "begin");
        var name = begun.Trim().Split('\n')[^1];
        Assert.StartsWith("searches/", name, StringComparison.Ordinal);
        await installation.Coordinator.KillAsync();
        await installation.StartCoordinatorAsync();
        var ended = await PythonAsync(directory, installation, limitMs, name);

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
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        using var watch = installation.Predictors.WatchPredictor(new WatchPredictorRequest { Name = predictor.Name }, cancellationToken: limit.Token);
        while (await watch.ResponseStream.MoveNext(limit.Token))
            predictor = watch.ResponseStream.Current.Predictor;
        Assert.Equal(PredictorState.Ready, predictor.State);
        var measured = (await installation.Campaigns.GetCampaignAsync(new GetCampaignRequest { Name = campaign }, cancellationToken: Cancel)).Campaign.Progress.MedianLatencyMs;
        return 3 * measured; // well above what is searched for, so that a busy machine refutes nobody
    }

    private static async Task PrepareAsync(TempDirectory directory)
    {
        var document = await File.ReadAllTextAsync(RepositoryRoot.PathOf("docs", "search.md"), Cancel);
        await File.WriteAllTextAsync(directory.PathOf("search.py"), Block(document, "```python"), Cancel);
        var client = await File.ReadAllTextAsync(RepositoryRoot.PathOf("docs", "python-client.md"), Cancel);
        var stubs = await RunAsync(directory, "bash", "-e", "-c", Block(client, "```sh\nlatbench="));
        Assert.True(stubs.ExitCode == 0, stubs.Printed);
    }

    private static async Task<string> PythonAsync(TempDirectory directory, Installation installation, double limitMs, string what)
    {
        var result = await RunAsync(
            directory, "/usr/bin/python3", "search.py", installation.Grpc, Path.Combine(installation.Data, "admin-token"), "bench",
            limitMs.ToString(System.Globalization.CultureInfo.InvariantCulture), what);
        Assert.True(result.ExitCode == 0, result.Printed);
        return result.Printed;
    }

    /// <summary>The code block of a document that begins so, without its fences.</summary>
    private static string Block(string document, string beginning)
    {
        var start = document.IndexOf(beginning, StringComparison.Ordinal);
        Assert.True(start >= 0, $"There is no block that begins with {beginning}");
        start = document.IndexOf('\n', start) + 1;
        return document[start..document.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static async Task<string?> MissingAsync()
    {
        if (!File.Exists("/usr/bin/python3"))
            return $"Python is missing: {Install}";
        using var directory = new TempDirectory();
        var result = await RunAsync(directory, "bash", "-c", "/usr/bin/python3 -c 'import grpc, google.protobuf' && command -v protoc && command -v grpc_python_plugin");
        return result.ExitCode == 0 ? null : $"Python's gRPC or its compiler is missing ({result.Printed.Trim()}): {Install}";
    }

    private static async Task<(int ExitCode, string Printed)> RunAsync(TempDirectory directory, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory.PathOf(".") };
        start.Environment["latbench"] = RepositoryRoot.PathOf(".");
        start.Environment["PYTHONPATH"] = "stubs";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromMinutes(4));
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
