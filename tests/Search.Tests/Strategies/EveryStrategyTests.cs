using LatBench.Search.Candidates;
using LatBench.Search.Evaluations;
using LatBench.Search.Strategies;
using LatBench.SearchSpaces;
using LatBench.TestKit;

namespace LatBench.Search.Tests.Strategies;

public sealed class EveryStrategyTests
{
    private static readonly StrategyOptions Small = new() { Hidden = 16, Epochs = 5, Iterations = 4 };

    public static TheoryData<string> Names => [.. SearchStrategies.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Suggest_gives_new_candidates_until_the_budget_is_spent(string name)
    {
        var run = new SearchRun(SearchStrategies.Named(name, Small), CandidateSet.OfSpace(Nas201.SearchSpace), 24, 3);

        Answers.Best(run, 7);

        Assert.Equal(24, run.Asked.Count);
        Assert.Distinct(run.Asked);
        Assert.All(run.Asked, architecture => Assert.True(CandidateSet.OfSpace(Nas201.SearchSpace).Contains(architecture)));
        Assert.Empty(run.Suggest(1, TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Suggest_is_the_same_for_the_same_seed_and_another_for_another(string name)
    {
        Assert.Equal(Asked(5), Asked(5));
        Assert.NotEqual(Asked(5), Asked(6));

        IReadOnlyList<Architecture> Asked(ulong seed)
        {
            var run = new SearchRun(SearchStrategies.Named(name, Small), CandidateSet.OfSpace(Nas201.SearchSpace), 18, seed);
            Answers.Best(run, 6);
            return run.Asked;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Suggest_exhausts_a_small_set_though_nothing_or_only_failures_are_reported(string name)
    {
        var few = CandidateSet.Of(Nas201.SearchSpace, CandidateSet.OfSpace(Nas201.SearchSpace).All.Where((_, place) => place % 800 == 0));
        var run = new SearchRun(SearchStrategies.Named(name, Small), few, 1000, 1);

        var first = run.Suggest(6, TestContext.Current.CancellationToken);
        run.Report(new Evaluation(first[0], null));
        while (run.Suggest(2, TestContext.Current.CancellationToken).Count > 0)
        {
        }

        Assert.Equal(few.Count, run.Asked.Count);
    }

    [Theory]
    [InlineData("latbench")]
    [InlineData("gaussian-process")]
    [InlineData("local-search")]
    [InlineData("evolution")]
    [InlineData("brp-nas")]
    public void Best_beats_chance(string name)
    {
        var options = new StrategyOptions { Hidden = 32, Epochs = 40 };
        var strategy = SearchStrategies.Named(name, options);
        var mean = new ulong[] { 1, 2, 3 }.Average(seed => Answers.Best(new SearchRun(strategy, CandidateSet.OfSpace(Nas201.SearchSpace), 60, seed), strategy.Batch(60)));
        var chance = new ulong[] { 1, 2, 3 }.Average(seed => Answers.Best(new SearchRun(SearchStrategies.Named("random"), CandidateSet.OfSpace(Nas201.SearchSpace), 60, seed), 5));

        Assert.True(mean > chance, $"{mean} against {chance}");
    }

    [Fact]
    public void Choose_with_a_prior_begins_with_what_it_says_is_best()
    {
        var run = new SearchRun(SearchStrategies.Named("latbench"), CandidateSet.OfSpace(Nas201.SearchSpace), 10, 1) { Prior = architecture => Nas201.SearchSpace.Costs(architecture, Nas201.SearchSpace.DefaultInput).Parameters };

        Assert.Equal("333333", run.Suggest(2, TestContext.Current.CancellationToken)[0].Code());
    }

    [Fact]
    public void Choose_with_related_latencies_begins_from_what_they_taught()
    {
        Assert.NotEqual(Asked(null), Asked([.. CandidateSet.OfSpace(Nas201.SearchSpace).All.Take(60).Select((architecture, place) => (architecture, (double)place))]));

        static IReadOnlyList<Architecture> Asked(IReadOnlyList<(Architecture, double)>? related)
        {
            var run = new SearchRun(SearchStrategies.Named("brp-nas", Small), CandidateSet.OfSpace(Nas201.SearchSpace), 12, 1) { Related = related };
            Answers.Best(run, 6);
            return run.Asked;
        }
    }

    [Fact]
    public void Named_unknown_or_out_of_range_says_what_there_is()
    {
        Assert.Contains("brp-nas", Assert.Throws<SearchException>(() => SearchStrategies.Named("genetic")).Message, StringComparison.Ordinal);
        Assert.Contains("alpha", Assert.Throws<SearchException>(() => SearchStrategies.Named("brp-nas", new StrategyOptions { Alpha = 1.5 })).Message, StringComparison.Ordinal);
    }
}
