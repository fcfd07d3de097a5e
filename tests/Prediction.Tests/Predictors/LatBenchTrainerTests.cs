using LatBench.Prediction.Evaluation;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Training;
using LatBench.TestKit;

namespace LatBench.Prediction.Tests.Predictors;

public sealed class LatBenchTrainerTests
{
    [Fact]
    public void Train_is_precise_although_some_labels_are_far_off()
    {
        var labels = SyntheticLabels.Draw(250, 1);
        for (var i = 0; i < labels.Length; i += 20)
            labels[i] = labels[i] with { Latency = LatBench.Measurements.Latency.FromMilliseconds(labels[i].Latency.Milliseconds * 1.4) };
        var test = SyntheticLabels.Draw(500, 77);

        var predictor = Trainers.Named("latbench").Train(TrainingLabels.Of(Nas201.SearchSpace, labels, 1), new TrainingOptions(), cancellationToken: TestContext.Current.CancellationToken);

        var accuracy = Accuracy.Of(predictor.Predict([.. test.Select(label => label.Architecture)]), test);
        Assert.InRange(accuracy.Within1, 45, 100);
        Assert.InRange(accuracy.Within5, 90, 100);
    }

    [Fact]
    public void Train_does_not_depend_on_the_number_of_threads()
    {
        var labels = TrainingLabels.Of(Nas201.SearchSpace, SyntheticLabels.Draw(60, 2), 1);

        var one = Trainers.Named("latbench").Train(labels, new TrainingOptions { Threads = 1 }, cancellationToken: TestContext.Current.CancellationToken);
        var four = Trainers.Named("latbench").Train(labels, new TrainingOptions { Threads = 4 }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(one.Export().Onnx, four.Export().Onnx);
    }
}
