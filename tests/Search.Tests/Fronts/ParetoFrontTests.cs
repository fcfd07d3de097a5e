using LatBench.Search.Candidates;
using LatBench.Search.Fronts;
using LatBench.Search.Strategies;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Search.Tests.Fronts;

public sealed class ParetoFrontTests
{
    [Fact]
    public void Of_keeps_what_nobody_beats_in_both()
    {
        FrontPoint[] points = [Point(1, 60, 2), Point(2, 70, 3), Point(3, 65, 3), Point(4, 55, 4), Point(5, 80, 9)];

        var front = ParetoFront.Of(points);

        Assert.Equal([1, 2, 5], front.Select(point => point.Architecture.Index));
        Assert.Equal((8 * 10) + (7 * 10) + (1 * 10), ParetoFront.Area(front, 50, 10));
        Assert.Equal(0, ParetoFront.Area([], 50, 10));
    }

    [Fact]
    public void Choose_looks_along_the_whole_front()
    {
        var latency = CandidateSet.WholeSpace.All.ToDictionary(architecture => architecture, architecture => (double)CostCounts.Of(architecture, Dataset.Cifar100).Macs);
        var strategy = new FrontStrategy(SearchStrategies.Named("latbench"), latency);

        var front = Area(strategy);

        Assert.True(front > Area(SearchStrategies.Named("random")));

        double Area(ISearchStrategy chooser)
        {
            var run = new SearchRun(chooser, CandidateSet.WholeSpace, 40, 4);
            Answers.Best(run, 5);
            return ParetoFront.Area(ParetoFront.Of(run.Evaluations.Select(evaluation => new FrontPoint(evaluation.Architecture, evaluation.Accuracy!.Value, latency[evaluation.Architecture]))), 50, 3e8);
        }
    }

    private static FrontPoint Point(int index, double accuracy, double latencyMs) => new(Architecture.FromIndex(index), accuracy, latencyMs);
}
