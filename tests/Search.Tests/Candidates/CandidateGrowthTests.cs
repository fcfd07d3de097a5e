using LatBench.Search.Candidates;
using LatBench.Search.Evaluations;
using LatBench.Search.Fronts;
using LatBench.Search.Strategies;
using LatBench.SearchSpaces;
using LatBench.TestKit.ToySpaces;

namespace LatBench.Search.Tests.Candidates;

/// <summary>Searches of a space that cannot be listed begin with a sample of it and go on around what turned out to be good.</summary>
public sealed class CandidateGrowthTests
{
    private const string Optimum = "conv>conv>depthwise";

    private const int Drawn = 20;

    private const int Budget = 20;

    private static readonly ToySpace Space = new(isListed: false);

    private static readonly ulong[] Seeds = [.. Enumerable.Range(1, 20).Select(seed => (ulong)seed)];

    [Theory]
    [InlineData("latbench")]
    [InlineData("evolution")]
    [InlineData("local-search")]
    public void Choose_finds_the_optimum_more_often_than_random_draws(string name)
    {
        var (found, chance) = (Found(name), Found("random"));
        Assert.True(found > chance, $"{name} found the optimum in {found} of {Seeds.Length} searches, random in {chance}");
        Assert.InRange(found, Seeds.Length * 3 / 4, Seeds.Length);
    }

    [Theory]
    [InlineData("latbench")]
    [InlineData("evolution")]
    [InlineData("local-search")]
    public void Choose_leaves_the_drawn_candidates_and_suggests_each_network_once(string name)
    {
        var run = Run(name, 3, CandidateGrowth.Unlimited);

        Assert.Contains(run.Asked, architecture => !Sample(3).Contains(architecture));
        Assert.Distinct(run.Asked.Select(((ISearchSpace)Space).Representative));
        Assert.All(run.Asked, architecture => Assert.Null(Space.WhyNotMeasurable(architecture)));
        Assert.Equal(run.Asked, Run(name, 3, CandidateGrowth.Unlimited).Asked);
    }

    [Theory]
    [InlineData("latbench")]
    [InlineData("evolution")]
    [InlineData("local-search")]
    public void Choose_suggests_nothing_that_is_not_admitted(string name)
    {
        var run = Run(name, 3, CandidateGrowth.Unlimited.Where(architecture => !architecture.Text.Contains("depthwise", StringComparison.Ordinal)));

        Assert.Contains(run.Asked, architecture => !Sample(3).Contains(architecture));
        Assert.All(run.Asked.Where(architecture => !Sample(3).Contains(architecture)), architecture => Assert.DoesNotContain("depthwise", architecture.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("latbench")]
    [InlineData("evolution")]
    [InlineData("local-search")]
    public void Choose_without_growth_suggests_the_drawn_candidates_only(string name)
    {
        var run = Run(name, 3, null);

        Assert.Equal(Drawn, run.Asked.Count);
        Assert.All(run.Asked, architecture => Assert.True(Sample(3).Contains(architecture)));
    }

    [Fact]
    public void Choose_of_a_front_asks_for_the_latency_of_what_joins()
    {
        var run = Run(new FrontStrategy(SearchStrategies.Named("local-search"), architecture => Space.Costs(architecture, Space.DefaultInput).Macs), 3, CandidateGrowth.Unlimited);

        Assert.Equal(Budget, run.Asked.Count);
        Assert.Contains(run.Asked, architecture => !Sample(3).Contains(architecture));
    }

    [Theory]
    [InlineData("latbench")]
    [InlineData("evolution")]
    [InlineData("local-search")]
    [InlineData("random")]
    public void Suggest_goes_on_where_all_drawn_candidates_were_suggested(string name)
    {
        var run = new SearchRun(SearchStrategies.Named(name), CandidateSet.Of(Space, Space.Sample(2, 1)), Budget, 1) { Growth = CandidateGrowth.Unlimited };
        while (run.Suggest(3, TestContext.Current.CancellationToken) is { Count: > 0 } suggestions)
            run.Report(new Evaluation(suggestions[0], Accuracy(suggestions[0].Text)));

        Assert.Equal(Budget, run.Asked.Count);
        Assert.Distinct(run.Asked);
    }

    [Fact]
    public void With_adds_behind_the_others_and_knows_their_functions()
    {
        var few = Sample(1);
        Architecture[] others = [.. CandidateGrowth.Unlimited.Admit(few, Space.Sample(40, 2)).Take(3)];
        var more = few.With(others);

        Assert.Equal([.. few.All, .. others], more.All);
        Assert.All(others, other => Assert.Equal(other, more.Twin(other)));
        Assert.All(others, other => Assert.Null(few.Twin(other)));
        Assert.Empty(CandidateGrowth.Unlimited.Admit(more, others));
        Assert.Null(more.Where(architecture => architecture != others[0]).Twin(others[0]));
    }

    private static int Found(string name) => Seeds.Count(seed => Run(name, seed, CandidateGrowth.Unlimited).Asked.Any(architecture => architecture.Text == Optimum));

    private static CandidateSet Sample(ulong seed) => CandidateSet.Of(Space, Space.Sample(Drawn, seed));

    private static SearchRun Run(string name, ulong seed, CandidateGrowth? growth) => Run(SearchStrategies.Named(name), seed, growth);

    private static SearchRun Run(ISearchStrategy strategy, ulong seed, CandidateGrowth? growth)
    {
        var run = new SearchRun(strategy, Sample(seed), Budget, seed) { Growth = growth };
        while (run.Suggest(2, TestContext.Current.CancellationToken) is { Count: > 0 } suggestions)
        {
            foreach (var architecture in suggestions)
                run.Report(new Evaluation(architecture, Accuracy(architecture.Text)));
        }

        return run;
    }

    private static double Accuracy(string text)
    {
        var words = text.Split('>');
        return 50 + (10 * words.Count(word => word == "conv")) + (words[2] == "depthwise" ? 15 : 0) - (words.Count(word => word == "pool") * 3);
    }
}
