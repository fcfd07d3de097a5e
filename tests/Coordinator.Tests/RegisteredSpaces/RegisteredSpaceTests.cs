using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.SearchSpaces;
using LatBench.TestKit.ToySpaces;

namespace LatBench.Coordinator.Tests.RegisteredSpaces;

/// <summary>A space outside of src/, given to the coordinator by its registry, is measured and searched.</summary>
public sealed class RegisteredSpaceTests : IAsyncLifetime
{
    private const string Device = "toy-device";

    private readonly RunningCoordinator _coordinator = new()
    {
        Change = options => options with { SearchSpaces = new SearchSpaceRegistry([.. SearchSpaceRegistry.BuiltIn.Spaces, new ToySpace()]) },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _coordinator.InitializeAsync();

    public ValueTask DisposeAsync() => _coordinator.DisposeAsync();

    [Fact]
    public async Task Campaign_of_the_space_is_measured_to_its_end()
    {
        var device = await _coordinator.EnrolAsync(Device);
        var campaigns = new CampaignService.CampaignServiceClient(_coordinator.AsAdmin());
        var request = Requests.Campaign(Device, "conv>pool>skip", "skip>conv>pool", "depthwise>conv>pool", "conv>none>pool");
        request.Campaign.Selection.SearchSpace = "toy";
        var campaign = (await campaigns.CreateCampaignAsync(request, cancellationToken: Token)).Campaign;

        await FinishAsync(campaigns, device, campaign.Name);

        var skipped = Assert.Single((await campaigns.GetCampaignAsync(new GetCampaignRequest { Name = campaign.Name }, cancellationToken: Token)).Campaign.Skipped);
        Assert.Equal(("conv>none>pool", "A slot is empty."), (skipped.Architecture, skipped.Reason));
        var measured = await new MeasurementService.MeasurementServiceClient(_coordinator.AsAdmin()).ListMeasurementsAsync(new ListMeasurementsRequest { Campaign = campaign.Name }, cancellationToken: Token);
        Assert.Equal(["conv>pool>skip", "depthwise>conv>pool"], measured.Measurements.Select(measurement => measurement.EffectiveCell).Order(StringComparer.Ordinal));
        Assert.All(measured.Measurements, measurement =>
        {
            Assert.Equal(("toy", "small", Verdict.Valid), (measurement.SearchSpace, measurement.ModelConfig.Input, measurement.Verdict));
            Assert.Equal(Dataset.Unspecified, measurement.ModelConfig.Dataset);
        });
    }

    [Fact]
    public async Task Search_of_the_space_suggests_its_networks()
    {
        var searches = new SearchService.SearchServiceClient(_coordinator.AsAdmin());
        var search = (await searches.CreateSearchAsync(new CreateSearchRequest { Search = new Contracts.V1.Search { SearchSpace = "toy", Budget = 12, Strategy = "latbench" } }, cancellationToken: Token)).Search;

        for (var asked = 0; asked < 12; asked += 6)
        {
            var suggested = await searches.SuggestArchitecturesAsync(new SuggestArchitecturesRequest { Name = search.Name, Count = 6 }, cancellationToken: Token);
            Assert.Equal(6, suggested.Suggestions.Count);
            var reports = new ReportAccuraciesRequest { Name = search.Name };
            reports.Reports.AddRange(suggested.Suggestions.Select(suggestion => new AccuracyReport { Architecture = suggestion.Architecture, Accuracy = 50 + suggestion.Architecture.Count(character => character == 'c') }));
            await searches.ReportAccuraciesAsync(reports, cancellationToken: Token);
        }

        var ended = (await searches.GetSearchAsync(new GetSearchRequest { Name = search.Name }, cancellationToken: Token)).Search;
        Assert.Equal(("toy", 12), (ended.SearchSpace, ended.Progress.Reported));
        Assert.DoesNotContain(ended.Suggestions, suggestion => suggestion.Architecture.Contains("none", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("brp-nas")]
    [InlineData("gcn")]
    public async Task Search_by_a_strategy_that_reads_cell_graphs_is_refused_before_anything_is_trained(string strategy)
    {
        var searches = new SearchService.SearchServiceClient(_coordinator.AsAdmin());
        var request = new CreateSearchRequest { Search = new Contracts.V1.Search { SearchSpace = "toy", Strategy = strategy } };

        var message = await RpcAssert.FailsOnAsync(searches.CreateSearchAsync(request, cancellationToken: Token), "search.strategy");

        Assert.Contains($"'{strategy}' reads cell graphs, which the space toy does not have: use latbench", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Training_by_a_trainer_that_reads_cell_graphs_is_refused_before_it_is_queued()
    {
        var predictors = new PredictorService.PredictorServiceClient(_coordinator.AsAdmin());
        var request = new TrainPredictorRequest { Target = "toy-device/ort/cpu/t1", SearchSpace = "toy", Trainer = "paper-gcn" };

        var message = await RpcAssert.FailsOnAsync(predictors.TrainPredictorAsync(request, cancellationToken: Token), "trainer");

        Assert.Contains("'paper-gcn' reads cell graphs, which the space toy does not have: use latbench", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Space_that_is_not_registered_is_refused_with_those_that_are()
    {
        var request = Requests.Campaign(Device, "conv>pool>skip");
        request.Campaign.Selection.SearchSpace = "no-such-space";

        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await new CampaignService.CampaignServiceClient(_coordinator.AsAdmin()).CreateCampaignAsync(request, cancellationToken: Token));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.Contains($"There is no search space 'no-such-space': use one of {string.Join(", ", SearchSpaceRegistry.BuiltIn.Spaces.Select(space => space.Name))}, toy.", refusal.Status.Detail, StringComparison.Ordinal);
    }

    private static async Task FinishAsync(CampaignService.CampaignServiceClient campaigns, CallInvoker device, string name)
    {
        var jobs = new JobService.JobServiceClient(device);
        while ((await campaigns.GetCampaignAsync(new GetCampaignRequest { Name = name }, cancellationToken: Token)).Campaign.State == CampaignState.Running)
        {
            var leased = await jobs.LeaseJobsAsync(new LeaseJobsRequest { Device = "devices/" + Device, MaxJobs = 50 }, cancellationToken: Token);
            foreach (var lease in leased.Leases)
                await jobs.CompleteJobAsync(Requests.Complete("devices/" + Device, lease, [.. Enumerable.Repeat(500_000L, 8)]), cancellationToken: Token);
        }
    }
}
