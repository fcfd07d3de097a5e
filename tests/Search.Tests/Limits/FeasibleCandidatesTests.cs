using LatBench.Measurements;
using LatBench.Prediction;
using LatBench.Search.Candidates;
using LatBench.Search.Limits;
using LatBench.TestKit;

namespace LatBench.Search.Tests.Limits;

public sealed class FeasibleCandidatesTests
{
    private static readonly CandidateSet Three = CandidateSet.Of(Nas201.SearchSpace, [Nas201.Parse("000100"), Nas201.Parse("000200"), Nas201.Parse("000300")]);

    [Fact]
    public void Of_keeps_what_may_meet_the_limit_or_what_surely_does()
    {
        Assert.Equal(["000100", "000200"], Codes(FeasibleCandidates.Of(Three, [Predicted("a", 1, 2, 3, limit: 2.1)], confident: false)));
        Assert.Equal(["000100", "000200"], Codes(FeasibleCandidates.Of(Three, [Predicted("a", 1, 2, 3, limit: 1.85)], confident: false)));
        Assert.Equal(["000100"], Codes(FeasibleCandidates.Of(Three, [Predicted("a", 1, 2, 3, limit: 1.75)], confident: false)));
        Assert.Equal(["000100"], Codes(FeasibleCandidates.Of(Three, [Predicted("a", 1, 2, 3, limit: 2.1)], confident: true)));
    }

    [Fact]
    public void Of_an_impossible_limit_says_what_the_fastest_is()
    {
        var refusal = Assert.Throws<SearchException>(() => FeasibleCandidates.Of(Three, [Predicted("a", 1, 2, 3, limit: 0.5)], confident: false));

        Assert.Equal("No network meets 0.5 ms on a: the fastest known, 000100, is predicted to take 1 ms; raise the limit.", refusal.Message);
    }

    [Fact]
    public void Of_limits_that_exclude_each_other_says_so() =>
        Assert.Contains("at once", Assert.Throws<SearchException>(() => FeasibleCandidates.Of(Three, [Predicted("a", 1, 2, 3, 1.5), Predicted("b", 3, 2, 1, 1.5)], false)).Message, StringComparison.Ordinal);

    private static string[] Codes(CandidateSet set) => [.. set.All.Select(architecture => architecture.Code())];

    private static PredictedLatencies Predicted(string target, double first, double second, double third, double limit)
    {
        double[] milliseconds = [first, second, third];
        return new PredictedLatencies(
            target,
            Three.All.Zip(milliseconds).ToDictionary(pair => pair.First, pair => new LatencyPrediction(
                Latency.FromMilliseconds(pair.Second), Latency.FromMilliseconds(pair.Second * 0.9), Latency.FromMilliseconds(pair.Second * 1.1))),
            new LatencyLimit(target, Latency.FromMilliseconds(limit)));
    }
}
