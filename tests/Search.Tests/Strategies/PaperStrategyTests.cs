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

    private static readonly GcnOptions Network = new() { Hidden = 16, Epochs = 10, LearningRate = 1e-3, UsesCosineAnnealing = true };

    [Theory]
    [InlineData(true, 5)]
    [InlineData(true, 1)]
    [InlineData(false, 5)]
    [InlineData(false, 1)]
    public void Suggest_of_a_kept_strategy_is_that_of_one_that_begins_anew(bool learnsRelation, int iterations)
    {
        var options = Options(learnsRelation, iterations);
        var (kept, anew) = (Run(new PaperStrategy(options, 1)), Run(new Anew(options)));
        Answers.Best(kept, options.BatchSize);
        Answers.Best(anew, options.BatchSize);

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
                Report(run, run.Suggest(options.BatchSize, TestContext.Current.CancellationToken));
        }

        for (var i = 0; i < 10; i++)
            Report(single, single.Suggest(1, TestContext.Current.CancellationToken));
        Report(whole, whole.Suggest(10, TestContext.Current.CancellationToken));

        Assert.Equal(whole.Asked, single.Asked);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Best_beats_chance(bool learnsRelation)
    {
        var options = Options(learnsRelation, 5) with { Network = Network with { Hidden = 32, Epochs = 200 } };
        ulong[] seeds = [1, 2, 3];

        var mean = seeds.Average(seed => Answers.Best(Run(new PaperStrategy(options, 1), seed), options.BatchSize));
        var chance = seeds.Average(seed => Answers.Best(Run(SearchStrategies.Named("random"), seed), options.BatchSize));

        Assert.True(mean > chance, $"{mean} against {chance}");
    }

    [Fact]
    public void Suggest_draws_the_random_half_from_the_best_part_of_the_ranking()
    {
        // A search of one iteration gives its whole ranking, and it has the same network: the same seed, labels and epochs.
        var options = Options(true, 2) with { Trainings = 40 };
        var run = Run(new PaperStrategy(options, 1), budget: 40);
        Report(run, run.Suggest(20, TestContext.Current.CancellationToken));
        var second = run.Suggest(20, TestContext.Current.CancellationToken);
        var ranked = Run(new PaperStrategy(options with { Iterations = 1, Trainings = 20, Network = Network with { Epochs = Network.Epochs / 2 } }, 1), budget: 6000);
        var again = ranked.Suggest(20, TestContext.Current.CancellationToken);
        Report(ranked, again);
        var order = ranked.Suggest(5000, TestContext.Current.CancellationToken).ToList();

        Assert.Equal(run.Asked.Take(20), again);
        Assert.Equal(order.Take(10), second.Take(10));
        Assert.All(second.Skip(10), architecture => Assert.InRange(order.IndexOf(architecture), 10, Candidates.Count / 2));
    }

    [Fact]
    public void Named_unknown_lists_the_names() =>
        Assert.Equal("'gcn' is none of brp-nas-paper, gcn-paper, brp-nas-paper-once, gcn-paper-once.", Assert.Throws<SearchException>(() => PaperStrategies.Named("gcn", 1)).Message);

    private static PaperOptions Options(bool learnsRelation, int iterations) => new("paper", learnsRelation, iterations) { Trainings = 20, Network = Network };

    private static SearchRun Run(ISearchStrategy strategy, ulong seed = 4, int budget = 30) => new(strategy, Candidates, budget, seed);

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
