using LatBench.SearchSpaces.NasBench201;


namespace LatBench.SearchSpaces.Tests.NasBench201;

public sealed class CostCountsTests
{
    [Theory]
    [InlineData("|avg_pool_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|nor_conv_1x1~0|skip_connect~1|skip_connect~2|", 15_647_370, 129_306)]
    [InlineData("|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|none~0|nor_conv_3x3~1|avg_pool_3x3~2|", 113_951_370, 802_426)]
    [InlineData("333333", 220_119_690, 1_531_546)]
    [InlineData("000000", 7_783_050, 73_306)]
    public void Of_published_row_gives_the_published_figures(string architecture, long macs, long parameters) =>
        Assert.Equal(new CostCounts(macs, parameters), CostCounts.Of(Cell.Parse(architecture), Dataset.Cifar10));

    [Theory]
    [InlineData(Dataset.Cifar10, 7_783_050, 3_932_160, 35_389_440, 73_306)]
    [InlineData(Dataset.Cifar100, 7_788_900, 3_932_160, 35_389_440, 79_156)]
    [InlineData(Dataset.ImageNet16Dash120, 1_953_400, 983_040, 8_847_360, 80_456)]
    public void Of_every_architecture_follows_the_published_formula(
        Dataset dataset, long constant, long slope1, long slope3, long parameters)
    {
        foreach (var architecture in Space.All)
        {
            var n1 = architecture.Code.Count(digit => digit == '2');
            var n3 = architecture.Code.Count(digit => digit == '3');
            var expected = new CostCounts(constant + slope1 * n1 + slope3 * n3, parameters + 28_000 * n1 + 243_040 * n3);
            Assert.Equal(expected, CostCounts.Of(architecture, dataset));
        }
    }
}
