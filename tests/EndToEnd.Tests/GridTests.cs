using System.Text.Json;
using LatBench.Contracts.V1;

namespace LatBench.EndToEnd.Tests;

/// <summary>Campaigns over combinations of settings, with real processes from the command to the snapshot.</summary>
public sealed class GridTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Grid_of_threads_and_precisions_is_measured_profiled_shown_and_published()
    {
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();
        await installation.StartAgentAsync();
        // A machine with one CPU has one thread count to offer.
        var threads = Environment.ProcessorCount > 1 ? "1,2" : "1";
        var targets = threads.Split(',').Length;

        var submit = (await CommandResult.RunAsync(
            "campaigns", "submit", "--arch", "333333", "--arch", "320412", "--device", "bench", "--threads", threads, "--precision", "fp32,int8", "--passes", "2..2", "--min-spread", "0",
            "--profile", "--watch", "--json", "--data", installation.Data)).Expect(0);

        using (var campaign = JsonDocument.Parse(submit.Output))
        {
            var progress = campaign.RootElement.GetProperty("progress");
            Assert.Equal(4 * targets, progress.GetProperty("valid").GetInt32());
            Assert.Equal((4 * targets, 0), (progress.GetProperty("profiles_done").GetInt32(), progress.GetProperty("profiles_failed").GetInt32()));
            Assert.Equal(targets, campaign.RootElement.GetProperty("targets").GetArrayLength());
        }

        var measurements = (await installation.Measurements.ListMeasurementsAsync(new ListMeasurementsRequest(), cancellationToken: Cancel)).Measurements;
        Assert.Equal(4 * targets, measurements.Select(measurement => (measurement.Target, measurement.ModelConfig.Precision, measurement.EffectiveCell)).Distinct().Count());
        foreach (var measurement in measurements)
        {
            var details = await installation.Measurements.GetMeasurementAsync(new GetMeasurementRequest { Name = measurement.Name }, cancellationToken: Cancel);
            Assert.Equal(1, details.Profile.Operators.Sum(one => one.Share), 1e-9);
            Assert.Contains(details.Profile.Operators, one => one.Place.Part == NetworkPart.Edge);
            Assert.Equal(2, details.Passes.Count);
        }

        var show = (await CommandResult.RunAsync("measurements", "show", measurements[0].Name, "--data", installation.Data)).Expect(0);
        foreach (var part in new[] { "Samples: ", "Passes: ", "Profile: ", "stem", "Conditions of the counted passes" })
            Assert.Contains(part, show.Output, StringComparison.Ordinal);

        var snapshot = (await CommandResult.RunAsync("snapshots", "create", "--json", "--data", installation.Data)).Expect(0);
        using var created = JsonDocument.Parse(snapshot.Output);
        var path = created.RootElement.GetProperty("snapshot").GetProperty("path").GetString()!;
        Assert.Equal(targets, Directory.GetFiles(Path.Combine(path, "data", "profiles"), "*.parquet", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Campaign_that_asks_for_more_than_the_device_has_is_refused_and_nothing_is_created()
    {
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();
        await installation.StartAgentAsync();

        var refused = (await CommandResult.RunAsync(
            "campaigns", "submit", "--models", "2", "--device", "bench", "--threads", "1,1024", "--data", installation.Data)).Expect(2);

        Assert.Contains("The device bench does not run 1024 threads with cpu: it runs ", refused.Errors, StringComparison.Ordinal);
        Assert.Single(refused.Errors.TrimEnd().Split('\n'));
        Assert.Empty((await installation.Campaigns.ListCampaignsAsync(new ListCampaignsRequest(), cancellationToken: Cancel)).Campaigns);
    }

    [Fact]
    public async Task Batch_that_does_not_fit_memory_is_one_failure_with_its_reason_and_the_rest_is_measured()
    {
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();
        await installation.StartAgentAsync(memoryBytes: 600L << 20);

        // 4096 images of the stem alone are 256 MiB, and an operator needs its input and its output.
        (await CommandResult.RunAsync(
            "campaigns", "submit", "--arch", "333333", "--device", "bench", "--batch", "1,4096", "--passes", "2..2", "--min-spread", "0",
            "--profile", "--watch", "--data", installation.Data)).Expect(0);

        var measurements = (await installation.Measurements.ListMeasurementsAsync(new ListMeasurementsRequest(), cancellationToken: Cancel)).Measurements;
        var large = measurements.Single(measurement => measurement.ModelConfig.Batch == 4096);
        Assert.Equal((Verdict.Failed, FailureReason.OutOfMemory), (large.Verdict, large.FailureReason));
        Assert.Contains("memory", large.FailureMessage, StringComparison.Ordinal);
        Assert.Null(large.Summary);
        var details = await installation.Measurements.GetMeasurementAsync(new GetMeasurementRequest { Name = large.Name }, cancellationToken: Cancel);
        Assert.Empty(details.Passes);
        Assert.Null(details.Profile);
        Assert.Equal(Verdict.Valid, measurements.Single(measurement => measurement.ModelConfig.Batch == 1).Verdict);
    }
}
