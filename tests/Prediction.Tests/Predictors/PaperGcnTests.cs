using LatBench.Prediction.Labels;
using LatBench.Prediction.Predictors.PaperGcn;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;
using LatBench.TestKit;

namespace LatBench.Prediction.Tests.Predictors;

public sealed class PaperGcnTests
{
    [Fact]
    public void AdamW_first_steps_worked_by_hand()
    {
        float[] parameters = [1, -2];
        var optimiser = new AdamW(2, weightDecay: 0.1);

        optimiser.Step(parameters, [0.5f, -4], 0.01);

        // The first step is the learning rate against the sign of the gradient, after the decay by 0.01 × 0.1.
        Assert.Equal([0.999f - 0.01f, -1.998f + 0.01f], parameters, (a, b) => Math.Abs(a - b) < 1e-6);

        optimiser.Step(parameters, [0.5f, 4], 0.01);

        Assert.Equal((0.989f * 0.999f) - 0.01f, parameters[0], 1e-6f);
        Assert.Equal((-1.988f * 0.999f) - (0.01f * (((0.9f * -0.4f) + 0.4f) / 0.19f) / 4), parameters[1], 1e-5f); // momentum has turned round
    }

    [Fact]
    public void AdamW_moves_every_place_of_a_long_array_alike()
    {
        var (parameters, gradient) = (Enumerable.Repeat(1f, 37).ToArray(), Enumerable.Repeat(0.25f, 37).ToArray());
        var optimiser = new AdamW(37, weightDecay: 0.1);

        for (var step = 0; step < 3; step++)
            optimiser.Step(parameters, gradient, 0.01);

        Assert.All(parameters, parameter => Assert.Equal((((((1 * 0.999f) - 0.01f) * 0.999f) - 0.01f) * 0.999f) - 0.01f, parameter, 1e-5f));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.002)]
    [InlineData(0.2)]
    public void DropoutMask_drops_its_share_and_keeps_the_mean(double rate)
    {
        var mask = new DropoutMask(1000, rate);
        var random = new SplitMix64(1);
        var (zeros, sum) = (0, 0.0);

        for (var draw = 0; draw < 200; draw++)
        {
            mask.Draw(random);
            zeros += mask.Values.Count(value => value == 0);
            sum += mask.Values.Sum();
        }

        Assert.InRange(zeros / 200_000.0, rate * 0.9, rate * 1.1);
        Assert.InRange(sum / 200_000, 0.99, 1.01);
    }

    [Fact]
    public void Train_that_diverges_is_refused_in_a_sentence()
    {
        var trainer = new PaperGcnTrainer(new GcnOptions { Hidden = 8, Layers = 2, LearningRate = 1e38, Epochs = 3 });

        var message = Assert.Throws<PredictionException>(() => trainer.Train(
            TrainingLabels.Of(Nas201.SearchSpace, SyntheticLabels.Draw(20, 1), 1), new TrainingOptions(), cancellationToken: TestContext.Current.CancellationToken)).Message;

        Assert.Contains("'paper-gcn' diverged", message);
    }

    [Fact]
    public void PlateauSchedule_halves_after_its_patience_and_then_stops()
    {
        var schedule = new PlateauSchedule(0.8, plateauPatience: 2, stopPatience: 5);

        Assert.True(schedule.Continue(1));
        Assert.True(schedule.Continue(0.995)); // falls, but by less than 1 %
        Assert.True(schedule.Continue(0.995));
        Assert.Equal(0.8, schedule.LearningRate);
        Assert.True(schedule.Continue(1));
        Assert.Equal(0.4, schedule.LearningRate);
        Assert.True(schedule.Continue(1));
        Assert.True(schedule.Continue(1));
        Assert.False(schedule.Continue(1));
    }
}
