using LatBench.Contracts.V1;

namespace LatBench.Cli.Tests.Predictors;

public sealed class TrainCommandTests
{
    [Fact]
    public async Task Train_follows_the_training_and_shows_the_table()
    {
        var answers = new CoordinatorDouble.Answers { Trainings = [Predictor(PredictorState.Queued), Predictor(PredictorState.Training, "fitting"), Ready()] };
        await using var server = await CoordinatorDouble.StartAsync(answers);

        var run = await server.RunAsync("predictors", "train", "--target", "lab", "--held-out", "0.25", "--few-shot", "10", "--prior", "a", "--prior", "b", "--max-minutes", "5", "--seed", "7");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("predictors/3: queued\npredictors/3: fitting\npredictors/3: ready\n", run.Error);
        Assert.Equal(
            """
            Predictor   predictors/3: version 2 for lab/ort-1.31.1/cpu/t1, ready
            Trained by  latbench, seed 7
            Labels      96 trained on, 24 held out

            PREDICTOR      ±1 %  ±5 %  ±10 %  SPEARMAN  KENDALL  MEAN ERROR  IN 90 % INTERVAL  ITS WIDTH
            latbench       41.7  83.3  95.8   0.9931    0.9400   2.6 %       87.5 %            9.1 %
            proxy          4.2   20.8  37.5   -         -        30.1 %      91.7 %            120.0 %
            (label noise)  -     94.6  97.6   -         -        -           -                 -
            Percent of 24 labels held out whose prediction is within ±x % of the measured latency.
            Label noise: 31 labels of architectures with the same effective cell, against the mean of their group.

            """.ReplaceLineEndings("\n"),
            run.Out);
        var request = Assert.Single(answers.Trained);
        Assert.Equal(("lab", 7UL, 0.25, 10), (request.Target, request.Seed, request.HeldOutShare, request.FewShot.Samples));
        Assert.Equal(["a", "b"], request.FewShot.PriorTargets);
        Assert.Equal(TimeSpan.FromMinutes(5), request.Limits.Time.ToTimeSpan());
        Assert.Null(request.ModelConfig);
    }

    [Fact]
    public async Task Train_that_fails_ends_with_its_reason()
    {
        var failed = Predictor(PredictorState.Failed);
        (failed.Failure, failed.FailureMessage) = (TrainingFailure.TimeLimit, "The training took longer than it may: give it more time.");
        await using var server = await CoordinatorDouble.StartAsync(new CoordinatorDouble.Answers { Trainings = [failed] });

        var run = await server.RunAsync("predictors", "train", "--target", "lab");

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains("The training of predictors/3 failed (time limit): The training took longer than it may: give it more time.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--held-out", "1.5")]
    [InlineData("--few-shot", "2")]
    [InlineData("--prior", "a")]
    public async Task Train_wrong_usage_is_told(string option, string value)
    {
        var run = await CliRun.InvokeAsync("predictors", "train", "--target", "lab", option, value);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(option, run.Error, StringComparison.Ordinal);
    }

    private static Predictor Predictor(PredictorState state, string? stage = null) => new()
    {
        Name = "predictors/3",
        Target = "lab/ort-1.31.1/cpu/t1",
        Version = 2,
        Trainer = "latbench",
        Seed = 7,
        State = state,
        Progress = stage is null ? null : new TrainingProgress { Stage = stage, Fraction = 0.5 },
    };

    private static Predictor Ready()
    {
        var predictor = Predictor(PredictorState.Ready);
        (predictor.Labels, predictor.HeldOutLabels) = (96, 24);
        predictor.Evaluation = new Evaluation
        {
            Accuracies =
            {
                new Accuracy { Trainer = "latbench", Count = 24, Within1 = 41.6667, Within5 = 83.3333, Within10 = 95.8333, Spearman = 0.9931, Kendall = 0.94, Mape = 2.61, Interval90Coverage = 87.5, Interval90MeanWidth = 9.1 },
                new Accuracy { Trainer = "proxy", Count = 24, Within1 = 4.1667, Within5 = 20.8333, Within10 = 37.5, Mape = 30.1, Interval90Coverage = 91.6667, Interval90MeanWidth = 120 },
            },
            LabelNoise = new LabelNoise { Count = 31, Within5 = 94.6, Within10 = 97.6 },
        };
        return predictor;
    }
}
