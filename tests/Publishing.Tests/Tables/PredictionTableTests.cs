using LatBench.Models;
using LatBench.Publishing.Tests.Fakes;
using LatBench.SearchSpaces;

namespace LatBench.Publishing.Tests.Tables;

public sealed class PredictionTableTests
{
    private const string NeverMeasured = "|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BuildAsync_predictions_have_a_table_of_their_own_and_tell_what_was_measured()
    {
        using var lab = Lab.WithEveryVerdict();

        await PublishAsync(lab, new MadeUpPredictions(Given.Target, Given.Live, Given.DirectWithDeadEdges, NeverMeasured));

        var rows = DuckDb.Query($"""
            SELECT arch_str, predicted_latency_ms, interval90_low_ms, interval90_high_ms, measured, predictor_version, trainer, predictor_labels, predictor_sha256, dataset, target
            FROM '{lab.PathOf("1.0.0")}/data/predictions/*/*.parquet'
            """);
        // Ordered by architecture string; seven digits of each number.
        Assert.Equal(
            [
                [NeverMeasured, 3.0, 1.5, 4.5, false, 3, "latbench", 900, MadeUpPredictions.Sha256, "cifar100", Given.Target],
                [Given.DirectWithDeadEdges, 2.0, 1.0, 3.0, true, 3, "latbench", 900, MadeUpPredictions.Sha256, "cifar100", Given.Target],
                [Given.Live, 1.0, 0.5, 1.5, true, 3, "latbench", 900, MadeUpPredictions.Sha256, "cifar100", Given.Target],
            ],
            rows);
        // The measurements are what they would be without.
        Assert.Equal(3L, DuckDb.Value($"SELECT count(*) FROM '{lab.PathOf("1.0.0")}/data/latency/*/*.parquet'"));
        var card = await File.ReadAllTextAsync(Path.Combine(lab.PathOf("1.0.0"), "README.md"), Token);
        Assert.Contains("- config_name: predictions", card, StringComparison.Ordinal);
        Assert.Contains("Rows of `predictions` were computed by a predictor and not measured.", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BuildAsync_predictions_of_two_configurations_are_told_apart()
    {
        using var lab = Lab.WithEveryVerdict();
        var usual = new ModelConfiguration { Input = "cifar100" };

        await PublishAsync(lab, new MadeUpPredictions(Given.Target, Given.Live) { Configurations = [usual with { Precision = Precision.Int8 }, usual] });

        var rows = DuckDb.Query($"SELECT arch_str, precision, measured FROM '{lab.PathOf("1.0.0")}/data/predictions/*/*.parquet'");
        Assert.Equal([[Given.Live, "fp32", true], [Given.Live, "int8", false]], rows);
    }

    [Fact]
    public async Task BuildAsync_predictions_beside_the_same_measurements_are_a_minor_version()
    {
        using var lab = Lab.WithEveryVerdict();
        await lab.BuildAsync();

        var build = await PublishAsync(lab, new MadeUpPredictions(Given.Target, Given.Live));

        Assert.Equal(("1.1.0", "with=predictions"), (build.Snapshot.Version, build.Snapshot.Selection));
        var card = await File.ReadAllTextAsync(Path.Combine(lab.PathOf("1.0.0"), "README.md"), Token);
        Assert.DoesNotContain("predictions", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BuildAsync_predictions_where_nothing_predicts_are_refused()
    {
        using var lab = Lab.WithEveryVerdict();

        var refusal = await Assert.ThrowsAsync<SnapshotRefusedException>(() => PublishAsync(lab, new MadeUpPredictions("another/ort/cpu/t1", Given.Live)));

        Assert.Equal("None of the published targets has a predictor: train one with 'latbench predictors train', or publish without predictions.", refusal.Message);
        Assert.Empty(lab.Entries);
    }

    private static Task<SnapshotBuild> PublishAsync(Lab lab, IPredictionSource predictions) =>
        lab.Builder.BuildAsync(new SnapshotRequest { Predictions = predictions }, Token);
}
