using System.Net;
using System.Text.Json;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Tests.Rest;
using LatBench.SearchSpaces;
using LatBench.TestKit;
using LatBench.TestKit.ToySpaces;

namespace LatBench.Coordinator.Tests.Architectures;

/// <summary>Search spaces and descriptions of their architectures, over gRPC and REST; and architectures of one space where those of another are asked for.</summary>
public sealed class ArchitectureServiceTests : IAsyncLifetime
{
    private readonly RunningCoordinator _coordinator = new()
    {
        Change = options => options with { SearchSpaces = new SearchSpaceRegistry(Nas201.SearchSpace, new ToySpace(isListed: false)) },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ArchitectureService.ArchitectureServiceClient Architectures => new(_coordinator.AsAdmin());

    public ValueTask InitializeAsync() => _coordinator.InitializeAsync();

    public ValueTask DisposeAsync() => _coordinator.DisposeAsync();

    [Fact]
    public async Task GetArchitecture_describes_architectures_of_every_space()
    {
        var cell = (await Architectures.GetArchitectureAsync(new GetArchitectureRequest { Text = "000000" }, cancellationToken: Token)).Architecture;
        var chain = (await Architectures.GetArchitectureAsync(new GetArchitectureRequest { SearchSpace = "toy", Text = "skip>conv>pool" }, cancellationToken: Token)).Architecture;

        Assert.Equal(("nas-bench-201", "000000", false), (cell.SearchSpace, cell.Code, cell.Measurable));
        Assert.StartsWith("It has no path from input to output", cell.Reason, StringComparison.Ordinal);
        Assert.Equal(["cifar10", "cifar100", "imagenet16-120"], cell.Costs.Select(cost => cost.Input));
        Assert.Equal(("toy", "skip>conv>pool", "conv>pool>skip", "skip-conv-pool", true, ""), (chain.SearchSpace, chain.Text, chain.CanonicalForm, chain.Code, chain.Measurable, chain.Reason));
        var costs = new ToySpace().Costs(new Architecture("toy", "skip>conv>pool"), new ToySpace().Inputs[1]);
        Assert.Equal(("wide", costs.Parameters, costs.Macs), (chain.Costs[1].Input, chain.Costs[1].Parameters, chain.Costs[1].Macs));
    }

    [Fact]
    public async Task GetArchitecture_refuses_what_is_no_architecture_of_the_space()
    {
        Assert.Contains(
            "use one of nas-bench-201, toy.", await RpcAssert.FailsOnAsync(Architectures.GetArchitectureAsync(new GetArchitectureRequest { SearchSpace = "darts" }, cancellationToken: Token), "search_space"), StringComparison.Ordinal);
        Assert.Contains("at position 0", await RpcAssert.FailsOnAsync(Architectures.GetArchitectureAsync(new GetArchitectureRequest { Text = "x" }, cancellationToken: Token), "text"), StringComparison.Ordinal);
        Assert.Contains(
            "it is an architecture of toy", await RpcAssert.FailsOnAsync(Architectures.GetArchitectureAsync(new GetArchitectureRequest { Text = "conv>pool>skip" }, cancellationToken: Token), "text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListSearchSpaces_has_their_inputs_and_sizes()
    {
        var spaces = (await Architectures.ListSearchSpacesAsync(new ListSearchSpacesRequest(), cancellationToken: Token)).SearchSpaces;

        Assert.Equal(["nas-bench-201", "toy"], spaces.Select(space => space.Name));
        Assert.Equal((true, 15_625L, false), (spaces[0].HasSize, spaces[0].Size, spaces[1].HasSize));
        Assert.Equal(("NAS-Bench-201", "cifar100"), (spaces[0].Title, spaces[0].DefaultInput));
        Assert.Equal(new SearchSpaceInput { Name = "wide", Channels = 3, Height = 8, Width = 16, Classes = 10 }, spaces[1].Inputs[1]);
    }

    [Fact]
    public async Task Rest_answers_viewers_with_the_text_in_the_query()
    {
        var viewer = (await new TokenService.TokenServiceClient(_coordinator.AsAdmin()).CreateTokenAsync(new CreateTokenRequest { Role = Role.Viewer }, cancellationToken: Token)).Secret;

        var described = await _coordinator.SendAsync("GET", "/v1/searchSpaces/toy/architectures:describe?text=skip%3Econv%3Epool", token: viewer);
        var listed = await _coordinator.SendAsync("GET", "/v1/searchSpaces", token: viewer);
        var cell = await _coordinator.SendAsync("GET", $"/v1/searchSpaces/nas-bench-201/architectures:describe?text={Uri.EscapeDataString("|nor_conv_3x3~0|+|skip_connect~0|none~1|+|none~0|none~1|nor_conv_1x1~2|")}", token: viewer);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK), (described.Status, listed.Status, cell.Status));
        Assert.Equal("conv>pool>skip", JsonDocument.Parse(described.Body).RootElement.GetProperty("architecture").GetProperty("canonicalForm").GetString());
        Assert.Equal(2, JsonDocument.Parse(listed.Body).RootElement.GetProperty("searchSpaces").GetArrayLength());
        (await _coordinator.SendAsync("GET", "/v1/searchSpaces/toy/architectures:describe?text=333133", token: viewer)).ExpectFaults("text");
    }

    [Fact]
    public async Task Architecture_of_another_space_is_refused_with_the_space_that_it_is_of()
    {
        const string sentence = "Not a NAS-Bench-201 architecture: it is an architecture of toy: add --space toy";
        var campaign = Requests.Campaign("lab", "333133", "conv>pool>skip");
        var search = new Contracts.V1.Search { Candidates = { new SearchCandidate { Architecture = "conv>pool>skip" } } };

        Assert.Contains(
            sentence,
            await RpcAssert.FailsAsync(Grpc.Core.StatusCode.InvalidArgument, new CampaignService.CampaignServiceClient(_coordinator.AsAdmin()).CreateCampaignAsync(campaign, cancellationToken: Token)),
            StringComparison.Ordinal);
        Assert.Contains(
            sentence,
            await RpcAssert.FailsOnAsync(new SearchService.SearchServiceClient(_coordinator.AsAdmin()).CreateSearchAsync(new CreateSearchRequest { Search = search }, cancellationToken: Token), "search.candidates[0].architecture"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_of_an_architecture_of_another_space_says_which_space_the_search_is_in()
    {
        var searches = new SearchService.SearchServiceClient(_coordinator.AsAdmin());
        var search = (await searches.CreateSearchAsync(new CreateSearchRequest { Search = new Contracts.V1.Search { SearchSpace = "toy", Budget = 2, Strategy = "random" } }, cancellationToken: Token)).Search;
        var report = new ReportAccuraciesRequest { Name = search.Name, Reports = { new AccuracyReport { Architecture = "333133", Accuracy = 50 } } };

        Assert.Equal(
            "The search is in the space toy, and this is an architecture of nas-bench-201: report what was suggested.",
            await RpcAssert.FailsOnAsync(searches.ReportAccuraciesAsync(report, cancellationToken: Token), "reports[0].architecture"));
    }
}
