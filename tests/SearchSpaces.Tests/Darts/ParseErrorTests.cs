using CsCheck;
using LatBench.SearchSpaces.Darts;

namespace LatBench.SearchSpaces.Tests.Darts;

public sealed class ParseErrorTests
{
    private const string Pairs = "('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 1), ('skip_connect', 0), ('skip_connect', 0), ('dil_conv_3x3', 2)";

    private const string Cell = "sep3.0+sep3.1|sep3.0+sep3.1|sep3.1+skip.0|skip.0+dil3.2";

    private static readonly DartsSpace Space = new();

    [Theory]
    [InlineData("Genotype(normal=[('none', 0), ", "none", "one of max_pool_3x3")]
    [InlineData("Genotype(normal=[('sep_conv_9x9', 0), ", "sep_conv_9x9", "one of max_pool_3x3")]
    [InlineData("Genotype(normal=[('sep_conv_3x3', 2), ", "2)", "a number from 0 to 1, a state before node 2")]
    [InlineData("Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 10)", "10)", "a number from 0 to 2, a state before node 3")]
    [InlineData("Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1)], normal_concat", "], normal", "',' and another pair: a cell has 8 or 10, two for each node, and this is number 2")]
    [InlineData("Genotype(normal=[" + Pairs + ", ('max_pool_3x3', 0)], normal_concat", "], normal", "',' and another pair")]
    [InlineData("Genotype(normal=[" + Pairs + "], normal_concat=range(2, 8)", "8)", "a number from 3 to 6")]
    [InlineData("Genotype(normal=[" + Pairs + "], normal_concat=[1, 2]", "1, 2]", "a number from 2 to 5")]
    [InlineData("Genotype(normal=[" + Pairs + "], normal_concat=[3, 2]", "2]", "a number from 4 to 5")]
    [InlineData("Genotype(normal=[" + Pairs + "], normal_concat=[5, 6]", "6]", "']' behind node 5")]
    [InlineData("Genotype(normal=[" + Pairs + "], normal_concat=(2, 6)", "(2, 6)", "'[' or 'range('")]
    [InlineData("Genotype(normal=[" + Pairs + "], normal_concat=range(2, 6), reduced=", "d=", "'='")]
    [InlineData("Genotype(normal=[" + Pairs + "], normal_concat=range(2, 6), reduce=[" + Pairs + "], reduce_concat=range(2, 6)) and more", "and more", "the end")]
    [InlineData(Cell, "", "'/' and the reduction cell")]
    [InlineData(Cell + "/sep3.0+sep3.1|sep3.0+sep3.3", "3", "a number from 0 to 2, a state before node 3")]
    [InlineData(Cell + "/sep3.0+sep3.1|sep3.0+sep3.1/", "/", "'|' and the next node: a cell has 4 or 5")]
    [InlineData(Cell + ">26/" + Cell, "6/", "a number from 3 to 5")]
    public void TryParse_malformed_text_names_position_and_expectation(string text, string rest, string expected)
    {
        var position = rest.Length == 0 ? text.Length : text.LastIndexOf(rest, StringComparison.Ordinal);
        Assert.False(Space.TryParse(text, out _, out var error));
        Assert.Contains(expected, error.Expected, StringComparison.Ordinal);
        Assert.Equal(position, error.Position);
    }

    [Theory]
    [InlineData("|nor_conv_3x3~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|", "nas-bench-201")]
    [InlineData("333333", "nas-bench-201")]
    [InlineData("110000.10000.1000.100.10.1|conv3x3-bn-relu,conv1x1-bn-relu", "nas-bench-101")]
    [InlineData("1|", "nas-bench-101")]
    [InlineData("00005c142e6f48ac74fdcf73e3439874", "nas-bench-101")]
    [InlineData("""{"matrix": [[0, 1], [0, 0]], "ops": []}""", "nas-bench-101")]
    public void TryParse_text_of_another_space_says_which(string text, string space)
    {
        Assert.False(Space.TryParse(text, out _, out var error));
        Assert.Equal(0, error.Position);
        Assert.EndsWith($"this looks like an architecture of {space}", error.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Genotype( normal = [" + Pairs + "] , normal_concat = [ 2,3 ,4, 5 ],\n reduce=[" + Pairs + "],reduce_concat=range( 2,6 ) ) ")]
    [InlineData("Genotype(normal=[" + Pairs + "], normal_concat=range(2, 6), reduce=[" + Pairs + "], reduce_concat=[2, 3, 4, 5])")]
    public void TryParse_spaces_and_lists_do_not_matter(string text) => Assert.Equal($"{Cell}/{Cell}", Space.Parse(text).Text);

    [Fact]
    public void TryParse_double_quotes_are_read() =>
        Assert.Equal(Space.Parse(PublishedGenotypes.AmoebaNet), Space.Parse(PublishedGenotypes.AmoebaNet.Replace('\'', '"')));

    [Fact]
    public void TryParse_any_text_never_throws() =>
        Gen.String.Sample(text => Space.TryParse(text, out _, out var error) || error.Position <= text.Length);

    [Fact]
    public void TryParse_text_with_one_character_changed_fails_or_is_another_architecture() =>
        Gen.Select(Gen.Int[0, 500], Gen.Char).Sample((place, character) =>
        {
            var text = PublishedGenotypes.AmoebaNet.ToCharArray();
            text[place % text.Length] = character;
            if (!Space.TryParse(new string(text), out _, out var error))
                Assert.DoesNotContain(error.Message, char.IsControl);
        });
}
