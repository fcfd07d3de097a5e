using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Jobs;
using LatBench.Storage.Measurements;

namespace LatBench.Storage.Tests.Contract;

public abstract class PublicationContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    [Fact]
    public async Task ReadMeasurementsAsync_orders_by_model_and_passes_counted_first()
    {
        var target = await EnrolAsync();
        await CreateAsync(target, models: 300, minPasses: 2);
        var late = await LeaseAsync(maxJobs: 1);
        var again = await LeaseAsync(maxJobs: 1000, now: late[0].ExpiresAt);
        foreach (var job in again)
            await CompleteAsync(job);
        await CompleteAsync(late[0], result: TestData.Pass(7));

        var published = await ReadAsync(PublicationSelection.All, target);

        Assert.Equal(300, published.Count);
        Assert.Equal(published.OrderBy(item => item.Measurement.Model.Sha256, StringComparer.Ordinal), published);
        Assert.All(published, item => Assert.Equal(Verdict.Valid, item.Measurement.Verdict));
        var withDouble = published.Single(item => item.Measurement.Model == late[0].Model);
        Assert.Equal([(1, true), (2, true), (1, false)], withDouble.Passes.Select(pass => (pass.Number, pass.Counted)));
        Assert.All(published.Except([withDouble]), item => Assert.Equal([(1, true), (2, true)], item.Passes.Select(pass => (pass.Number, pass.Counted))));
    }

    [Fact]
    public async Task ReadMeasurementsAsync_publishes_newest_original_valid_before_failed()
    {
        var target = await EnrolAsync();
        await CreateAsync(target, models: 2, minPasses: 1);
        await FinishAsync();
        var newer = await CreateAsync(target, models: 1, minPasses: 1, change: campaign => campaign with { Remeasure = true });
        await FinishAsync();
        var failed = await CreateAsync(target, models: 1, minPasses: 1, change: campaign => campaign with { Remeasure = true, Models = [TestData.Model(1)], Architectures = [] });
        for (var i = 0; i < IJobStore.MaxFailures; i++)
            await FailAsync(Assert.Single(await LeaseAsync()));
        var reusing = await CreateAsync(target, models: 2, minPasses: 1);

        var all = await ReadAsync(PublicationSelection.All, target);

        Assert.Equal(2, all.Count);
        Assert.All(all, item => Assert.Equal((Verdict.Valid, null), (item.Measurement.Verdict, item.Measurement.ReusedFrom)));
        Assert.Equal(newer.Id, all.Single(item => item.Measurement.Model == TestData.Model(0)).Measurement.CampaignId);
        Assert.Equal(FailureReason.RunnerCrashed, Assert.Single(await ReadAsync(new([failed.Id], []), target)).Measurement.FailureReason);
        // What a campaign took over is published as the original, with its passes.
        var taken = await ReadAsync(new([reusing.Id], []), target);
        Assert.Equal(all.Select(item => item.Measurement.Id), taken.Select(item => item.Measurement.Id));
        Assert.All(taken, item => Assert.Single(item.Passes));
    }

    [Fact]
    public async Task ListTargetsAsync_gives_targets_with_verdicts_in_selection_by_slug()
    {
        var board = await EnrolAsync("board");
        var lab = await EnrolAsync("lab");
        await EnrolAsync("idle");
        var first = await CreateAsync(lab, minPasses: 1);
        await FinishAsync();
        await CreateAsync(board, minPasses: 1);
        Assert.Equal([lab], await SlugsAsync(PublicationSelection.All));
        await FinishAsync(deviceId: "board");

        Assert.Equal([board, lab], await SlugsAsync(PublicationSelection.All));
        Assert.Equal([lab], await SlugsAsync(new([first.Id], [])));
        Assert.Equal([board], await SlugsAsync(new([], [board])));
        Assert.Empty(await SlugsAsync(new([first.Id], [board])));
        var (target, device) = (await Store.Publication.ListTargetsAsync(new([], [lab]), Token)).Single();
        Assert.Equal((TestData.Target("lab"), "lab"), (target, device.Id));
    }

    [Fact]
    public async Task ReadMeasurementsAsync_target_outside_selection_gives_nothing()
    {
        var lab = await EnrolAsync("lab");
        await CreateAsync(lab, minPasses: 1);
        await FinishAsync();

        Assert.Empty(await ReadAsync(new([], ["board/ort"]), lab));
        Assert.Empty(await ReadAsync(PublicationSelection.All, "board/ort"));
        Assert.Empty(await ReadAsync(new([999], []), lab));
    }

    [Fact]
    public async Task ReadMeasurementsAsync_selects_by_verdict_and_time()
    {
        var target = await EnrolAsync();
        await CreateAsync(target, models: 2, minPasses: 1);
        await FinishAsync();
        var measuredAt = (await ReadAsync(PublicationSelection.All, target))[0].Measurement.MeasuredAt!.Value;

        Assert.Equal(2, (await ReadAsync(PublicationSelection.All with { Verdicts = [Verdict.Failed, Verdict.Valid] }, target)).Count);
        Assert.Empty(await ReadAsync(PublicationSelection.All with { Verdicts = [Verdict.Suspect] }, target));
        Assert.Empty(await SlugsAsync(PublicationSelection.All with { Verdicts = [Verdict.Suspect] }));
        Assert.NotEmpty(await ReadAsync(PublicationSelection.All with { MeasuredFrom = measuredAt }, target));
        Assert.Empty(await ReadAsync(PublicationSelection.All with { MeasuredUntil = measuredAt }, target));
        Assert.Equal([target], await SlugsAsync(PublicationSelection.All with { MeasuredUntil = measuredAt.AddSeconds(1) }));
        Assert.Empty(await SlugsAsync(PublicationSelection.All with { MeasuredFrom = measuredAt.AddDays(1) }));
    }

    [Fact]
    public async Task ListTargetsAsync_leaves_private_devices_out_unless_they_are_taken_in()
    {
        var target = await EnrolAsync();
        await CreateAsync(target, minPasses: 1);
        await FinishAsync();
        await Store.Devices.SetPublicationAsync("lab", isPrivate: true, hidesName: null, Token);

        Assert.Empty(await SlugsAsync(PublicationSelection.All));
        Assert.Empty(await SlugsAsync(new([], [target])));
        Assert.Equal([target], await SlugsAsync(PublicationSelection.All with { IncludesPrivate = true }));
    }

    [Fact]
    public async Task ReadArchitecturesAsync_is_distinct_and_ordinal()
    {
        var target = await EnrolAsync();
        CampaignArchitecture[] architectures =
        [
            new("|b~0|", TestData.Model(0).Sha256, null), new("|B~0|", TestData.Model(0).Sha256, null),
            new("|a_a~0|", TestData.Model(1).Sha256, null), new("|a~0|", TestData.Model(1).Sha256, null), new("dead", null, "No path."),
        ];
        var first = await CreateAsync(target, models: 2, change: campaign => campaign with { Architectures = architectures });
        await CreateAsync(target, models: 3, change: campaign => campaign with { Architectures = [architectures[0], new("|z~0|", TestData.Model(2).Sha256, null)] });

        var all = await Store.Publication.ReadArchitecturesAsync(PublicationSelection.All, Token).ToListAsync(Token);
        var one = await Store.Publication.ReadArchitecturesAsync(new([first.Id], []), Token).ToListAsync(Token);

        Assert.Equal(["|B~0|", "|a_a~0|", "|a~0|", "|b~0|", "|z~0|"], all.Select(item => item.Architecture));
        Assert.Equal(all.Take(4), one);
        Assert.Equal(TestData.Model(2).Sha256, all[4].ModelSha256);
    }

    [Fact]
    public async Task ReadMeasurementsAsync_lets_others_write_while_it_streams()
    {
        var target = await EnrolAsync();
        await CreateAsync(target, models: 300, minPasses: 1);
        foreach (var job in await LeaseAsync(maxJobs: 300))
            await CompleteAsync(job);
        await using var stream = Store.Publication.ReadMeasurementsAsync(PublicationSelection.All, target, Token).GetAsyncEnumerator(Token);
        Assert.True(await stream.MoveNextAsync());

        await CreateAsync(target, models: 1, minPasses: 1, change: campaign => campaign with { Remeasure = true });
        await FinishAsync();

        var rest = 0;
        while (await stream.MoveNextAsync())
            rest++;
        Assert.Equal(299, rest);
    }

    private Task<List<PublishedMeasurement>> ReadAsync(PublicationSelection selection, string target) =>
        Store.Publication.ReadMeasurementsAsync(selection, target, Token).ToListAsync(Token).AsTask();

    private async Task<IEnumerable<string>> SlugsAsync(PublicationSelection selection) =>
        (await Store.Publication.ListTargetsAsync(selection, Token)).Select(item => item.Target.Slug);
}
