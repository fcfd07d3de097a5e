using LatBench.Measurements;
using LatBench.Prediction.Labels;
using LatBench.TestKit;

namespace LatBench.Prediction.Tests.Labels;

public sealed class TrainingLabelsTests
{
    [Fact]
    public void Of_splits_one_in_ten_and_repeats_with_the_seed()
    {
        var labels = SyntheticLabels.Draw(50, 1);

        var (one, two, other) = (TrainingLabels.Of(Nas201.SearchSpace, labels, 1), TrainingLabels.Of(Nas201.SearchSpace, labels, 1), TrainingLabels.Of(Nas201.SearchSpace, labels, 2));

        Assert.Equal((45, 5), (one.Train.Count, one.Validation.Count));
        Assert.Equal(one.Validation, two.Validation);
        Assert.NotEqual(one.Validation, other.Validation);
        Assert.Equal(labels.OrderBy(label => label.Architecture.Code()), one.All.OrderBy(label => label.Architecture.Code()));
    }

    [Fact]
    public void Of_too_few_labels_says_how_many_are_needed() => Refuses(SyntheticLabels.Draw(9, 1), "9 labels of 9 networks are too few");

    [Fact]
    public void Of_labels_of_one_cell_are_too_few_however_many()
    {
        var cell = Nas201.Parse("000100").Cell().EffectiveCell;
        LabelledArchitecture[] twins = [.. Nas201.Measurable.Where(a => a.Cell().EffectiveCell == cell).Take(30).Select((a, i) => new LabelledArchitecture(a, Latency.FromMilliseconds(1 + i)))];

        Refuses(twins, $"{twins.Length} labels of 1 networks are too few");
    }

    [Fact]
    public void Of_labels_of_one_cell_stay_on_one_side()
    {
        var labels = SyntheticLabels.Draw(2000, 1);

        var split = TrainingLabels.Of(Nas201.SearchSpace, labels, 1);

        Assert.InRange(split.Validation.Count, 200, 250);
        Assert.Empty(NetworkSplit.Networks(Nas201.SearchSpace, split.Train).Select(cell => cell.Key).Intersect(NetworkSplit.Networks(Nas201.SearchSpace, split.Validation).Select(cell => cell.Key)));
    }

    [Fact]
    public void Of_constant_labels_is_refused() =>
        Refuses([.. SyntheticLabels.Draw(20, 1).Select(label => label with { Latency = Latency.FromMilliseconds(1) })], "1.000 ms: nothing can be learnt");

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Of_impossible_latency_is_refused(double milliseconds) =>
        Refuses([.. SyntheticLabels.Draw(20, 1), new(Nas201.Parse("000100"), Latency.FromMilliseconds(milliseconds))], "Architecture 000100");

    [Fact]
    public void Of_unreachable_architecture_is_refused() =>
        Refuses([.. SyntheticLabels.Draw(20, 1), new(Nas201.Parse("000000"), Latency.FromMilliseconds(1))], "no path from input to output");

    [Fact]
    public void Of_two_latencies_of_one_architecture_are_refused()
    {
        var labels = SyntheticLabels.Draw(20, 1);

        Refuses([.. labels, labels[3] with { Latency = labels[3].Latency + labels[3].Latency }], $"Architecture {labels[3].Architecture.Code()} has two latencies");
    }

    [Fact]
    public void Of_plain_repetitions_are_taken()
    {
        var labels = SyntheticLabels.Draw(20, 1);

        Assert.Equal(21, TrainingLabels.Of(Nas201.SearchSpace, [.. labels, labels[3]], 1).All.Count);
    }

    private static void Refuses(LabelledArchitecture[] labels, string reason) =>
        Assert.Contains(reason, Assert.Throws<PredictionException>(() => TrainingLabels.Of(Nas201.SearchSpace, labels, 1)).Message);
}
