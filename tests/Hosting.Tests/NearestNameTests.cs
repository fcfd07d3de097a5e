namespace LatBench.Hosting.Tests;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("precison", "precision")]
    [InlineData("TARGETS", "target")]
    [InlineData("tgt", null)]
    [InlineData("nothing like it", null)]
    [InlineData("", null)]
    public void Of_finds_the_name_with_the_fewest_changes(string given, string? expected) => Assert.Equal(expected, NearestName.Of(given, ["target", "precision", "threads"]));

    [Fact]
    public void Of_answers_the_text_of_the_candidate_and_of_equals_the_first() =>
        Assert.Equal("modelConfig.batch", NearestName.Of("bach", [("batch", "modelConfig.batch"), ("beach", "beach")]));

    [Fact]
    public void Of_a_text_that_is_no_name_is_null() => Assert.Null(NearestName.Of(new string('a', 201), [new string('a', 201)]));
}
