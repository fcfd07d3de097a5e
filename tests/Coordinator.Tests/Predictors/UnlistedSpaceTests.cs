using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Predictors.Serving;
using LatBench.Coordinator.Searches;
using LatBench.Measurements;
using LatBench.Models;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Serving;
using LatBench.Prediction.Training;
using LatBench.Search.Candidates;
using LatBench.Search.Limits;
using LatBench.SearchSpaces;
using LatBench.Storage.Predictors;
using LatBench.TestKit.ToySpaces;

namespace LatBench.Coordinator.Tests.Predictors;

/// <summary>Serving predictions of a space that is too large to be predicted in advance.</summary>
public sealed class UnlistedSpaceTests
{
    private static readonly ToySpace Space = new(isListed: false);

    private static readonly IReadOnlyList<LatBench.SearchSpaces.Architecture> Architectures = Space.Sample(30, 1);

    [Fact]
    public void Predict_keeps_what_was_asked_for()
    {
        using var recent = new RecentPredictions(Network());

        var first = recent.Predict([.. Architectures.Take(20), .. Architectures.Take(5)]);
        var again = recent.Predict(Architectures);

        Assert.Equal(first.Take(20), again.Take(20));
        Assert.Equal(first.Take(5), first.Skip(20));
        Assert.Equal(30, recent.Count);
    }

    [Fact]
    public async Task TableAsync_is_refused_with_what_to_do()
    {
        var served = new ServedPredictor(Stored(), Space, Network());

        var refusal = await Assert.ThrowsAsync<RefusalException>(served.TableAsync);

        Assert.Equal("SPACE_TOO_LARGE", refusal.Reason);
        Assert.Contains("name the architectures", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(30, served.Predict(Architectures).Count);
    }

    [Fact]
    public void Growth_of_a_search_admits_what_may_meet_the_limit_and_keeps_its_predictions()
    {
        var served = new ServedPredictor(Stored(), Space, Network());
        var predictions = served.Predict(Architectures);
        var limit = new LatencyLimit(served.Target, predictions.Select(prediction => prediction.Low).Order().ElementAt(10));
        var growth = new SearchGrowth([served], [limit], confident: false);

        var admitted = growth.ToGrowth().Admit(CandidateSet.Of(Space, Architectures.Take(5)), Architectures);

        Assert.Equal(Architectures.Zip(predictions).Skip(5).Where(pair => pair.Second.Low <= limit.Max).Select(pair => pair.First).ToHashSet(), admitted.ToHashSet());
        Assert.NotEmpty(admitted);
        Assert.All(admitted, architecture =>
        {
            var prediction = growth.Of(0, architecture);
            Assert.Equal([prediction.Latency.Milliseconds, prediction.Low.Milliseconds, prediction.High.Milliseconds], Assert.Single(SearchGrowth.Read(growth.Write(architecture))));
        });
    }

    private static OnnxPredictor Network()
    {
        LabelledArchitecture[] labels = [.. Architectures.Select((architecture, place) => new LabelledArchitecture(architecture, Latency.FromMilliseconds(1 + architecture.Text.Count(character => character == 'c') + (place * 0.001))))];
        return OnnxPredictor.Load(Trainers.Named("linear").Train(TrainingLabels.Of(Space, labels, 1), new TrainingOptions()).Export(), new SearchSpaceRegistry(Space));
    }

    private static Predictor Stored() => new()
    {
        Id = 1,
        Target = "lab/ort/cpu/t1",
        Version = 1,
        SearchSpace = Space.Name,
        Configuration = ModelConfiguration.DefaultOf(Space),
        Plan = new TrainingPlan { Trainer = "linear", Seed = 1, HeldOutShare = 0, PriorTargets = [], Samples = 0, Threads = 1, TimeLimit = TimeSpan.FromMinutes(1), MemoryBytes = 1, Promote = true },
        State = PredictorState.Ready,
        Promoted = false,
        CreatedAt = DateTimeOffset.UnixEpoch,
    };
}
