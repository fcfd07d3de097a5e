using LatBench.Prediction.Uncertainty;

namespace LatBench.Prediction.Tests.Uncertainty;

public sealed class ConformalTests
{
    [Fact]
    public void Factor_covers_nine_of_ten_new_labels()
    {
        double[] residuals = [.. Enumerable.Range(1, 99).Select(i => i % 2 == 0 ? i : -(double)i)];

        Assert.Equal(90, Conformal.Factor(residuals, [.. Enumerable.Repeat(1.0, 99)])); // the 90th of 99: 90 of 100 places for a new one
    }

    [Fact]
    public void Factor_is_relative_to_the_spread() =>
        Assert.Equal(2, Conformal.Factor([4, -6], [2, 3]));

    [Fact]
    public void Factor_of_few_labels_is_the_largest_score() =>
        Assert.Equal(3, Conformal.Factor([1, 2, 3], [1, 1, 1]));
}
