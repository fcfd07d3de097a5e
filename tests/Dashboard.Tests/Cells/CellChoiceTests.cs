using LatBench.Contracts.V1;
using LatBench.Dashboard.Pages.Cells;
using LatBench.SearchSpaces;
using Microsoft.AspNetCore.WebUtilities;

namespace LatBench.Dashboard.Tests.Cells;

public sealed class CellChoiceTests
{
    [Theory]
    [InlineData("?space=nas-bench-201&arch=300120", "300120")]
    [InlineData("?space=nas-bench-201&o=nor_conv_3x3&o=none&o=none&o=skip_connect&o=nor_conv_1x1&o=none", "|nor_conv_3x3~0|+|none~0|none~1|+|skip_connect~0|nor_conv_1x1~1|none~2|")]
    [InlineData("?space=nas-bench-101&n=3&e=0-1&e=1-2&e=0-2&v=maxpool3x3", "11.1|maxpool3x3")]
    [InlineData("?space=nas-bench-101&n=4&e=0-1&e=1-3&e=9-9&v=maxpool3x3", "100.01.0|maxpool3x3,conv3x3-bn-relu")]
    [InlineData("?space=nas-bench-101&arch=<script>", "<script>")]
    public void Parse_form_or_text_gives_the_text(string query, string text) => Assert.Equal(text, Parse(query).Text);

    [Theory]
    [InlineData("")]
    [InlineData("?space=nowhere&arch=")]
    [InlineData("?o=none&o=none")]
    [InlineData("?space=nas-bench-101&n=99")]
    [InlineData("?space=darts&seed=-1")]
    public void Parse_address_without_a_choice_gives_a_cell_of_the_space(string query)
    {
        var choice = Parse(query);

        Assert.True(choice.Space.TryParse(choice.Text, out _, out _));
        Assert.Null(choice.Seed);
    }

    [Fact]
    public void Parse_seed_gives_the_same_cell_again()
    {
        Assert.Equal(Parse("?space=darts&seed=5"), Parse("?space=darts&seed=5"));
        Assert.NotEqual(Parse("?space=darts&seed=5").Text, Parse("?space=darts&seed=6").Text);
    }

    [Fact]
    public void Neighbours_of_a_NasBench201_cell_say_the_change()
    {
        var space = SearchSpaceRegistry.BuiltIn["nas-bench-201"];

        var neighbours = Neighbour.Of(space, space.Parse("000100"));

        Assert.Equal(24, neighbours.Count);
        Assert.Contains(neighbours, neighbour => neighbour.Change == "0 → 3: skip_connect becomes nor_conv_3x3" && space.Parse(neighbour.Text) == space.Parse("000300"));
    }

    [Fact]
    public void Join_puts_prediction_and_measurement_of_one_target_and_configuration_together()
    {
        var (single, batch) = (new ModelConfig { Batch = 1, Dataset = Dataset.Cifar10 }, new ModelConfig { Batch = 8, Dataset = Dataset.Cifar10 });
        Predictor[] predictors = [new() { Name = "predictors/1", Target = "b", ModelConfig = single }];
        TargetLatency[] known = [new() { Target = "b", ModelConfig = single, LatencyMs = 2 }, new() { Target = "b", ModelConfig = batch, LatencyMs = 9 }, new() { Target = "a", ModelConfig = single, LatencyMs = 1 }];

        var rows = CellLatencies.Join(predictors, [new Prediction { LatencyMs = 2.2 }], known);

        Assert.Equal([("a", null, 1.0), ("b", 2.2, 2.0), ("b", null, 9.0)], rows.Select(row => (row.Target, row.Predicted?.LatencyMs, row.Known!.LatencyMs)));
    }

    private static CellChoice Parse(string query) => CellChoice.Parse(QueryHelpers.ParseQuery(query));
}
