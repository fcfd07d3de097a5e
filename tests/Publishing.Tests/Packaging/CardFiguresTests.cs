using LatBench.Publishing.Tests.Fakes;
using LatBench.SnapshotFormat;

namespace LatBench.Publishing.Tests.Packaging;

public sealed class CardFiguresTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_figures_come_from_the_data()
    {
        using var lab = Lab.WithEveryVerdict();
        var third = Given.Measurement("|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|", 4);
        lab.Add(third with { Summary = third.Summary! with { Ci95High = Measurements.Latency.FromMilliseconds(4.4) } });
        await lab.BuildAsync();

        var card = await CardAsync(lab, "1.0.0");

        Assert.Contains("#### cifar10, batch 1, fp32, pruned\n\n", card, StringComparison.Ordinal);
        Assert.Contains("| Models measured: valid, suspect, failed | 0, 1, 1 |", card, StringComparison.Ordinal);
        Assert.Contains("#### cifar100, batch 1, fp32, pruned\n\n", card, StringComparison.Ordinal);
        Assert.Contains("| Models measured: valid, suspect, failed | 3, 0, 0 |", card, StringComparison.Ordinal);
        Assert.Contains("| Models whose 95 % interval is within ±1 %, ±2 %, ±5 % | 66.67 %, 66.67 %, 66.67 % |", card, StringComparison.Ordinal);
        Assert.Contains("| Contention (median over quiet latency, minus one), median, 90th percentile | 25 %, 25 % |", card, StringComparison.Ordinal);
        Assert.Contains("**This machine was not quiet.** Something else used its cores: the median inference took 25 % longer than the quiet latency", card, StringComparison.Ordinal);
        Assert.Contains("2 architectures share 1 models and have exactly their figures", card, StringComparison.Ordinal);
        Assert.Contains("The canary, one fixed model, was read 8 times", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_one_configuration_needs_no_name()
    {
        using var lab = new Lab().Add(Given.Measurement(Given.Live, 0.8));
        await lab.BuildAsync();

        Assert.DoesNotContain("####", await CardAsync(lab, "1.0.0"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_latencies_of_several_configurations_are_told_apart()
    {
        using var lab = new Lab().Add(Given.Measurement(Given.Live, 0.8)).Add(Given.Measurement(Given.Live, 8, dataset: "cifar10"));
        await lab.BuildAsync();

        var card = await CardAsync(lab, "1.0.0");

        Assert.Contains("| Quiet latency, 5th percentile, median, 95th percentile | 0.800 ms, 0.800 ms, 0.800 ms |", card, StringComparison.Ordinal);
        Assert.Contains("| Quiet latency, 5th percentile, median, 95th percentile | 8.000 ms, 8.000 ms, 8.000 ms |", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_repeatability_agrees_with_the_table_of_repeats()
    {
        using var lab = Lab.WithEveryVerdict();
        await lab.RepeatAsync(factor: 1.005);

        var card = await CardAsync(lab, "1.0.0");
        Assert.Contains("| Repeatability: 2 models measured again by an independent campaign, difference, median, 90th percentile | 0.5 %, 0.5 % |", card, StringComparison.Ordinal);
        Assert.Contains("| Share of them whose 95 % interval holds the other campaign's estimate | 100 % |", card, StringComparison.Ordinal);
        var row = DuckDb.Query($"""
            SELECT count(*), round(median(abs(repeat_latency_ms / latency_ms - 1)), 6), min(repeat_verdict), strftime(min(repeat_measured_at), '%Y-%m-%d')
            FROM '{lab.PathOf("1.0.0")}/data/repeats/*/*.parquet'
            """).Single();
        Assert.Equal([2L, 0.005, "valid", "2024-03-02"], row);
        Assert.Equal(3L, DuckDb.Value($"SELECT count(*) FROM '{lab.PathOf("1.0.0")}/data/latency/*/*.parquet'"));
    }

    [Fact]
    public async Task BuildAsync_repeat_of_what_is_published_itself_is_refused()
    {
        using var lab = Lab.WithEveryVerdict();

        var refusal = await Assert.ThrowsAsync<SnapshotRefusedException>(() => lab.Builder.BuildAsync(new SnapshotRequest { RepeatCampaignId = 2 }, Token));

        Assert.Equal("Campaign 2 cannot be published and be the repeat of what is published; name the campaigns to publish, without it.", refusal.Message);
        Assert.Empty(lab.Entries);
    }

    [Fact]
    public async Task Write_given_tables_are_shown_and_stay_in_their_cells()
    {
        using var lab = Lab.WithEveryVerdict();
        var table = new CardTable("Predictors\n# not a heading", "Mean of 5 seeds.", ["predictor", "±1 %"], [["a|b", "41.2\n| x |"]]);
        await lab.Builder.BuildAsync(new SnapshotRequest { Publication = new Publication { Tables = [table] } }, Token);

        var card = await CardAsync(lab, "1.0.0");

        Assert.Contains("### Predictors # not a heading\n\nMean of 5 seeds.\n\n| predictor | ±1 % |\n|---|---|\n| a\\|b | 41.2 \\| x \\| |\n", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BuildAsync_other_terms_for_the_same_data_are_a_patch()
    {
        using var lab = Lab.WithEveryVerdict();
        await lab.BuildAsync();
        var request = new SnapshotRequest { Publication = new Publication { License = DataLicense.Find("cc-by-4.0")! } };

        Assert.Equal("1.0.1", (await lab.Builder.BuildAsync(request, Token)).Snapshot.Version);
        Assert.False((await lab.Builder.BuildAsync(request, Token)).Created);
        Assert.True((await SnapshotVerifier.VerifyAsync(lab.PathOf("1.0.1"), Token)).IsIntact);
    }

    private static Task<string> CardAsync(Lab lab, string version) => File.ReadAllTextAsync(Path.Combine(lab.PathOf(version), "README.md"), Token);
}
