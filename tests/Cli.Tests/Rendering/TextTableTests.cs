using LatBench.Cli.Rendering;

namespace LatBench.Cli.Tests.Rendering;

public sealed class TextTableTests
{
    private static readonly TableColumn[] Columns = ["NAME", TableColumn.FreeText("SOURCE"), "COUNT"];

    [Fact]
    public void Lines_without_a_width_are_whole()
    {
        var source = new string('s', 5000);
        var lines = TextTable.Lines(Columns, [["a", source, "1"]], null, "…").ToArray();
        Assert.Equal($"a     {source}  1", lines[1]);
    }

    [Fact]
    public void Lines_shortens_free_text_alone_and_only_as_far_as_needed()
    {
        var lines = TextTable.Lines(Columns, [["first", "a source of some length", "12345"], ["second", "short", "2"]], 30, "…").ToArray();
        Assert.Equal(
            [
                "NAME    SOURCE           COUNT",
                "first   a source of so…  12345",
                "second  short            2",
            ],
            lines);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void Lines_narrower_than_the_values_keeps_every_value(int width)
    {
        var name = new string('n', 70);
        var lines = TextTable.Lines(Columns, [[name, "a source of some length", "12345"]], width, "...").ToArray();
        Assert.Equal($"{name}  a sou...  12345", lines[1]);
    }

    [Fact]
    public void Lines_replaces_control_characters() => Assert.Equal("a  b [31m", TextTable.Lines(["X", "Y"], [["a", "b\u001b[31m"]], null, "…").Last());

    [Fact]
    public void Pairs_keeps_values_whole()
    {
        var value = new string('v', 300);
        Assert.Equal(["A     x", $"Long  {value}"], TextTable.Pairs([("A", "x"), ("Long", value)]));
    }

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("データ", 6)]
    [InlineData("e\u0301", 1)]
    [InlineData("🙂", 2)]
    [InlineData("±…°", 3)]
    public void Width_is_that_of_a_terminal(string text, int expected) => Assert.Equal(expected, CellWidth.Of(text));

    [Theory]
    [InlineData("データベース", 5, "デー…")]
    [InlineData("e\u0301e\u0301e\u0301", 2, "e\u0301…")]
    [InlineData("abc", 3, "abc")]
    public void Shorten_splits_no_character(string text, int columns, string expected) => Assert.Equal(expected, CellWidth.Shorten(text, columns, "…"));
}
