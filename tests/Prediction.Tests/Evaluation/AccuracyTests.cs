using LatBench.Measurements;
using LatBench.Prediction.Evaluation;

namespace LatBench.Prediction.Tests.Evaluation;

public sealed class AccuracyTests
{
    [Fact]
    public void Of_errors_are_relative_to_the_measured_value()
    {
        LatencyPrediction[] predictions = [Predict(1.009), Predict(1.96), Predict(3.24), Predict(5)];

        var accuracy = Accuracy.Of(predictions, [Ms(1), Ms(2), Ms(3), Ms(4)]);

        Assert.Equal((25, 50, 75), (accuracy.Within1, accuracy.Within5, accuracy.Within10));
        Assert.Equal((1, 1), (accuracy.Spearman, accuracy.Kendall));
        Assert.Equal((0.9 + 2 + 8 + 25) / 4, accuracy.Mape, 9);
        Assert.Equal(75, accuracy.Interval90Coverage); // ±10 % of the prediction: 5 does not reach 4
        Assert.Equal(20, accuracy.Interval90MeanWidth, 9);
    }

    [Fact]
    public void Of_lists_of_different_length_is_refused() =>
        Assert.Throws<ArgumentException>(() => Accuracy.Of([Predict(1), Predict(2)], [Ms(1)]));

    private static LatencyPrediction Predict(double ms) => new(Ms(ms), Ms(ms * 0.9), Ms(ms * 1.1));

    private static Latency Ms(double ms) => Latency.FromMilliseconds(ms);
}
