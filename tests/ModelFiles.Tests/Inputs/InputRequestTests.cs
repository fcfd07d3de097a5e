using LatBench.ModelFiles.Inputs;

namespace LatBench.ModelFiles.Tests.Inputs;

public sealed class InputRequestTests
{
    [Fact]
    public void Parse_options_are_read_as_users_write_them()
    {
        Assert.Equal(("batch", 8), InputRequest.ParseDimension("batch=8"));
        Assert.Equal(("a=b", 8), InputRequest.ParseDimension("a=b=8"));
        Assert.Equal([1, 3, 224, 224], InputRequest.ParseShape("images=1x3x224x224").Shape);
        Assert.Equal([1, 3], InputRequest.ParseShape("images=1,3").Shape);
        Assert.Empty(InputRequest.ParseShape("flag=scalar").Shape);
        Assert.Equal(("ids", ValueRule.Integers(0, 29_999)), InputRequest.ParseValues("ids=0..29999"));
        Assert.Equal(("x", ValueRule.Uniform(-1.5, 2)), InputRequest.ParseValues("x=-1.5..2"));
        Assert.Equal(("x", ValueRule.Ones), InputRequest.ParseValues("x=ones"));
    }

    [Theory]
    [InlineData("batch")]
    [InlineData("=1")]
    [InlineData("batch=0")]
    [InlineData("batch=-1")]
    [InlineData("batch=3000000000")]
    [InlineData("batch=1.5")]
    public void ParseDimension_other_text_is_refused(string text) =>
        Assert.Equal($"'{text}' is no dimension: write its name and a number from 1 on, such as batch=1.", Assert.Throws<FormatException>(() => InputRequest.ParseDimension(text)).Message);

    [Theory]
    [InlineData("images")]
    [InlineData("images=")]
    [InlineData("images=1x")]
    [InlineData("images=1x0")]
    [InlineData("images=1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1")]
    public void ParseShape_other_text_is_refused(string text) =>
        Assert.Equal($"'{text}' is no shape: write the input's name and its dimensions, such as images=1x3x224x224.", Assert.Throws<FormatException>(() => InputRequest.ParseShape(text)).Message);

    [Theory]
    [InlineData("5")]
    [InlineData("3..1")]
    [InlineData("a..b")]
    [InlineData("1..nan")]
    [InlineData("0..1..2")]
    public void ParseOption_other_text_is_refused(string text) => Assert.Equal(
        $"'{text}' is no range of values: write the smallest and the largest, such as 0..29999 or -1..1, or 'ones' or 'zeros'.",
        Assert.Throws<FormatException>(() => ValueRule.ParseOption(text)).Message);
}
