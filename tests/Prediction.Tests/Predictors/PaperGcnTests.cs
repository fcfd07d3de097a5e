using LatBench.Prediction.Predictors.PaperGcn;

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
