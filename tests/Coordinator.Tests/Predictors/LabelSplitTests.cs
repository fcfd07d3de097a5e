using LatBench.Coordinator.Predictors.Training;
using LatBench.Prediction.Labels;
using LatBench.SearchSpaces;
using LatBench.TestKit;

namespace LatBench.Coordinator.Tests.Predictors;

public sealed class LabelSplitTests
{
    [Fact]
    public void Of_a_table_with_twins_holds_out_whole_cells()
    {
        var job = Job(Nas201.Sample(3000, 1)) with { HeldOutShare = 0.1 };

        var split = LabelSplit.Of(Nas201.SearchSpace, job);

        Assert.InRange(split.HeldOut.Count, 300, 350);
        Assert.Equal(3000, split.Seen.Count + split.HeldOut.Count);
        Assert.Empty(Cells(split.Seen).Intersect(Cells(split.HeldOut)));
    }

    [Fact]
    public void Of_labels_of_few_cells_holds_nothing_out()
    {
        var twins = Nas201.Measurable.GroupBy(architecture => Nas201.SearchSpace.Canonicalize(architecture)).Where(cell => cell.Count() >= 6).Take(2).SelectMany(cell => cell.Take(6));

        var split = LabelSplit.Of(Nas201.SearchSpace, Job([.. twins]) with { HeldOutShare = 0.1 });

        Assert.Equal((12, 0), (split.Seen.Count, split.HeldOut.Count));
    }

    [Fact]
    public void Of_an_adaptation_takes_one_label_of_each_cell_and_judges_by_other_cells()
    {
        var job = Job(Nas201.Sample(400, 1)) with
        {
            Samples = 10,
            Priors = [new PriorTable("a", Labels(Nas201.Measurable, 1)), new PriorTable("b", Labels(Nas201.Measurable, 2))],
        };

        var split = LabelSplit.Of(Nas201.SearchSpace, job);

        Assert.Equal(10, split.Seen.Count);
        Assert.Equal(10, Cells(split.Seen).Distinct().Count());
        Assert.NotEmpty(split.HeldOut);
        Assert.Empty(Cells(split.Seen).Intersect(Cells(split.HeldOut)));
    }

    private static IEnumerable<Architecture> Cells(IEnumerable<LabelledArchitecture> labels) => labels.Select(label => Nas201.SearchSpace.Canonicalize(label.Architecture));

    private static TrainingJob Job(IReadOnlyList<Architecture> architectures) => new()
    {
        SearchSpace = "nas-bench-201",
        Trainer = "linear",
        Seed = 1,
        Threads = 1,
        HeldOutShare = 0.1,
        Pruned = true,
        Labels = Labels(architectures, 1),
    };

    private static LatencyList Labels(IReadOnlyList<Architecture> architectures, double power) =>
        new([.. architectures.Select(architecture => architecture.Text)], [.. architectures.Select(architecture => Milliseconds(architecture, power))]);

    private static double Milliseconds(Architecture architecture, double power) =>
        1 + architecture.Cell().EffectiveCell.Cell.Operations.Sum(operation => Math.Pow((double)operation, power));
}
