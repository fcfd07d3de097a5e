using LatBench.Measurements;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;
using LatBench.TestKit;

namespace LatBench.Prediction.Tests.Predictors;

public sealed class LayerWiseTests
{
    [Fact]
    public void Train_with_profiles_sums_what_they_say()
    {
        var profiles = Nas201.Sample(30, 3).Select(architecture => new ProfiledModel(architecture, [.. Enumerable.Range(0, Edge.Count).Select(Latencies(architecture))], Latency.FromMilliseconds(2)));
        var labels = TrainingLabels.Of(Nas201.SearchSpace, SyntheticLabels.Draw(40, 1), 1) with { Operators = OperatorLatencies.Of(Nas201.SearchSpace, [.. profiles]) };

        var predictor = Trainers.Named("layer-wise").Train(labels, new TrainingOptions(), cancellationToken: TestContext.Current.CancellationToken);

        var cell = Nas201.Parse("342130"); // edge 2-3 has nothing, so what leads to node 2 is dead
        Assert.Equal(2 + 3 + 1 + 3, predictor.Predict([cell])[0].Latency.Milliseconds, 1e-9);

        static Func<int, Latency> Latencies(Architecture architecture) =>
            edge => Latency.FromMilliseconds((int)architecture.Cell().EffectiveCell.Cell[edge]);
    }
}
