using LatBench.Measurements;
using LatBench.Prediction.Evaluation;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Predictors.GaussianProcess;
using LatBench.Prediction.Serving;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;
using SplitMix64 = LatBench.SearchSpaces.SplitMix64;

namespace LatBench.Prediction.Tests.Predictors;

/// <summary>The sum over operations has a share of a prediction where latencies are close to such sums.</summary>
public sealed class SumOfOperationsTests
{
    private static readonly ISearchSpace Darts = SearchSpaceRegistry.BuiltIn["darts"];

    [Theory]
    [InlineData(1, 0, 0)] // the sum errs, the processes do not
    [InlineData(0, 1, 1)]
    [InlineData(1, -1, 0.5)] // opposite errors cancel
    public void ShareOf_weighs_by_what_was_missed(double sumError, double processError, double expected) =>
        Assert.Equal(expected, SumOfOperations.ShareOf([.. Enumerable.Range(1, 20).Select(i => (processError * i, sumError * i))]), 1e-9);

    [Fact]
    public void ShareOf_little_is_nothing() => Assert.Equal(0, SumOfOperations.ShareOf([.. Enumerable.Range(1, 20).Select(i => (0.2 * i, -0.8 * i))]));

    [Fact]
    public void Latbench_of_a_sum_with_noise_is_served_as_it_was_trained_and_close_to_the_sum()
    {
        var noise = new SplitMix64(3);
        LabelledArchitecture[] labels = [.. Darts.Sample(160, 1).Select(architecture => new LabelledArchitecture(architecture, Latency.FromMilliseconds(Milliseconds(architecture) * (1 + (0.02 * ((noise.Next(2001) / 1000.0) - 1))))))];
        var (model, _, _) = LatBenchTrainer.Fit(TrainingLabels.Of(Darts, labels[..100], 1), new TrainingOptions(), cancellationToken: TestContext.Current.CancellationToken);
        var predictor = Trainers.Named("latbench").Train(TrainingLabels.Of(Darts, labels[..100], 1), new TrainingOptions(), cancellationToken: TestContext.Current.CancellationToken);
        Architecture[] others = [.. labels[100..].Select(label => label.Architecture)];

        Assert.NotNull(model.Sum);
        Assert.InRange(model.Sum.Value.Share, 0.1, 1);
        Assert.InRange(Accuracy.Of(predictor.Predict(others), [.. others.Select(architecture => new LabelledArchitecture(architecture, Latency.FromMilliseconds(Milliseconds(architecture))))]).Within5, 95, 100);
        using var served = OnnxPredictor.Load(predictor.Export(), SearchSpaceRegistry.BuiltIn);
        Assert.All(predictor.Predict(others).Zip(served.Predict(others)), pair => Assert.Equal(pair.First.High.Milliseconds, pair.Second.High.Milliseconds, 1e-6 * pair.First.High.Milliseconds));
    }

    /// <summary>Separable convolutions cost most, pools little, skips nothing; those of the reduction cell as much as the others.</summary>
    private static double Milliseconds(Architecture architecture) => 1
        + (0.2 * Count(architecture, "sep")) + (0.1 * Count(architecture, "dil")) + (0.03 * (Count(architecture, "max") + Count(architecture, "avg")));

    private static int Count(Architecture architecture, string operation) => architecture.Text.Split(operation).Length - 1;
}
