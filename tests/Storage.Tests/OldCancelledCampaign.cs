using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Measurements;

namespace LatBench.Storage.Tests;

/// <summary>A campaign that a build before 0014 cancelled: of its two measurements one was finished, the other has neither verdict nor passes.</summary>
internal static class OldCancelledCampaign
{
    /// <summary>The script that knows the verdict cancelled.</summary>
    public const string Script = "0014_cancelled.sql";

    /// <summary>Fills a database of that build, whichever it is.</summary>
    public const string Sql = """
        INSERT INTO devices (id, state, hardware, software, enrolled_at) VALUES ('lab', 1, '{}', '{}', 0);
        INSERT INTO targets (slug, device_id, runtime, runtime_version, execution_provider, threads, graph_optimization, position)
            VALUES ('lab/ort-1.31.1/cpu/t1', 'lab', 'ort', '1.31.1', 'cpu', 1, 'all', 0);
        INSERT INTO models (sha256, weights_sha256, weights_file_name, search_space, effective_cell, architecture, dataset, batch, model_precision, graph_variant)
            VALUES ('a', 'w', 'weights.bin', 'nas-bench-201', 'a', 'a', 'cifar100', 1, 'fp32', 'pruned'), ('b', 'w', 'weights.bin', 'nas-bench-201', 'b', 'b', 'cifar100', 1, 'fp32', 'pruned');
        INSERT INTO campaigns (display_name, request, protocol, targets, state, created_at, ended_at) VALUES ('old', '{}', '{"minPasses":2}', '["lab/ort-1.31.1/cpu/t1"]', 3, 0, 0);
        INSERT INTO measurements (campaign_id, model_sha256, target, verdict, stop_reason) VALUES (1, 'a', 'lab/ort-1.31.1/cpu/t1', 1, 1), (1, 'b', 'lab/ort-1.31.1/cpu/t1', NULL, 4);
        INSERT INTO jobs (campaign_id, measurement_id, device_id, pass, order_key, state) VALUES (1, 2, 'lab', 1, 7, 5), (1, 2, 'lab', 2, 8, 5);
        INSERT INTO predictors (target, version, search_space, dataset, batch, model_precision, graph_variant, plan, state, promoted, created_at)
            VALUES ('lab/ort-1.31.1/cpu/t1', 1, 'nas-bench-201', 'cifar100', 1, 'fp32', 'pruned',
                '{"trainer":"linear","seed":1,"heldOutShare":0.1,"threads":1,"timeLimit":"00:10:00","memoryBytes":1,"promote":true}', 3, TRUE, 0),
            ('lab/ort-1.31.1/cpu/t1', 2, 'nas-bench-201', 'cifar100', 1, 'int8', 'pruned',
                '{"trainer":"linear","seed":1,"heldOutShare":0.1,"threads":1,"timeLimit":"00:10:00","memoryBytes":1,"promote":true}', 3, FALSE, 0);
        """;

    /// <summary>After the migration the unfinished one is cancelled, and the campaign can be resumed.</summary>
    public static async Task AssertMigratedAsync(IStore store)
    {
        var token = TestContext.Current.CancellationToken;
        var measurements = await store.Measurements.ListAsync(new MeasurementFilter(1), null, 10, token);
        Assert.Equal([(Verdict.Valid, StopReason.ErrorTargetMet), (Verdict.Cancelled, StopReason.Cancelled)], measurements.Select(measurement => (measurement.Verdict!.Value, measurement.StopReason!.Value)));
        var progress = await store.Campaigns.GetProgressAsync(1, token);
        Assert.Equal((0, 1, 1), (progress.Pending, progress.Valid, progress.Cancelled));

        // What served then still does, also beside another model configuration.
        Assert.Equal([1], (await store.Predictors.ListPromotedAsync("lab/ort-1.31.1/cpu/t1", token)).Select(predictor => predictor.Id));
        await store.Predictors.PromoteAsync(2, token);
        Assert.Equal([1, 2], (await store.Predictors.ListPromotedAsync("lab/ort-1.31.1/cpu/t1", token)).Select(predictor => predictor.Id));

        var resumption = await store.ResumeAsync(1, null, TestData.Now, token);

        Assert.Equal((ResumeOutcome.Resumed, CampaignState.Running), (resumption.Outcome, resumption.Campaign!.State));
        Assert.Equal(2, (await store.Campaigns.GetProgressAsync(1, token)).JobsOpen);
    }
}
