using LatBench.Prediction.Predictors.PaperGcn;
using LatBench.Search.Candidates;
using LatBench.Search.Evaluations;
using LatBench.Search.Strategies;
using LatBench.Search.Strategies.BrpNas;
using LatBench.SearchSpaces;
using LatBench.TestKit;

namespace LatBench.Search.Tests.Strategies;

public sealed class PaperStrategyTests
{
    private static readonly CandidateSet Candidates = CandidateSet.OfSpace(Nas201.SearchSpace);

    private static readonly GcnOptions Network = new() { Hidden = 16, Epochs = 10, LearningRate = 1e-3, FallsByCosine = true };

    [Theory]
    [InlineData(true, 5)]
    [InlineData(true, 1)]
    [InlineData(false, 5)]
    [InlineData(false, 1)]
    public void Suggest_of_a_kept_strategy_is_that_of_one_that_begins_anew(bool learnsRelation, int iterations)
    {
        var options = Options(learnsRelation, iterations);
        var (kept, anew) = (Run(new PaperStrategy(options, 1)), Run(new Anew(options)));
        Answers.Best(kept, options.Share);
        Answers.Best(anew, options.Share);

        Assert.Equal(30, kept.Asked.Count);
        Assert.Distinct(kept.Asked);
        Assert.Equal(kept.Asked, anew.Asked);
    }

    [Fact]
    public void Suggest_after_the_last_iteration_follows_one_ranking()
    {
        var options = Options(true, 5);
        var (single, whole) = (Run(new PaperStrategy(options, 1)), Run(new PaperStrategy(options, 1)));
        foreach (var run in new[] { single, whole })
        {
            while (run.Asked.Count < options.Trainings)
                Report(run, run.Suggest(options.Share, TestContext.Current.CancellationToken));
        }

        for (var i = 0; i < 10; i++)
            Report(single, single.Suggest(1, TestContext.Current.CancellationToken));
        Report(whole, whole.Suggest(10, TestContext.Current.CancellationToken));

        Assert.Equal(whole.Asked, single.Asked);
    }

    [Fact]
    public void Named_unknown_lists_the_names() =>
        Assert.Equal("'gcn' is none of brp-nas-paper, gcn-paper, brp-nas-paper-once, gcn-paper-once.", Assert.Throws<SearchException>(() => PaperSearches.Named("gcn", 1)).Message);

    private static PaperOptions Options(bool learnsRelation, int iterations) => new("paper", learnsRelation, iterations) { Trainings = 20, Network = Network };

    private static SearchRun Run(ISearchStrategy strategy) => new(strategy, Candidates, 30, 4);

    private static void Report(SearchRun run, IEnumerable<Architecture> asked)
    {
        foreach (var architecture in asked)
            run.Report(new Evaluation(architecture, Answers.Accuracy(architecture)));
    }

    private sealed class Anew(PaperOptions options) : ISearchStrategy
    {
        public string Name => options.Name;

        public IReadOnlyList<Architecture> Choose(SearchView view, int count, CancellationToken cancellationToken = default) =>
            new PaperStrategy(options, 1).Choose(view, count, cancellationToken);
    }
}
