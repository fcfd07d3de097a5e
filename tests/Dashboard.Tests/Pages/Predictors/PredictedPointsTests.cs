using LatBench.Contracts.V1;
using LatBench.Dashboard.Pages.Predictors;
using LatBench.SearchSpaces;

namespace LatBench.Dashboard.Tests.Pages.Predictors;

public sealed class PredictedPointsTests
{
    private const string Cell = "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|avg_pool_3x3~0|nor_conv_1x1~1|none~2|";

    [Fact]
    public void Of_names_architectures_by_codes_that_the_space_reads_back()
    {
        var space = SearchSpaceRegistry.BuiltIn["nas-bench-201"];

        var points = PredictedPoints.Of(
            space,
            [new(Cell, 1.23456789, true), new("no architecture", 0.000123456789, false)],
            [new Prediction { LatencyMs = 1234567.8, LowMs = 1, HighMs = 2 }, new Prediction { LatencyMs = double.NaN }]);

        Assert.Equal(["301420", "no architecture"], points.Architecture);
        Assert.True(space.TryParse(points.Architecture[0], out var same, out _));
        Assert.Equal(Cell, same.Text);
        Assert.Equal([1.23457, 0.000123457], points.MeasuredMs);
        Assert.Equal([1234570, 0], points.PredictedMs);
        Assert.Equal([1, 0], points.HeldOut);
    }
}
