using LatBench.Search.Candidates;
using LatBench.Search.Strategies;
using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;
using LatBench.TestKit;

namespace LatBench.Search.Tests.Limits;

/// <summary>The behaviour of strategies with candidates that may miss the limit.</summary>
public sealed class ChancesTests
{
    private static readonly StrategyOptions Small = new() { Hidden = 16, Epochs = 5, Iterations = 4 };

    [Theory]
    [InlineData("random")]
    [InlineData("evolution")]
    [InlineData("local-search")]
    [InlineData("brp-nas")]
    [InlineData("gcn")]
    public void Who_does_not_weigh_chances_takes_likely_candidates_only(string name)
    {
        var run = new SearchRun(SearchStrategies.Named(name, Small), CandidateSet.OfSpace(Nas201.SearchSpace), 24, 3) { Chance = Chance };

        Answers.Best(run, 6);

        Assert.All(run.Asked, architecture => Assert.True(Chance(architecture) >= 0.5));
    }

    [Theory]
    [InlineData("latbench")]
    [InlineData("gaussian-process")]
    public void Who_weighs_chances_tries_an_unlikely_candidate_that_promises_more(string name)
    {
        var run = new SearchRun(SearchStrategies.Named(name), CandidateSet.OfSpace(Nas201.SearchSpace), 60, 3) { Chance = Chance };

        Answers.Best(run, 5);

        var unlikely = run.Asked.Where(architecture => Chance(architecture) < 0.5).ToArray();
        Assert.NotEmpty(unlikely);
        Assert.True(unlikely.Length < 45, $"{unlikely.Length} of {run.Asked.Count} are unlikely");
        Assert.All(run.Asked.Take(10), architecture => Assert.True(Chance(architecture) >= 0.5));
    }

    [Fact]
    public void Few_likely_candidates_do_not_end_a_search()
    {
        var few = CandidateSet.Of(Nas201.SearchSpace, CandidateSet.OfSpace(Nas201.SearchSpace).All.Where((_, place) => place % 800 == 0));
        var run = new SearchRun(SearchStrategies.Named("random"), few, 100, 1) { Chance = architecture => architecture == few.All[0] ? 0.9 : 0.1 };

        Assert.Equal(few.Count, run.Suggest(100, TestContext.Current.CancellationToken).Count);
    }

    /// <summary>More than three convolutions hardly meet the limit.</summary>
    private static double Chance(Architecture architecture) =>
        architecture.Cell().Operations.Count(operation => operation is Operation.NorConv1x1 or Operation.NorConv3x3) > 3 ? 0.3 : 0.9;
}
