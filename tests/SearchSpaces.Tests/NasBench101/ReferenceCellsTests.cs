using System.Text.Json;
using LatBench.SearchSpaces.NasBench101;
using LatBench.SearchSpaces.NasBench101.Hashing;
using LatBench.SearchSpaces.NasBench101.Network;
using LatBench.SearchSpaces.NasBench101.Texts;

namespace LatBench.SearchSpaces.Tests.NasBench101;

/// <summary>The published program's answers about 105 cells, and about specifications that it refuses.</summary>
public sealed class ReferenceCellsTests
{
    private static readonly ISearchSpace Space101 = SearchSpaceRegistry.BuiltIn["nas-bench-101"];

    [Fact]
    public void Parse_leaves_out_the_same_vertices() => ForEach((cell, json) =>
        Assert.Equal(Space101.Parse(ReferenceCells.Json(json, "pruned_")), CellTexts.Of(cell)));

    [Fact]
    public void CellHash_is_the_published_one() => ForEach((cell, json) => Assert.Equal(Text(json, "hash"), CellHash.Of(cell)));

    [Fact]
    public void CanonicalForm_is_the_published_representative() => ForEach((cell, json) =>
    {
        Assert.Equal(Space101.Parse(ReferenceCells.Json(json, "canonical_")), CellTexts.Of(CanonicalForm.Of(cell)));
        Assert.Equal(Text(json, "hash"), CellHash.Of(CanonicalForm.Of(cell)));
    });

    [Fact]
    public void VertexChannels_are_the_published_ones() => ForEach((cell, json) =>
    {
        foreach (var stage in json.GetProperty("vertex_channels").EnumerateObject())
        {
            var ends = stage.Name.Split("->").Select(int.Parse).ToArray();
            Assert.Equal(stage.Value.EnumerateArray().Select(one => one.GetInt32()), VertexChannels.Of(cell, ends[0], ends[1]));
        }
    });

    [Fact]
    public void CostCounts_are_the_published_ones() => ForEach((cell, json) =>
    {
        Assert.Equal(new Costs(json.GetProperty("macs_32x32").GetInt64(), json.GetProperty("trainable_params").GetInt64()), CostCounts.Of(cell, Space101.DefaultInput));
        Assert.Equal(json.GetProperty("canonical_trainable_params").GetInt64(), Space101.Costs(CellTexts.Of(cell), Space101.DefaultInput).Parameters);
    });

    [Fact]
    public void BuildGraph_has_the_published_costs() => ForEach((cell, json) =>
    {
        Assert.Equal(CostCounts.Of(cell, Space101.DefaultInput), Count(NetworkBuilder.Build(cell, Space101.DefaultInput)));
        Assert.Equal(
            json.GetProperty("canonical_trainable_params").GetInt64(),
            Count(Space101.BuildGraph(CellTexts.Of(cell), Space101.DefaultInput, GraphVariant.Pruned)).Parameters);
        Assert.Equal(
            json.GetProperty("trainable_params").GetInt64(),
            Count(Space101.BuildGraph(CellTexts.Of(cell), Space101.DefaultInput, GraphVariant.Literal)).Parameters);
    });

    [Fact]
    public void TryParse_refuses_what_the_published_program_refuses() => Assert.All(
        ReferenceCells.Read().GetProperty("invalid").EnumerateArray(),
        json => Assert.False(Space101.TryParse(ReferenceCells.Json(json), out _, out _), json.GetProperty("note").GetString()));

    private static void ForEach(Action<Cell, JsonElement> check)
    {
        var count = 0;
        foreach (var json in ReferenceCells.Cells())
        {
            check(CellTexts.Parse(Space101.Parse(ReferenceCells.Json(json))), json);
            count++;
        }

        Assert.Equal(105, count);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static Costs Count(NetworkGraph graph)
    {
        var (macs, parameters) = (0L, 0L);
        foreach (var one in graph.Operators)
        {
            var weights = one switch
            {
                ConvolutionOperator convolution => (long)one.Output.Channels * graph[one.Inputs[0]].Output.Channels * convolution.Window.Height * convolution.Window.Width,
                LinearOperator => one.Output.Elements * graph[one.Inputs[0]].Output.Elements,
                _ => 0,
            };
            macs += weights * one.Output.Height * one.Output.Width;
            parameters += weights + one switch { NormalizationOperator => 2 * one.Output.Channels, LinearOperator => one.Output.Channels, _ => 0 };
        }

        return new Costs(macs, parameters);
    }
}
