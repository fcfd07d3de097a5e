using System.CommandLine;
using System.Diagnostics;
using Grpc.Core;
using LatBench.Bench.Installation;
using LatBench.Contracts.V1;
using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Bench;

/// <summary>Measures the speed of a coordinator's predictions, over gRPC, with this client on the same machine.</summary>
internal static class ServeBench
{
    private const string Name = "serve";
    private const string Target = "bench/table";
    private const int ColdStarts = 3;
    private const int Batches = 30;
    private const int BatchSize = 1000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    private static readonly Option<int> Labels = BenchCommand.Count("--labels", 1000, "Labels that the predictor is trained from; made by a formula.");
    private static readonly Option<string> Trainer = new("--trainer") { DefaultValueFactory = _ => "latbench", Description = "What trains it." };
    private static readonly Option<int> Callers = BenchCommand.Count("--callers", 4, "Calls in flight while single predictions are timed.");
    private static readonly Option<int> Seconds = BenchCommand.Count("--seconds", 10, "How long single predictions are timed.");

    public static Command Command() => BenchCommand.Create(
        Name, "How fast a coordinator predicts, over gRPC.", [Labels, Trainer, Callers, Seconds],
        (parsed, cancellationToken) => RunAsync(parsed.GetValue(Labels), parsed.GetValue(Trainer)!, parsed.GetValue(Callers), TimeSpan.FromSeconds(parsed.GetValue(Seconds)), cancellationToken));

