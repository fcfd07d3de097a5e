using LatBench.Contracts.V1;
using LatBench.Dashboard.Pages.Measurements;

namespace LatBench.Dashboard.Tests.Measurements;

public sealed class ComparedRowsTests
{
    private static readonly LabelledTarget[] All =
    [
        Row("a", "nas-bench-101", Precision.Fp32), Row("a", "nas-bench-201", Precision.Fp16), Row("a", "nas-bench-201", Precision.Fp32),
        Row("b", "nas-bench-201", Precision.Fp32), Row("b", "nas-bench-201", Precision.Int8),
        Row("c", "darts", Precision.Fp32),
    ];

    [Fact]
    public void Of_takes_what_both_targets_have_where_the_address_names_nothing()
    {
        var rows = ComparedRows.Of(All, "a", "b", null, null, null);

        Assert.Equal(["nas-bench-201"], rows.Spaces);
        Assert.Equal((All[2], All[3]), (rows.First, rows.Second));
        Assert.Equal((2, 2), (rows.FirstRows.Count, rows.SecondRows.Count));
    }

    [Fact]
    public void Of_takes_the_configurations_of_the_address()
    {
        var rows = ComparedRows.Of(All, "a", "b", "nas-bench-201", Key(All[1]), Key(All[4]));

        Assert.Equal((All[1], All[4]), (rows.First, rows.Second));
    }

    [Fact]
    public void Of_replaces_what_the_target_does_not_have()
    {
        // As a form sends it whose target was changed.
        var rows = ComparedRows.Of(All, "a", "b", "darts", Key(All[4]), Key(All[1]));

        Assert.Equal((All[1], All[3]), (rows.First, rows.Second));
    }

    [Fact]
    public void Of_targets_without_a_common_search_space_is_nothing()
    {
        var rows = ComparedRows.Of(All, "a", "c", null, null, null);

        Assert.Empty(rows.Spaces);
        Assert.Null(rows.First);
    }

    private static LabelledTarget Row(string target, string space, Precision precision) =>
        new() { Target = target, SearchSpace = space, ModelConfig = new ModelConfig { Dataset = Dataset.Cifar100, Batch = 1, Precision = precision } };

    private static string Key(LabelledTarget row) => ConfigurationKey.Of(row.ModelConfig);
}
