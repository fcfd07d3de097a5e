using LatBench.Measurements;
using LatBench.Prediction.Evaluation;
using LatBench.Prediction.FewShot;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Predictors.PaperGcn;
using LatBench.Prediction.Serving;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Tests.Predictors;

/// <summary>Every predictor, and few measurements, in the spaces that are too large to be listed, NAS-Bench-101 and DARTS.</summary>
public sealed class EverySpaceTests
{
    public static TheoryData<string, string> Cases => new(from space in new[] { "nas-bench-101", "darts" } from trainer in Trainers.All select (space, trainer.Name));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Train_learns_the_order_of_a_device_and_is_served_as_it_was_trained(string name, string trainer)
    {
        var space = SearchSpaceRegistry.BuiltIn[name];
        var labels = Labels(space, 260, 1);

        var predictor = Trainer(trainer).Train(TrainingLabels.Of(space, labels[..100], 1), new TrainingOptions { Seed = 1 }, cancellationToken: TestContext.Current.CancellationToken);

        Architecture[] others = [.. labels[100..].Select(label => label.Architecture)];
        var predicted = predictor.Predict(others);
        // In a cell of NAS-Bench-101 an operation costs what its channels make of it, which sums over operations do not see.
        Assert.InRange(Accuracy.Of(predicted, labels[100..]).Spearman, name == "nas-bench-101" && trainer is "linear" or "layer-wise" ? 0.3 : 0.7, 1);
        using var served = OnnxPredictor.Load(predictor.Export(), SearchSpaceRegistry.BuiltIn);
        Assert.All(predicted.Zip(served.Predict(others)), pair => Assert.Equal(pair.First.Latency.Milliseconds, pair.Second.Latency.Milliseconds, 1e-4 * pair.First.Latency.Milliseconds));
    }

    [Theory]
    [InlineData("nas-bench-101")]
    [InlineData("darts")]
    public void ChooseAmong_of_a_table_gives_rows_of_it_that_order_a_new_device(string name)
    {
        var space = SearchSpaceRegistry.BuiltIn[name];
        var prior = DevicePrior.Learn(space, [new("a", Labels(space, 60, 1)), new("b", Labels(space, 60, 3))], cancellationToken: TestContext.Current.CancellationToken);
        var table = Labels(space, 120, 2).ToDictionary(label => label.Architecture);

        var chosen = prior.ChooseAmong([.. table.Keys], 8, 4);
        var predictor = prior.Adapt([.. chosen.Select(architecture => table[architecture])]);

        Assert.Equal(8, chosen.Distinct().Count());
        Assert.All(chosen, architecture => Assert.True(table.ContainsKey(architecture)));
        Assert.Equal(chosen, prior.ChooseAmong([.. table.Keys], 8, 4));
        LabelledArchitecture[] others = [.. table.Values.Where(label => !chosen.Contains(label.Architecture))];
        Assert.InRange(Accuracy.Of(predictor.Predict([.. others.Select(label => label.Architecture)]), others).Spearman, 0.8, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => prior.ChooseAmong([.. table.Keys.Take(5)], 6, 4));
    }

    /// <summary>Work and memory traffic in the proportion of a device, and a tenth of it for the number of operators.</summary>
    private static LabelledArchitecture[] Labels(ISearchSpace space, int count, double memory) =>
    [
        .. space.Sample(count, 7).Select(architecture =>
        {
            var costs = space.Costs(architecture, space.DefaultInput);
            return new LabelledArchitecture(architecture, Latency.FromMilliseconds(1 + (costs.Macs / 2e8) + (memory * costs.Parameters / 1e7) + (0.02 * architecture.Text.Count(character => character is '|' or ',' or '+'))));
        }),
    ];

    /// <summary>The paper's network takes minutes in its own size.</summary>
    private static ITrainer Trainer(string name) =>
        name == "paper-gcn" ? new PaperGcnTrainer(new GcnOptions { Hidden = 24, Layers = 2, LearningRate = 3e-3, Dropout = 0.02, Epochs = 80 }) : Trainers.Named(name);
}
