using LatBench.Measurements;
using LatBench.Prediction.Labels;
using LatBench.SearchSpaces.NasBench201;
using LatBench.TestKit;

namespace LatBench.Prediction.Tests.Labels;

public sealed class OperatorLatenciesTests
{
    [Fact]
    public void Of_averages_what_was_profiled_on_an_edge_and_falls_back_to_the_operation()
    {
        var operators = OperatorLatencies.Of(Nas201.SearchSpace, [Profile("342134", 2, 8, 4, 6, 1, 3, 0), Profile("342134", 4, 10, 4, 6, 1, 3, 0)]);

        Assert.Equal(3, operators.At(0, (int)Operation.NorConv3x3).Milliseconds, 1e-9);
        Assert.Equal(9, operators.At(1, (int)Operation.AvgPool3x3).Milliseconds, 1e-9);
        Assert.Equal((2 + 4 + 1 + 1) / 4.0, operators.At(5, (int)Operation.NorConv3x3).Milliseconds, 1e-9); // never profiled there
        Assert.Equal(0, operators.At(5, (int)Operation.None).Milliseconds);
        Assert.Equal(3, operators.Rest.Milliseconds, 1e-9);
    }

    [Fact]
    public void Of_operation_in_no_profile_is_refused() =>
        Assert.Contains("avg_pool_3x3", Assert.Throws<PredictionException>(() => OperatorLatencies.Of(Nas201.SearchSpace, [Profile("321321", 1, 1, 1, 1, 1, 1, 1)])).Message);

    [Fact]
    public void Of_nothing_is_refused() => Assert.Contains("--profile", Assert.Throws<PredictionException>(() => OperatorLatencies.Of(Nas201.SearchSpace, [])).Message);

    [Fact]
    public void Of_impossible_profile_is_refused() =>
        Assert.Contains("321321", Assert.Throws<PredictionException>(() => OperatorLatencies.Of(Nas201.SearchSpace, [Profile("321321", -1, 1, 1, 1, 1, 1, 1)])).Message);

    private static ProfiledModel Profile(string code, double a, double b, double c, double d, double e, double rest, double f) =>
        new(Nas201.Parse(code), [.. new[] { a, b, c, d, e, f }.Select(Latency.FromMilliseconds)], Latency.FromMilliseconds(rest));
}
