using LatBench.Search.Strategies.GaussianProcess;

namespace LatBench.Search.Tests.Strategies.GaussianProcess;

public sealed class ExpectedGainTests
{
    [Fact]
    public void Of_is_what_drawing_says()
    {
        (double Value, double Chance)[] evaluated = [(1.0, 0.3), (0.2, 0.8), (-1.5, 0.9)];
        var (random, sum) = (new Random(7), 0.0);
        const int Draws = 400_000;
        for (var i = 0; i < Draws; i++)
        {
            var best = evaluated.Where(one => random.NextDouble() < one.Chance).Select(one => one.Value).DefaultIfEmpty(-1.5).Max();
            var value = 0.4 + (0.7 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
            sum += Math.Max(0, value - best);
        }

        Assert.Equal(sum / Draws, new ExpectedGain(evaluated).Of(0.4, 0.7), 5e-3);
    }

    [Fact]
    public void Of_counts_an_evaluation_that_hardly_meets_the_limits_for_little()
    {
        var against = new ExpectedGain([(3.0, 1), (0.0, 1)]).Of(1, 0.5);
        var hardly = new ExpectedGain([(3.0, 0.01), (0.0, 1)]).Of(1, 0.5);

        Assert.True(hardly > 50 * against, $"{hardly} {against}");
    }
}
