using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LatBench.Contracts.V1;
using Microsoft.Data.Sqlite;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Searches;

public sealed class VerificationWorkerTests : IAsyncLifetime
{
    private readonly RunningCoordinator _coordinator = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SearchService.SearchServiceClient Searches => new(_coordinator.AsAdmin());

    private CampaignService.CampaignServiceClient Campaigns => new(_coordinator.AsAdmin());

    public ValueTask InitializeAsync() => _coordinator.InitializeAsync();

    public ValueTask DisposeAsync() => _coordinator.DisposeAsync();

    [Fact]
    public async Task Verification_that_breaks_unexpectedly_does_not_stop_the_others()
    {
        await _coordinator.EnrolAsync("lab");
        var broken = await VerifyingAsync();
        var whole = await VerifyingAsync();
        await ExecuteAsync($"UPDATE searches SET request = 'no JSON' WHERE id = {broken.Name.Split('/')[1]}");

        await Campaigns.CancelCampaignAsync(new CancelCampaignRequest { Name = Assert.Single(whole.Campaigns) }, cancellationToken: Cancel);

        var ended = await EndAsync(whole.Name);
        Assert.Equal((V1.SearchState.Succeeded, 0), (ended.State, ended.Progress.Confirmed));
        Assert.Contains("0 of 1 winners were confirmed", ended.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verification_waits_for_a_device_that_drains()
    {
        await _coordinator.EnrolAsync("lab");
        var devices = new DeviceService.DeviceServiceClient(_coordinator.AsAdmin());
        var waiting = await VerifyingAsync(accuracies: [60, 70]);
        var other = await VerifyingAsync();
        await devices.DrainDeviceAsync(new DrainDeviceRequest { Name = "devices/lab" }, cancellationToken: Cancel);

        foreach (var name in waiting.Campaigns.Concat(other.Campaigns))
            await Campaigns.CancelCampaignAsync(new CancelCampaignRequest { Name = name }, cancellationToken: Cancel);
        // Steps are taken in the order of the searches: the first one had its step when this one has ended.
        await EndAsync(other.Name);

        Assert.Equal(V1.SearchState.Proving, (await Searches.GetSearchAsync(new GetSearchRequest { Name = waiting.Name }, cancellationToken: Cancel)).Search.State);
        await devices.ResumeDeviceAsync(new ResumeDeviceRequest { Name = "devices/lab" }, cancellationToken: Cancel);
        await using var watch = new Watch(Searches, waiting.Name);
        Assert.Equal(V1.SearchState.Proving, (await watch.UntilAsync(now => now.Campaigns.Count == 2)).State);
    }

    [Fact]
    public async Task Every_round_is_measured_as_was_asked_for()
    {
        await _coordinator.EnrolAsync("lab");
        var protocol = new Protocol { MinPasses = 3, MaxPasses = 7, MinSpread = Duration.FromTimeSpan(TimeSpan.FromSeconds(4)) };
        var search = await VerifyingAsync(protocol, accuracies: [60, 70]);
        await Campaigns.CancelCampaignAsync(new CancelCampaignRequest { Name = Assert.Single(search.Campaigns) }, cancellationToken: Cancel);

        await using var watch = new Watch(Searches, search.Name);
        var second = await watch.UntilAsync(now => now.Campaigns.Count == 2);

        foreach (var name in second.Campaigns)
        {
            var campaign = (await Campaigns.GetCampaignAsync(new GetCampaignRequest { Name = name }, cancellationToken: Cancel)).Campaign;
            Assert.Equal((3, 7, TimeSpan.FromSeconds(4)), (campaign.Protocol.MinPasses, campaign.Protocol.MaxPasses, campaign.Protocol.MinSpread.ToTimeSpan()));
        }
    }

    [Fact]
    public async Task Protocol_out_of_range_is_refused_and_the_search_goes_on()
    {
        await _coordinator.EnrolAsync("lab");

        var refusal = await Assert.ThrowsAsync<RpcException>(() => VerifyingAsync(new Protocol { MinPasses = 1 }));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        var search = Assert.Single((await Searches.ListSearchesAsync(new ListSearchesRequest(), cancellationToken: Cancel)).Searches);
        Assert.Equal(V1.SearchState.Running, search.State);
    }

    private async Task<V1.Search> VerifyingAsync(Protocol? protocol = null, double[]? accuracies = null)
    {
        accuracies ??= [60];
        var name = (await Searches.CreateSearchAsync(new CreateSearchRequest { Search = new V1.Search { Winners = 1 } }, cancellationToken: Cancel)).Search.Name;
        var suggested = (await Searches.SuggestArchitecturesAsync(new SuggestArchitecturesRequest { Name = name, Count = accuracies.Length }, cancellationToken: Cancel)).Suggestions;
        var reports = suggested.Zip(accuracies, (one, accuracy) => new AccuracyReport { Architecture = one.Architecture, Accuracy = accuracy });
        await Searches.ReportAccuraciesAsync(new ReportAccuraciesRequest { Name = name, Reports = { reports } }, cancellationToken: Cancel);
        return (await Searches.ProveWinnersAsync(new ProveWinnersRequest { Name = name, Targets = { "lab" }, Protocol = protocol }, cancellationToken: Cancel)).Search;
    }

    private async Task<V1.Search> EndAsync(string name)
    {
        await using var watch = new Watch(Searches, name);
        return await watch.UntilAsync(search => search.State == V1.SearchState.Succeeded);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_coordinator.DataDirectory, "latbench.db")};Pooling=False");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Cancel));
    }

    /// <summary>Follows a search for a minute at most.</summary>
    private sealed class Watch : IAsyncDisposable
    {
        private readonly AsyncServerStreamingCall<WatchSearchResponse> _call;

        public Watch(SearchService.SearchServiceClient searches, string name) =>
            _call = searches.WatchSearch(new WatchSearchRequest { Name = name }, deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(1), cancellationToken: Cancel);

        public async Task<V1.Search> UntilAsync(Func<V1.Search, bool> condition)
        {
            while (await _call.ResponseStream.MoveNext(Cancel))
            {
                if (condition(_call.ResponseStream.Current.Search))
                    return _call.ResponseStream.Current.Search;
            }

            throw new InvalidOperationException("The watch ended before.");
        }

        public ValueTask DisposeAsync()
        {
            _call.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
