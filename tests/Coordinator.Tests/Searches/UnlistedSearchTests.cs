using LatBench.Contracts.V1;
using LatBench.SearchSpaces;
using LatBench.TestKit.ToySpaces;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Searches;

/// <summary>A search of a space that cannot be listed leaves the candidates that were drawn.</summary>
public sealed class UnlistedSearchTests : IAsyncLifetime
{
    private const int Drawn = 6;

    private const int Budget = 15;

    private readonly RunningCoordinator _coordinator = new()
    {
        Change = options => options with { SearchSpaces = new SearchSpaceRegistry([.. SearchSpaceRegistry.BuiltIn.Spaces, new ToySpace(isListed: false)]) },
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SearchService.SearchServiceClient Searches => new(_coordinator.AsAdmin());

    public ValueTask InitializeAsync() => _coordinator.InitializeAsync();

    public ValueTask DisposeAsync() => _coordinator.DisposeAsync();

    [Theory]
    [InlineData("latbench")]
    [InlineData("local-search")]
    [InlineData("evolution")]
    public async Task Suggestions_join_the_candidates_and_equal_searches_suggest_the_same(string strategy)
    {
        var search = await RunAsync(strategy);

        Assert.Equal(Budget, search.Progress.Reported);
        Assert.InRange(search.Progress.Candidates, Drawn + 1, 40);
        Assert.Distinct(search.Suggestions.Select(suggestion => suggestion.Architecture));
        Assert.Equal(search.Suggestions.Select(suggestion => suggestion.Architecture), (await RunAsync(strategy)).Suggestions.Select(suggestion => suggestion.Architecture));
    }

    [Fact]
    public async Task Given_candidates_are_not_left()
    {
        var asked = Asked("local-search");
        asked.Candidates.AddRange(new[] { "conv>conv>conv", "conv>pool>skip", "depthwise>pool>conv" }.Select(text => new SearchCandidate { Architecture = text }));

        Assert.Equal(3, (await RunAsync(asked)).Suggestions.Count);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1_000_001)]
    public async Task A_sample_out_of_range_is_refused(int sample)
    {
        var asked = Asked("random");
        asked.SampledCandidates = sample;

        await RpcAssert.FailsOnAsync(Searches.CreateSearchAsync(new CreateSearchRequest { Search = asked }, cancellationToken: Cancel), "search.sampled_candidates");
    }

    [Fact]
    public async Task A_sample_larger_than_the_space_has_all_of_its_networks()
    {
        var asked = Asked("random");
        asked.SampledCandidates = 30_000;

        var search = (await Searches.CreateSearchAsync(new CreateSearchRequest { Search = asked }, cancellationToken: Cancel)).Search;

        Assert.Equal(40, search.Progress.Candidates); // the space has no more networks
    }

    private static V1.Search Asked(string strategy) => new() { SearchSpace = "toy", Strategy = strategy, Budget = Budget, Seed = 3, SampledCandidates = Drawn };

    private Task<V1.Search> RunAsync(string strategy) => RunAsync(Asked(strategy));

    private async Task<V1.Search> RunAsync(V1.Search asked)
    {
        var name = (await Searches.CreateSearchAsync(new CreateSearchRequest { Search = asked }, cancellationToken: Cancel)).Search.Name;
        while ((await Searches.SuggestArchitecturesAsync(new SuggestArchitecturesRequest { Name = name, Count = 3 }, cancellationToken: Cancel)).Suggestions is { Count: > 0 } suggested)
        {
            var reports = suggested.Select(one => new AccuracyReport { Architecture = one.Architecture, Accuracy = 50 + one.Architecture.Count(character => character == 'c') });
            await Searches.ReportAccuraciesAsync(new ReportAccuraciesRequest { Name = name, Reports = { reports } }, cancellationToken: Cancel);
        }

        return (await Searches.GetSearchAsync(new GetSearchRequest { Name = name }, cancellationToken: Cancel)).Search;
    }
}
