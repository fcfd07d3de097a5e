using CsCheck;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.SearchSpaces.Tests.NasBench201;

public sealed class ParseErrorTests
{
    private const string Valid = "|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|";

    [Theory]
    [InlineData(null, 0, "a 6-digit code", "the end")]
    [InlineData("", 0, "'|' (an architecture string)", "the end")]
    [InlineData(" 000000", 0, "'|' (an architecture string)", "' '")]
    [InlineData("cifar10", 0, "'|' (an architecture string)", "'c'")]
    [InlineData("00000", 5, "a digit 0 to 4", "the end")]
    [InlineData("0000000", 6, "the end", "'0'")]
    [InlineData("000000|", 6, "the end", "'|'")]
    [InlineData("000005", 5, "a digit 0 to 4", "'5'")]
    [InlineData("00a000", 2, "a digit 0 to 4", "'a'")]
    [InlineData("|", 1, "one of none, skip_connect, nor_conv_1x1, nor_conv_3x3, avg_pool_3x3", "the end")]
    [InlineData("|nor_conv_5x5~0|+|none~0|none~1|+|none~0|none~1|none~2|", 1, "one of none", "'nor_conv_5x5'")]
    [InlineData("1none~0|+|none~0|none~1|+|none~0|none~1|none~2|", 0, "'|'", "'1'")]
    [InlineData("none~0|+|none~0|none~1|+|none~0|none~1|none~2|", 0, "'|'", "'n'")]
    [InlineData("|NONE~0|+|none~0|none~1|+|none~0|none~1|none~2|", 1, "one of none", "'NONE'")]
    [InlineData("|~0|+|none~0|none~1|+|none~0|none~1|none~2|", 1, "one of none", "'~'")]
    [InlineData("|none|+|none~0|none~1|+|none~0|none~1|none~2|", 5, "'~'", "'|'")]
    [InlineData("|none~1|+|none~0|none~1|+|none~0|none~1|none~2|", 6, "'0'", "'1'")]
    [InlineData("|none~0|none~0|none~1|+|none~0|none~1|none~2|", 8, "'+'", "'n'")]
    [InlineData("|none~0|+none~0|none~1|+|none~0|none~1|none~2|", 9, "'|'", "'n'")]
    [InlineData("|none~0|+|none~0|+|none~0|none~1|none~2|", 17, "one of none", "'+'")]
    [InlineData("|none~0|+|none~0|none~1|+|none~0|none~1|", 40, "one of none", "the end")]
    [InlineData(Valid + "|none~3|", 55, "the end", "'|'")]
    [InlineData("|none~0|+|none~0|none~1|+|none~0|none~1|none~2", 46, "'|'", "the end")]
    public void TryParse_malformed_text_names_position_and_expectation(string? text, int position, string expected, string found)
    {
        Assert.False(Cell.TryParse(text, out var architecture, out var error));
        Assert.Equal(default, architecture);
        Assert.Equal(position, error.Position);
        Assert.Contains(expected, error.Expected, StringComparison.Ordinal);
        Assert.Equal(found, error.Found);
    }

    [Theory]
    [InlineData("Genotype(normal=[('sep_conv_3x3', 0)", "darts")]
    [InlineData("""{"matrix": [[0, 1], [0, 0]], "ops": []}""", "nas-bench-101")]
    [InlineData("110000.10000.1000.100.10.1|conv3x3", "nas-bench-101")]
    [InlineData("0|", "nas-bench-101")]
    [InlineData("00005c142e6f48ac74fdcf73e3439874", "nas-bench-101 (a hash, which needs a table of hashes and cells: --table FILE on a command line)")]
    public void TryParse_text_of_another_space_says_which(string text, string space)
    {
        Assert.False(Cell.TryParse(text, out _, out var error));
        Assert.Equal(0, error.Position);
        Assert.EndsWith($"this looks like an architecture of {space}", error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_malformed_text_throws_the_sentence()
    {
        var error = Assert.Throws<FormatException>(() => Cell.Parse("00a000"));
        Assert.Equal(
            "Not a NAS-Bench-201 architecture: at position 2 (counted from 0) expected a digit 0 to 4, the 6 digits of a code, found 'a'.",
            error.Message);
    }

    [Fact]
    public void TryParse_control_characters_never_reach_the_message()
    {
        Assert.False(Cell.TryParse("|\u001b[2J\nrest~0|", out _, out var error));
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Fact]
    public void TryParse_huge_text_gives_a_short_message()
    {
        Assert.False(Cell.TryParse("|" + new string('x', 1_000_000), out _, out var error));
        Assert.InRange(error.Message.Length, 1, 250);
    }

    [Fact]
    public void TryParse_text_with_one_character_changed_fails_there_or_is_another_architecture() =>
        Gen.Select(Generators.Architectures, Gen.Int[0, 1_000], Gen.Char).Sample((architecture, place, character) =>
        {
            var text = architecture.ToString().ToCharArray();
            text[place % text.Length] = character;
            var changed = new string(text);
            if (Cell.TryParse(changed, out var parsed, out var error))
                Assert.Equal(changed, parsed.ToString());
            else
                Assert.InRange(error.Position, 0, place % text.Length);
        });

    [Fact]
    public void TryParse_any_text_never_throws() =>
        Gen.String.Sample(text => Cell.TryParse(text, out _, out var error) || error.Position <= text.Length);
}
