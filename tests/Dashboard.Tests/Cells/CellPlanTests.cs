using LatBench.Dashboard.Cells;
using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Dashboard.Tests.Cells;

public sealed class CellPlanTests
{
    [Fact]
    public void NasBench201_cell_has_an_edge_for_each_operation_and_marks_the_dead_ones()
    {
        // Node 1 leads nowhere: the operation on the edge to it is without effect.
        var plan = Assert.Single(CellPlans.Of("nas-bench-201", Cell.Parse("300100").ToString(), new Dictionary<string, double> { ["0-3"] = 0.25 }));

        Assert.Equal(["nor_conv_3x3", "none", "none", "skip_connect", "none", "none"], plan.Edges.Select(edge => edge.Label!.Text));
        Assert.Equal(["dead", "none", "none", "skip", "none", "none"], plan.Edges.Select(edge => edge.Kind));
        Assert.Equal([null, null, null, 0.25, null, null], plan.Edges.Select(edge => edge.Label!.Share));
        Assert.Equal(["in", "1", "2", "out"], plan.Nodes.Select(node => node.Text));
    }

    [Theory]
    [InlineData("nas-bench-201", 1, false)]
    [InlineData("nas-bench-201", 1, true)]
    [InlineData("nas-bench-101", 1, false)]
    [InlineData("nas-bench-101", 1, true)]
    [InlineData("darts", 2, false)]
    public void Boxes_of_random_cells_lie_within_the_drawing_and_apart(string space, int drawings, bool withShares)
    {
        string[] places = ["0-1", "0-2", "1-2", "0-3", "1-3", "2-3", "1", "2", "3", "4", "5"];
        var shares = withShares ? places.ToDictionary(place => place, _ => 0.123) : null;
        foreach (var architecture in SearchSpaceRegistry.BuiltIn[space].Sample(40, 7))
        {
            var plans = CellPlans.Of(space, architecture.Text, shares);

            Assert.Equal(drawings, plans.Count);
            foreach (var plan in plans)
            {
                DrawnNode[] boxes = [.. plan.Nodes, .. plan.Edges.Select(edge => edge.Label).OfType<DrawnNode>()];
                Assert.All(boxes, box => Assert.True(
                    box.X - (box.Width / 2) >= 0 && box.X + (box.Width / 2) <= plan.Width && box.Y - (box.Height / 2) >= 0 && box.Y + (box.Height / 2) <= plan.Height, $"{architecture.Text}: {box}"));
                foreach (var (first, second) in boxes.SelectMany((box, i) => boxes.Skip(i + 1).Select(other => (box, other))))
                {
                    var apart = Math.Abs(first.X - second.X) >= (first.Width + second.Width) / 2 || Math.Abs(first.Y - second.Y) >= (first.Height + second.Height) / 2;
                    Assert.True(apart, $"{architecture.Text}: {first.Text} on {second.Text}");
                }
            }
        }
    }

    [Fact]
    public void Layers_follow_the_longest_path_and_long_edges_pass_the_layers_between()
    {
        var layout = LayeredLayout.Of(4, [(0, 1), (1, 2), (2, 3), (0, 3)]);

        Assert.Equal([0, 1, 2, 3], layout.Layers);
        Assert.Equal([0, 0, 0, 2], layout.Passed.Select(passed => passed.Count));
        Assert.Equal([1, 2], layout.Passed[3].Select(place => place.Layer));
        Assert.True(Math.Abs(layout.Passed[3][0].Row - layout.Rows[1]) >= 1);
    }

    [Fact]
    public void NasBench101_text_is_written_as_it_was_read()
    {
        foreach (var architecture in SearchSpaceRegistry.BuiltIn["nas-bench-101"].Sample(100, 3))
            Assert.Equal(architecture.Text, NasBench101Text.Parse(architecture.Text).ToString());
    }
}