    private static async Task<object> RunAsync(int labels, string trainer, int callers, TimeSpan time, CancellationToken cancellationToken)
    {
        Console.WriteLine($"settings: {trainer} from {labels} labels, {callers} calls in flight for {time.TotalSeconds:0} s, batches of {BatchSize}, {ColdStarts} cold starts");
        var data = Directory.CreateTempSubdirectory("latbench-bench-").FullName;
        try
        {
            await TrainAsync(data, labels, trainer, cancellationToken);
            var first = new List<double>();
            var space = new List<double>();
            for (var i = 0; i < ColdStarts; i++)
            {
                first.Add(await FirstPredictionAsync(data, cancellationToken));
                space.Add(await ColdSpaceAsync(data, cancellationToken));
            }

            await using var coordinator = await CoordinatorInstallation.StartAsync(data, cancellationToken);
            var client = new PredictorService.PredictorServiceClient(coordinator.Channel);
            await SingleAsync(client, callers, WarmUp, cancellationToken);
            var (perSecond, latencies) = await SingleAsync(client, callers, time, cancellationToken);
            return new
            {
                bench = Name,
                single_per_second = Math.Round(perSecond),
                p50_ms = Rounded(Quantile(latencies, 0.5)),
                p99_ms = Rounded(Quantile(latencies, 0.99)),
                batch1000_ms = Rounded(await BatchAsync(client, cancellationToken)),
                whole_space_seconds = Rounded(Quantile([.. space.Order()], 0.5)),
                first_prediction_seconds = Rounded(Quantile([.. first.Order()], 0.5)),
                callers,
                labels,
                trainer,
            };
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task TrainAsync(string data, int labels, string trainer, CancellationToken cancellationToken)
    {
        await using var coordinator = await CoordinatorInstallation.StartAsync(data, cancellationToken);
        var import = new ImportMeasurementsRequest { Target = Target, ModelConfig = new ModelConfig() };
        import.Latencies.AddRange(BenchSpace.Space.Sample(labels, 1).Select(one => new ArchitectureLatency { Architecture = one.Text, LatencyMs = Milliseconds(one) }));
        await new MeasurementService.MeasurementServiceClient(coordinator.Channel).ImportMeasurementsAsync(import, cancellationToken: cancellationToken);
        var client = new PredictorService.PredictorServiceClient(coordinator.Channel);
        var request = new TrainPredictorRequest { Target = Target, Trainer = trainer, HeldOutShare = 0, Limits = new TrainingLimits { Threads = Environment.ProcessorCount } };
        var predictor = (await client.TrainPredictorAsync(request, cancellationToken: cancellationToken)).Predictor;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        using var watch = client.WatchPredictor(new WatchPredictorRequest { Name = predictor.Name }, cancellationToken: limit.Token);
        await foreach (var change in watch.ResponseStream.ReadAllAsync(limit.Token))
            predictor = change.Predictor;
        if (predictor.State != PredictorState.Ready)
            throw new BenchException($"The training ended as {predictor.State}: {predictor.FailureMessage}");
    }

    /// <summary>From the start of the coordinator's process to the answer.</summary>
    private static async Task<double> FirstPredictionAsync(string data, CancellationToken cancellationToken)
    {
        await using var coordinator = await CoordinatorInstallation.StartAsync(data, cancellationToken);
        await new PredictorService.PredictorServiceClient(coordinator.Channel).PredictAsync(Request("333333"), cancellationToken: cancellationToken);
        return Stopwatch.GetElapsedTime(coordinator.StartedAt).TotalSeconds;
    }

    /// <summary>The first call that predicts after a start: the network is loaded and the whole space computed.</summary>
    private static async Task<double> ColdSpaceAsync(string data, CancellationToken cancellationToken)
    {
        await using var coordinator = await CoordinatorInstallation.StartAsync(data, cancellationToken);
        var client = new PredictorService.PredictorServiceClient(coordinator.Channel);
        await client.ListPredictorsAsync(new ListPredictorsRequest(), cancellationToken: cancellationToken);
        var start = Stopwatch.GetTimestamp();
        using var call = client.PredictSpace(new PredictSpaceRequest { Target = Target }, cancellationToken: cancellationToken);
        var count = 0;
        await foreach (var chunk in call.ResponseStream.ReadAllAsync(cancellationToken))
            count += chunk.Predictions.Count;
        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return count == BenchSpace.Index.Measurable.Count ? elapsed : throw new BenchException($"The whole space came as {count} predictions.");
    }

    private static async Task<(double PerSecond, double[] SortedMs)> SingleAsync(
        PredictorService.PredictorServiceClient client, int callers, TimeSpan time, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => CallAsync(caller)));
        return (all.Sum(latencies => latencies.Count) / Stopwatch.GetElapsedTime(start).TotalSeconds, [.. all.SelectMany(latencies => latencies).Order()]);

        async Task<List<double>> CallAsync(int caller)
        {
            var (latencies, measurable) = (new List<double>(), BenchSpace.Index.Measurable);
            for (var i = caller; Stopwatch.GetElapsedTime(start) < time; i += callers)
            {
                var request = Request(BenchSpace.Space.Code(measurable[i * 7919 % measurable.Count]));
                var before = Stopwatch.GetTimestamp();
                await client.PredictAsync(request, cancellationToken: cancellationToken);
                latencies.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
            }

            return latencies;
        }
    }

    private static async Task<double> BatchAsync(PredictorService.PredictorServiceClient client, CancellationToken cancellationToken)
    {
        var request = new PredictRequest { Target = Target };
        request.Architectures.AddRange(BenchSpace.Index.Measurable.Take(BatchSize).Select(architecture => architecture.ToString()));
        var latencies = new List<double>();
        for (var i = 0; i < Batches; i++)
        {
            var before = Stopwatch.GetTimestamp();
            await client.PredictAsync(request, cancellationToken: cancellationToken);
            latencies.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
        }

        return Quantile([.. latencies.Order()], 0.5);
    }

    private static PredictRequest Request(string architecture) => new() { Target = Target, Architectures = { architecture } };

    /// <summary>Operations cost, and the dearer of the two long ways costs again.</summary>
    private static double Milliseconds(Architecture architecture)
    {
        double[] prices = [0, 0.02, 0.3, 1.0, 0.5];
        var price = Cell.Parse(architecture.Text).Operations.Select(operation => prices[(int)operation]).ToArray();
        return 2 + price.Sum() + (0.7 * Math.Max(price[0] + price[4], price[1] + price[5]));
    }

    private static double Quantile(double[] sorted, double level) => sorted[(int)Math.Min(sorted.Length - 1, level * sorted.Length)];

    private static double Rounded(double value) => Math.Round(value, 3);
}
