using LatBench.Search.Candidates;
using LatBench.Search.Fronts;
using LatBench.Search.Strategies;
using LatBench.SearchSpaces;
using LatBench.TestKit;

namespace LatBench.Search.Tests.Fronts;

public sealed class ParetoFrontTests
{
    [Fact]
    public void Of_keeps_what_no_other_beats_in_both()
    {
        FrontPoint[] points = [Point(1, 60, 2), Point(2, 70, 3), Point(3, 65, 3), Point(4, 55, 4), Point(5, 80, 9)];

        var front = ParetoFront.Of(points);

        Assert.Equal([1, 2, 5], front.Select(point => SpaceIndex.Of(Nas201.SearchSpace)![point.Architecture]));
    }

    [Fact]
    public void Choose_looks_along_the_whole_front()
    {
        var latency = CandidateSet.OfSpace(Nas201.SearchSpace).All.ToDictionary(architecture => architecture, architecture => (double)Nas201.SearchSpace.Costs(architecture, Nas201.SearchSpace.DefaultInput).Macs);
        var strategy = new FrontStrategy(SearchStrategies.Named("latbench"), architecture => latency[architecture]);

        var front = Area(strategy);

        Assert.True(front > Area(SearchStrategies.Named("random")));

        double Area(ISearchStrategy chooser)
        {
            var run = new SearchRun(chooser, CandidateSet.OfSpace(Nas201.SearchSpace), 40, 4);
            Answers.Best(run, 5);
            return AreaOf(ParetoFront.Of(run.Evaluations.Select(evaluation => new FrontPoint(evaluation.Architecture, evaluation.Accuracy!.Value, latency[evaluation.Architecture]))));
        }
    }

    /// <summary>The area between a front and the corner of 50 % and 300 million MACs.</summary>
    private static double AreaOf(IReadOnlyList<FrontPoint> front)
    {
        var (area, floor) = (0.0, 50.0);
        foreach (var point in front.Where(point => point.LatencyMs < 3e8 && point.Accuracy > floor))
        {
            area += (3e8 - point.LatencyMs) * (point.Accuracy - floor);
            floor = point.Accuracy;
        }

        return area;
    }

    private static FrontPoint Point(int index, double accuracy, double latencyMs) => new(Nas201.All[index], accuracy, latencyMs);
}
