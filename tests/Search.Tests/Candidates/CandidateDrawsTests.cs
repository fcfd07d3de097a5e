using LatBench.Measurements;
using LatBench.Prediction;
using LatBench.Search.Candidates;
using LatBench.Search.Limits;
using LatBench.SearchSpaces;
using LatBench.TestKit;
using LatBench.TestKit.ToySpaces;

namespace LatBench.Search.Tests.Candidates;

/// <summary>Large samples are drawn block by block, and only some of them are kept.</summary>
public sealed class CandidateDrawsTests
{
    private static readonly ISearchSpace Toy = new ToySpace(isListed: false);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Blocks_of_a_small_space_end_with_every_network_once()
    {
        var all = CandidateDraws.Blocks(Toy, 1000).SelectMany(block => block).ToArray();

        Assert.Distinct(all);
        Assert.Equal(CandidateSet.OfSpace(new ToySpace()).All.ToHashSet(), all.ToHashSet());
    }

    [Fact]
    public void Blocks_are_as_many_as_were_asked_for_and_the_same_each_time()
    {
        var drawn = CandidateDraws.Blocks(Toy, 17).SelectMany(block => block).ToArray();

        Assert.Equal(17, drawn.Length);
        Assert.Equal(drawn, CandidateDraws.Blocks(Toy, 17).SelectMany(block => block));
    }

    [Fact]
    public async Task OfAsync_keeps_the_best_by_the_prior_within_the_limit_and_the_fastest()
    {
        var (candidates, drawn) = await CandidateScreening.OfAsync(Nas201.SearchSpace, 3000, 50, [Target(60)], false, Prior, Cancel);

        var all = CandidateDraws.Blocks(Nas201.SearchSpace, 3000).SelectMany(block => block).ToArray();
        var best = all.Where(architecture => Milliseconds(architecture) <= 60).OrderByDescending(Prior).Select(Prior).Take(50).ToArray();
        Assert.Equal(3000, drawn);
        Assert.Equal(best, candidates.All.Where(architecture => architecture != all.MinBy(Milliseconds)).OrderByDescending(Prior).Select(Prior));
        Assert.True(candidates.Contains(all.MinBy(Milliseconds)));
    }

    [Fact]
    public async Task OfAsync_without_a_prior_ends_once_enough_are_within_the_limit()
    {
        var (candidates, drawn) = await CandidateScreening.OfAsync(Nas201.SearchSpace, 8000, 10, [Target(60)], false, null, Cancel);

        Assert.InRange(candidates.Count, 10, 11);
        Assert.InRange(drawn, 10, 8000);
        Assert.All(candidates.All, architecture => Assert.True(Milliseconds(architecture) <= 60));
    }

    [Fact]
    public async Task OfAsync_with_an_impossible_limit_gives_the_fastest() =>
        Assert.Equal(
            CandidateDraws.Blocks(Nas201.SearchSpace, 500).SelectMany(block => block).Min(Milliseconds),
            Milliseconds(Assert.Single((await CandidateScreening.OfAsync(Nas201.SearchSpace, 500, 10, [Target(0.1)], true, null, Cancel)).Candidates.All)));

    private static ScreenedTarget Target(double limit) => new(
        new LatencyLimit("lab", Latency.FromMilliseconds(limit)),
        (architectures, _) => Task.FromResult<IReadOnlyList<LatencyPrediction>>([.. architectures.Select(architecture =>
        {
            var latency = Latency.FromMilliseconds(Milliseconds(architecture));
            return new LatencyPrediction(latency, latency, latency);
        })]));

    private static double Milliseconds(Architecture architecture) => 1 + (Nas201.SearchSpace.Costs(architecture, Nas201.SearchSpace.DefaultInput).Macs / 1e6) + (Prior(architecture) * 1e-9);

    private static double Prior(Architecture architecture) => architecture.Text.Aggregate(17u, (hash, character) => (hash * 31) + character);
}
