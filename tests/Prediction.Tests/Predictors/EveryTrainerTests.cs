using LatBench.Prediction.Evaluation;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Predictors.PaperGcn;
using LatBench.Prediction.Training;
using LatBench.TestKit;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.Prediction.Tests.Predictors;

/// <summary>The properties that hold for every predictor.</summary>
public sealed class EveryTrainerTests
{
    public static TheoryData<string> Names => [.. Trainers.All.Select(trainer => trainer.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Export_run_outside_of_our_code_gives_what_the_trainer_gives(string name)
    {
        var predictor = Train(name, SyntheticLabels.Draw(80, 1));
        var architectures = Nas201.Sample(300, 5);
        var digits = architectures.SelectMany(architecture => architecture.Cell().Operations.Select(operation => (long)operation)).ToArray();

        using var session = new InferenceSession(predictor.Export().Onnx);
        using var input = OrtValue.CreateTensorValueFromMemory(digits, [architectures.Count, 6]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, ["architecture"], [input], ["latency_ms", "low_ms", "high_ms"]);

        var expected = predictor.Predict(architectures);
        for (var i = 0; i < architectures.Count; i++)
        {
            Close(expected[i].Latency.Milliseconds, outputs[0].GetTensorDataAsSpan<double>()[i]);
            Close(expected[i].Low.Milliseconds, outputs[1].GetTensorDataAsSpan<double>()[i]);
            Close(expected[i].High.Milliseconds, outputs[2].GetTensorDataAsSpan<double>()[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Train_twice_with_one_seed_gives_the_same_bytes(string name)
    {
        var labels = SyntheticLabels.Draw(60, 2);

        Assert.Equal(Train(name, labels).Export().Onnx, Train(name, labels).Export().Onnx);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Predict_same_effective_cell_has_the_same_latency(string name)
    {
        var predictor = Train(name, SyntheticLabels.Draw(60, 3));

        var both = predictor.Predict([Nas201.Parse("000300"), Nas201.Parse("420300")]);

        Assert.Equal(both[0], both[1]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Train_learns_the_order_of_a_device(string name)
    {
        var predictor = Train(name, SyntheticLabels.Draw(200, 4));
        var test = SyntheticLabels.Draw(400, 99);

        var accuracy = Accuracy.Of(predictor.Predict([.. test.Select(label => label.Architecture)]), test);

        Assert.InRange(accuracy.Spearman, name == "proxy" ? 0.7 : 0.9, 1);
        Assert.All(predictor.Predict(Nas201.Sample(50, 1)), prediction => Assert.True(prediction.Low < prediction.Latency && prediction.Latency < prediction.High));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Train_cancelled_stops(string name)
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => Trainer(name).Train(TrainingLabels.Of(Nas201.SearchSpace, SyntheticLabels.Draw(30, 1), 1), new TrainingOptions(), null, cancelled.Token));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Train_progress_rises_to_one(string name)
    {
        var told = new Told();

        Trainer(name).Train(TrainingLabels.Of(Nas201.SearchSpace, SyntheticLabels.Draw(60, 1), 1), new TrainingOptions(), told, TestContext.Current.CancellationToken);

        Assert.Equal(told.Fractions.Order(), told.Fractions);
        Assert.Equal(1, told.Fractions[^1]);
    }

    private static TrainedPredictor Train(string name, LabelledArchitecture[] labels) =>
        Trainer(name).Train(TrainingLabels.Of(Nas201.SearchSpace, labels, 1), new TrainingOptions { Seed = 1 }, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>The paper's network takes minutes in its own size.</summary>
    private static ITrainer Trainer(string name) =>
        name == "paper-gcn" ? new PaperGcnTrainer(new GcnOptions { Hidden = 24, Layers = 2, LearningRate = 3e-3, Dropout = 0.02, Epochs = 60 }) : Trainers.Named(name);

    private static void Close(double expected, double actual) => Assert.Equal(expected, actual, 1e-5 * expected);

    private sealed class Told : IProgress<TrainingProgress>
    {
        public List<double> Fractions { get; } = [];

        public void Report(TrainingProgress value) => Fractions.Add(value.Fraction);
    }
}
