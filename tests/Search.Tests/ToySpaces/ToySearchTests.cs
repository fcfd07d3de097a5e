using LatBench.Prediction;
using LatBench.Search.Candidates;
using LatBench.Search.Evaluations;
using LatBench.Search.Strategies;
using LatBench.SearchSpaces;
using LatBench.TestKit.ToySpaces;

namespace LatBench.Search.Tests.ToySpaces;

/// <summary>A space outside of src/, which has no kernel of its own, is searched.</summary>
public sealed class ToySearchTests
{
    private static readonly ToySpace Space = new();

    [Fact]
    public void OfSpace_has_one_candidate_for_each_network()
    {
        var candidates = CandidateSet.OfSpace(Space);

        Assert.Equal(SpaceIndex.Of(Space)!.Measurable.Select(Space.Canonicalize).Distinct().Count(), candidates.Count);
        Assert.All(candidates.All, architecture => Assert.Equal(architecture, Space.Canonicalize(architecture)));
    }

    [Theory]
    [InlineData("latbench")]
    [InlineData("gaussian-process")]
    [InlineData("evolution")]
    [InlineData("local-search")]
    [InlineData("random")]
    public void Choose_suggests_every_candidate_once(string name)
    {
        var run = Run(name, CandidateSet.OfSpace(Space).Count);

        Assert.Equal(CandidateSet.OfSpace(Space).All.Order(Comparer<Architecture>.Create((a, b) => string.CompareOrdinal(a.Text, b.Text))), run.Asked.Order(Comparer<Architecture>.Create((a, b) => string.CompareOrdinal(a.Text, b.Text))));
    }

    [Fact]
    public void Latbench_finds_the_best_network_early() => Assert.Contains("conv>conv>depthwise", Run("latbench", 25).Asked.Select(architecture => architecture.Text));

    [Theory]
    [InlineData("brp-nas")]
    [InlineData("gcn")]
    public void Choose_graph_network_on_a_space_without_graph_is_refused(string name) =>
        Assert.Contains("no cell graph", Assert.Throws<PredictionException>(() => Run(name, 20)).Message, StringComparison.Ordinal);

    private static SearchRun Run(string name, int budget)
    {
        var run = new SearchRun(SearchStrategies.Named(name), CandidateSet.OfSpace(Space), budget, 1);
        while (run.Suggest(5, TestContext.Current.CancellationToken) is { Count: > 0 } suggestions)
        {
            foreach (var architecture in suggestions)
                run.Report(new Evaluation(architecture, Accuracy(architecture.Text)));
        }

        return run;
    }

    /// <summary>Two convolutions and then a depthwise one are the best.</summary>
    private static double Accuracy(string text)
    {
        var words = text.Split('>');
        return 50 + (10 * words.Count(word => word == "conv")) + (words[2] == "depthwise" ? 15 : 0) - (words.Count(word => word == "pool") * 3);
    }
}
