using CsCheck;
using LatBench.SearchSpaces.NasBench201;


namespace LatBench.SearchSpaces.Tests.NasBench201;

public sealed class ArchitectureTests
{
    private const string Published = "|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|";

    [Fact]
    public void Parse_published_string_reads_the_operations_edge_by_edge()
    {
        var architecture = Cell.Parse(Published);
        Assert.Equal("334131", architecture.Code);
        Assert.Equal(
            [
                Operation.NorConv3x3, Operation.NorConv3x3, Operation.AvgPool3x3,
                Operation.SkipConnect, Operation.NorConv3x3, Operation.SkipConnect,
            ],
            architecture.Operations);
        Assert.Equal(Published, architecture.ToString());
    }

    [Fact]
    public void Parse_own_text_gives_the_architecture_back() => Generators.Architectures.Sample(architecture =>
        Cell.Parse(architecture.ToString()) == architecture
        && Cell.Parse(architecture.Code) == architecture
        && Cell.FromIndex(architecture.Index) == architecture
        && Cell.FromOperations([.. architecture.Operations]) == architecture);

    [Fact]
    public void Index_of_a_code_is_its_value_in_base_five() => Generators.Architectures.Sample(architecture =>
        architecture.Code.Aggregate(0, (value, digit) => value * 5 + (digit - '0')) == architecture.Index);

    [Fact]
    public void Default_value_has_none_everywhere() => Assert.Equal("000000", default(Cell).Code);

    [Theory]
    [InlineData(-1)]
    [InlineData(15_625)]
    public void FromIndex_out_of_range_is_refused(int index) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Cell.FromIndex(index));

    [Fact]
    public void FromOperations_wrong_count_or_value_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Cell.FromOperations(Operation.None));
        Assert.Throws<ArgumentException>(() => Cell.FromOperations(0, 0, 0, 0, 0, (Operation)5));
    }
}
