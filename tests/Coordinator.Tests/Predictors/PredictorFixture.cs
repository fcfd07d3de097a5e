using LatBench.Contracts.V1;
using LatBench.Measurements;
using LatBench.Models;
using LatBench.SearchSpaces;
using LatBench.Storage;
using LatBench.Storage.Labels;
using LatBench.TestKit;
using ImportOutcome = LatBench.Storage.Labels.ImportOutcome;
using ImportSource = LatBench.Storage.Labels.ImportSource;

namespace LatBench.Coordinator.Tests.Predictors;

/// <summary>A coordinator with tables of devices that only exist here, and short ways to train on them.</summary>
public sealed class PredictorFixture : IAsyncLifetime
{
    public static readonly ModelConfiguration Configuration = new() { Input = "cifar100" };

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(6);

    public RunningCoordinator Coordinator { get; } = new();

    internal PredictorService.PredictorServiceClient Client => new(Coordinator.AsAdmin());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => Coordinator.InitializeAsync();

    public ValueTask DisposeAsync() => Coordinator.DisposeAsync();

    /// <summary>Gives a target a table of latencies.</summary>
    public Task ImportAsync(string target, int count, ModelConfiguration? configuration = null, Func<Architecture, double>? milliseconds = null) =>
        ImportAsync(target, Nas201.SearchSpace, count, configuration ?? Configuration, milliseconds ?? Milliseconds);

    /// <summary>Gives a target a table of latencies of any space.</summary>
    public async Task ImportAsync(string target, ISearchSpace space, int count, ModelConfiguration configuration, Func<Architecture, double> milliseconds)
    {
        await using var store = Stores.Sqlite(Path.Combine(Coordinator.DataDirectory, "latbench.db"));
        var import = new NewImport
        {
            Target = target,
            SearchSpace = space.Name,
            Configuration = configuration,
            Source = new ImportSource("", "", ""),
            Labels = [.. space.Sample(count, 1).Select(one => new Label(one.Text, Latency.FromMilliseconds(milliseconds(one))))],
            Now = DateTimeOffset.UnixEpoch,
        };
        Assert.Equal(ImportOutcome.Imported, (await store.Labels.ImportAsync(import, Token)).Outcome);
    }

    /// <summary>Trains and waits for the end, whichever it is.</summary>
    public async Task<Predictor> TrainAsync(TrainPredictorRequest request)
    {
        var predictor = (await Client.TrainPredictorAsync(request, cancellationToken: Token)).Predictor;
        return await EndAsync(predictor.Name);
    }

    /// <summary>Trains a cheap predictor, which must succeed.</summary>
    public async Task<Predictor> TrainAsync(string target, string trainer = "linear", bool manual = false)
    {
        var predictor = await TrainAsync(new TrainPredictorRequest { Target = target, Trainer = trainer, ManualPromotion = manual });
        Assert.Equal((PredictorState.Ready, ""), (predictor.State, predictor.FailureMessage));
        return predictor;
    }

    public async Task<Predictor> EndAsync(string name)
    {
        using var watch = Client.WatchPredictor(new WatchPredictorRequest { Name = name }, deadline: TimeProvider.System.GetUtcNow().UtcDateTime + Timeout, cancellationToken: Token);
        Predictor? last = null;
        while (await watch.ResponseStream.MoveNext(Token))
            last = watch.ResponseStream.Current.Predictor;
        return last!;
    }

    /// <summary>Operations cost, and those on the direct edge cost twice.</summary>
    public static double Milliseconds(Architecture architecture)
    {
        double[] prices = [0, 0.02, 0.3, 1.0, 0.5];
        return 2 + architecture.Cell().Operations.Sum(operation => prices[(int)operation]) + prices[(int)architecture.Cell()[3]];
    }
}
