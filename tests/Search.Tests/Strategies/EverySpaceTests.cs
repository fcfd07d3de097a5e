using LatBench.Prediction.Predictors.PaperGcn;
using LatBench.Search.Candidates;
using LatBench.Search.Evaluations;
using LatBench.Search.Strategies;
using LatBench.Search.Strategies.BrpNas;
using LatBench.SearchSpaces;

namespace LatBench.Search.Tests.Strategies;

/// <summary>Every strategy in the spaces that are too large to be listed, NAS-Bench-101 and DARTS.</summary>
public sealed class EverySpaceTests
{
    private const int Budget = 24;

    private static readonly StrategyOptions Small = new() { Hidden = 16, Epochs = 5, Iterations = 4 };

    public static TheoryData<string, string> Cases => new(from space in new[] { "nas-bench-101", "darts" } from name in SearchStrategies.Names select (space, name));

    public static TheoryData<string, string> PaperCases => new(from space in new[] { "nas-bench-101", "darts" } from name in PaperStrategies.Names select (space, name));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Suggest_gives_measurable_architectures_each_once_and_the_same_for_a_seed(string space, string name)
    {
        var asked = Ask(space, 5);

        Assert.Equal(Budget, asked.Count);
        Assert.Distinct(asked.Select(SearchSpaceRegistry.BuiltIn[space].Representative));
        Assert.All(asked, architecture => Assert.Null(SearchSpaceRegistry.BuiltIn[space].WhyNotMeasurable(architecture)));
        Assert.Equal(asked, Ask(space, 5));
        Assert.NotEqual(asked, Ask(space, 6));

        IReadOnlyList<Architecture> Ask(string within, ulong seed) => Run(within, SearchStrategies.Named(name, Small), seed, 6);
    }

    [Theory]
    [MemberData(nameof(PaperCases))]
    public void Suggest_of_the_strategies_of_the_paper_gives_candidates_each_once(string space, string name)
    {
        var isOnce = name.EndsWith("once", StringComparison.Ordinal);
        var options = new PaperOptions(name, name.StartsWith("brp-nas", StringComparison.Ordinal), isOnce ? 1 : 4)
        {
            Trainings = 20,
            Network = new GcnOptions { Hidden = 16, Epochs = 8, LearningRate = 1e-3, UsesCosineAnnealing = true },
        };

        var asked = Run(space, new PaperStrategy(options, 1), 5, options.BatchSize);

        Assert.Equal(Budget, asked.Count);
        Assert.Distinct(asked);
    }

    private static IReadOnlyList<Architecture> Run(string name, ISearchStrategy strategy, ulong seed, int batch)
    {
        var space = SearchSpaceRegistry.BuiltIn[name];
        var run = new SearchRun(strategy, CandidateSet.Of(space, space.Sample(150, 1)), Budget, seed) { Growth = strategy is PaperStrategy ? null : CandidateGrowth.Unlimited };
        while (run.Suggest(batch, TestContext.Current.CancellationToken) is { Count: > 0 } suggestions)
        {
            foreach (var architecture in suggestions)
                run.Report(new Evaluation(architecture, Math.Min(99, 50 + (5 * Math.Log10(space.Costs(architecture, space.DefaultInput).Macs)))));
        }

        return run.Asked;
    }
}
