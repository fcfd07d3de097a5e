using LatBench.Measurements;
using LatBench.Models;
using LatBench.SearchSpaces;
using LatBench.Storage.Labels;

namespace LatBench.Storage.Tests.Contract;

public abstract class LabelStoreContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    private const string Space = "nas-bench-201";

    private static readonly ModelConfiguration Usual = new() { Input = "cifar100" };

    [Fact]
    public async Task ImportAsync_new_table_is_listed_and_read_back_to_the_last_bit()
    {
        var result = await Store.Labels.ImportAsync(Import(("b", 1.06166363), ("a", 0.1)), Token);

        Assert.Equal(ImportOutcome.Imported, result.Outcome);
        var target = Assert.Single(await Store.Labels.ListTargetsAsync(null, Token));
        Assert.Equal(target, result.Target);
        Assert.Equal(("board/paper", LabelOrigin.Imported, Usual, 2), (target.Target, target.Origin, target.Configuration, target.Labels));
        Assert.Equal((new ImportSource("a paper", "MIT", "eager"), Now), (target.Source, target.ImportedAt));
        Assert.Equal([Label("a", 0.1), Label("b", 1.06166363)], await Store.Labels.ReadAsync("board/paper", Space, Usual, Token));
        Assert.Empty(await Store.Labels.ReadAsync("board/paper", Space, Usual with { Input = "cifar10" }, Token));
    }

    [Fact]
    public async Task ImportAsync_same_table_in_another_order_and_without_source_changes_nothing()
    {
        await Store.Labels.ImportAsync(Import(("a", 1), ("b", 2)), Token);

        var again = await Store.Labels.ImportAsync(Import(("b", 2), ("a", 1)) with { Source = new ImportSource("", "", ""), Now = Now.AddDays(1) }, Token);

        Assert.Equal(ImportOutcome.Unchanged, again.Outcome);
        Assert.Equal((new ImportSource("a paper", "MIT", "eager"), Now), (again.Target!.Source, again.Target.ImportedAt));
    }

    [Fact]
    public async Task ImportAsync_other_table_is_refused_and_changes_nothing_unless_it_is_to_replace()
    {
        await Store.Labels.ImportAsync(Import(("a", 1), ("b", 2)), Token);
        NewImport[] others =
        [
            Import(("a", 1), ("b", 3)),
            Import(("a", 1)),
            Import(("a", 1), ("b", 2)) with { Configuration = Usual with { GraphVariant = GraphVariant.Literal } },
            Import(("a", 1), ("b", 2)) with { SearchSpace = "toy" },
            Import(("a", 1), ("b", 2)) with { Source = new ImportSource("another paper", "", "") },
        ];
        foreach (var other in others)
            Assert.Equal(ImportOutcome.Differs, (await Store.Labels.ImportAsync(other, Token)).Outcome);
        Assert.Equal([Label("a", 1), Label("b", 2)], await Store.Labels.ReadAsync("board/paper", Space, Usual, Token));

        var replaced = await Store.Labels.ImportAsync(Import(("a", 4), ("c", 5), ("d", 6)) with { Replace = true, Configuration = Usual with { Batch = 32 }, Now = Now.AddDays(1) }, Token);

        Assert.Equal((ImportOutcome.Replaced, 3, 32, Now.AddDays(1)), (replaced.Outcome, replaced.Target!.Labels, replaced.Target.Configuration.Batch, replaced.Target.ImportedAt));
        Assert.Equal([Label("a", 4), Label("c", 5), Label("d", 6)], await Store.Labels.ReadAsync("board/paper", Space, Usual with { Batch = 32 }, Token));
        Assert.Empty(await Store.Labels.ReadAsync("board/paper", Space, Usual, Token));
    }

    [Fact]
    public async Task ImportAsync_repeated_request_is_the_first_call()
    {
        var request = Import(("a", 1)) with { RequestId = "r1" };
        await Store.Labels.ImportAsync(request, Token);

        Assert.Equal(ImportOutcome.Imported, (await Store.Labels.ImportAsync(request, Token)).Outcome);

        var replacing = Import(("a", 2)) with { RequestId = "r2", Replace = true };
        Assert.Equal(ImportOutcome.Replaced, (await Store.Labels.ImportAsync(replacing, Token)).Outcome);
        Assert.Equal(ImportOutcome.Replaced, (await Store.Labels.ImportAsync(replacing, Token)).Outcome);
    }

    [Fact]
    public async Task ImportAsync_repetition_within_a_table_leaves_nothing_behind()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => Store.Labels.ImportAsync(Import(("a", 1), ("a", 2)), Token));

        Assert.Empty(await Store.Labels.ListTargetsAsync(null, Token));
        Assert.Equal(ImportOutcome.Imported, (await Store.Labels.ImportAsync(Import(("a", 1)), Token)).Outcome);
    }

    [Fact]
    public async Task ImportAsync_at_once_from_two_sides_keeps_one_whole_table()
    {
        var results = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Store.Labels.ImportAsync(Import(("a", i), ("b", i)), Token)));

        Assert.Single(results, result => result.Outcome == ImportOutcome.Imported);
        Assert.Equal(7, results.Count(result => result.Outcome == ImportOutcome.Differs));
        Assert.Single((await Store.Labels.ReadAsync("board/paper", Space, Usual, Token)).Select(label => label.Latency).Distinct());
    }

    [Fact]
    public async Task ImportAsync_slug_of_a_measured_target_is_refused()
    {
        var slug = await EnrolAsync();

        var result = await Store.Labels.ImportAsync(Import(("a", 1)) with { Target = slug }, Token);

        Assert.Equal(new ImportResult(ImportOutcome.MeasuredHere, null), result);
        Assert.Empty(await Store.Labels.ListTargetsAsync(null, Token));
    }

    [Fact]
    public async Task Measured_target_has_its_newest_valid_originals_and_stands_beside_imported_ones()
    {
        var slug = await EnrolAsync();
        await CreateAsync(slug, models: 3, minPasses: 1);
        // The third stays leased to the agent: it has no verdict.
        foreach (var job in (await LeaseAsync()).Where(job => job.Model != TestData.Model(2)))
            await CompleteAsync(job);

        var other = TestData.Model(7) with { Configuration = Usual with { Input = "cifar10" } };
        await CreateAsync(slug, minPasses: 1, change: campaign => campaign with { Remeasure = true, Models = [TestData.Model(0), TestData.Model(1), other], Architectures = [] });
        foreach (var job in await LeaseAsync())
            await CompleteAsync(job, result: TestData.Pass(1) with { SamplesNs = [700_000, 700_001] });
        await Store.Labels.ImportAsync(Import(("a", 1)), Token);

        var listed = await Store.Labels.ListTargetsAsync(null, Token);
        var labels = await Store.Labels.ReadAsync(slug, Space, Usual, Token);

        Assert.Equal(
            [("board/paper", LabelOrigin.Imported, "cifar100", 1), (slug, LabelOrigin.Measured, "cifar10", 1), (slug, LabelOrigin.Measured, "cifar100", 2)],
            listed.Select(target => (target.Target, target.Origin, target.Configuration.Input, target.Labels)));
        Assert.All(listed.Skip(1), target => Assert.Equal((null, null), (target.Source, target.ImportedAt)));
        Assert.Equal([listed[1], listed[2]], await Store.Labels.ListTargetsAsync(slug, Token));
        // The quiet latency of a test's measurement is its number of samples.
        Assert.Equal([new Label("cell 0", Latency.FromNanoseconds(2)), new Label("cell 1", Latency.FromNanoseconds(2))], labels);
    }

    [Fact]
    public async Task Latencies_of_one_target_in_two_spaces_and_the_same_configuration_are_apart()
    {
        var slug = await EnrolAsync();
        await CreateAsync(slug, minPasses: 1, change: campaign => campaign with { Models = [TestData.Model(0), TestData.Model(1) with { SearchSpace = "toy" }], Architectures = [] });
        foreach (var job in await LeaseAsync())
            await CompleteAsync(job);
        await Store.Labels.ImportAsync(Import(("a", 1)) with { SearchSpace = "toy" }, Token);

        var listed = await Store.Labels.ListTargetsAsync(null, Token);

        Assert.Equal([("board/paper", "toy", 1), (slug, Space, 1), (slug, "toy", 1)], listed.Select(target => (target.Target, target.SearchSpace, target.Labels)));
        Assert.Equal(["cell 0"], (await Store.Labels.ReadAsync(slug, Space, Usual, Token)).Select(label => label.Architecture));
        Assert.Equal(["cell 1"], (await Store.Labels.ReadAsync(slug, "toy", Usual, Token)).Select(label => label.Architecture));
        Assert.Empty(await Store.Labels.ReadAsync("board/paper", Space, Usual, Token));
        Assert.Equal(["a"], (await Store.Labels.ReadAsync("board/paper", "toy", Usual, Token)).Select(label => label.Architecture));
    }

    [Fact]
    public async Task Points_of_a_target_are_all_measurements_with_an_estimate_and_their_version_changes_with_them()
    {
        var slug = await EnrolAsync();
        await CreateAsync(slug, models: 3, minPasses: 1);
        // The third stays leased to the agent: it has no estimate.
        foreach (var job in (await LeaseAsync()).Where(job => job.Model != TestData.Model(2)))
            await CompleteAsync(job);
        var version = await Store.Labels.GetPointsVersionAsync(slug, Space, Usual, Token);
        Assert.Equal(version, await Store.Labels.GetPointsVersionAsync(slug, Space, Usual, Token));

        await CreateAsync(slug, minPasses: 1, change: campaign => campaign with { Remeasure = true, Models = [TestData.Model(0)], Architectures = [] });
        foreach (var job in await LeaseAsync())
            await CompleteAsync(job, result: TestData.Pass(1) with { SamplesNs = [700_000, 700_001] });

        var points = await Store.Labels.ReadPointsAsync(slug, Space, Usual, Token);
        Assert.NotEqual(version, await Store.Labels.GetPointsVersionAsync(slug, Space, Usual, Token));
        Assert.Equal([("cell 0", 1L), ("cell 1", 1L), ("cell 0", 2L)], points.Select(point => (point.Architecture, point.Measurement!.CampaignId)));
        Assert.All(points, point => Assert.Equal((Verdict.Valid, false), (point.Measurement!.Verdict!.Value, point.Measurement.IsReused)));
        Assert.Equal(points.Select(point => point.Measurement!.Id).Order(), points.Select(point => point.Measurement!.Id));
        Assert.Empty(await Store.Labels.ReadPointsAsync(slug, "toy", Usual, Token));
    }

    [Fact]
    public async Task Points_of_an_imported_table_are_its_rows_and_their_version_changes_with_the_table()
    {
        await Store.Labels.ImportAsync(Import(("b", 2), ("a", 1)), Token);
        var version = await Store.Labels.GetPointsVersionAsync("board/paper", Space, Usual, Token);

        Assert.Equal([new LatencyPoint("a", Latency.FromMilliseconds(1), null), new LatencyPoint("b", Latency.FromMilliseconds(2), null)], await Store.Labels.ReadPointsAsync("board/paper", Space, Usual, Token));
        await Store.Labels.ImportAsync(Import(("b", 3), ("a", 1)) with { Replace = true }, Token);
        Assert.NotEqual(version, await Store.Labels.GetPointsVersionAsync("board/paper", Space, Usual, Token));
    }

    [Fact]
    public async Task Latencies_of_an_architecture_are_those_of_every_target_the_given_text_before_the_canonical_one()
    {
        var slug = await EnrolAsync();
        await CreateAsync(slug, models: 2, minPasses: 1);
        foreach (var job in await LeaseAsync())
            await CompleteAsync(job);
        await Store.Labels.ImportAsync(Import(("given", 1), ("cell 0", 2)), Token);
        await Store.Labels.ImportAsync(Import(("cell 0", 3), ("cell 1", 4)) with { Target = "board/other" }, Token);
        await Store.Labels.ImportAsync(Import(("cell 1", 5)) with { Target = "board/without" }, Token);

        var found = await Store.Labels.FindLatenciesAsync(Space, "given", "cell 0", Token);

        Assert.Equal(
            new[] { ("board/other", "cell 0", false), ("board/paper", "given", false), (slug, "cell 0", true) }.OrderBy(row => row.Item1, StringComparer.Ordinal),
            found.Select(latency => (latency.Target.Target, latency.Point.Architecture, latency.Point.Measurement is not null)));
        Assert.Empty(await Store.Labels.FindLatenciesAsync("toy", "given", "cell 0", Token));
    }

    private static Label Label(string architecture, double milliseconds) => new(architecture, Latency.FromMilliseconds(milliseconds));

    private static NewImport Import(params (string Architecture, double Milliseconds)[] labels) => new()
    {
        Target = "board/paper",
        SearchSpace = Space,
        Configuration = Usual,
        Source = new ImportSource("a paper", "MIT", "eager"),
        Labels = [.. labels.Select(label => Label(label.Architecture, label.Milliseconds))],
        Now = Now,
    };
}
