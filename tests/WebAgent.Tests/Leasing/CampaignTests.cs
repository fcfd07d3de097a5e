using LatBench.Contracts.V1;
using LatBench.WebAgent.Tests.Site;
using Microsoft.Playwright;

namespace LatBench.WebAgent.Tests.Leasing;

public sealed class CampaignTests(Browser browser, SharedSite shared)
{
    private static readonly Verdict[] Measured = [Verdict.Valid, Verdict.Suspect];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Campaign_of_30_models_with_one_and_two_threads_is_measured_with_the_conditions_of_the_browser()
    {
        await using var tab = await DeviceTab.EnrolledAsync(browser, shared.Site, "thirty");

        var campaign = await shared.Site.EndAsync(await shared.Site.SubmitAsync("thirty", models: 30, 1, 2));

        Assert.Equal(CampaignState.Succeeded, campaign.State);
        var measurements = await shared.Site.MeasurementsAsync(campaign.Name);
        Assert.Equal(60, measurements.Count);
        // Suspect where the machine itself changed meanwhile.
        Assert.All(measurements, measurement => Assert.Contains(measurement.Verdict, Measured));
        await tab.SentAsync();
        // Two passes each, and two more of a model where the machine changed meanwhile.
        Assert.InRange(await tab.FigureAsync("measured"), 120, 240);
        var passes = await shared.Site.PassesAsync(measurements[0].Name);
        Assert.All(passes, AssertConditions);
        tab.Watched.AssertNoFaults(DeviceTab.NoAdapter);
    }

    [Fact]
    public async Task Reload_in_the_middle_goes_on_by_itself_and_loses_nothing()
    {
        await using var tab = await DeviceTab.EnrolledAsync(browser, shared.Site, "reloaded");
        var campaign = await shared.Site.SubmitAsync("reloaded", models: 6, 1);
        await tab.AtLeastAsync("measured", 2);

        await tab.Page.ReloadAsync();

        Assert.Equal(CampaignState.Succeeded, (await shared.Site.EndAsync(campaign)).State);
        Assert.All(await shared.Site.MeasurementsAsync(campaign), measurement => Assert.Contains(measurement.Verdict, Measured));
    }

    [Fact]
    public async Task Weights_that_models_share_are_downloaded_once_and_kept_across_a_reload()
    {
        await using var tab = await DeviceTab.EnrolledAsync(browser, shared.Site, "weights-once");
        var downloads = new System.Collections.Concurrent.ConcurrentQueue<(string Path, long Bytes)>();
        tab.Page.Response += (_, response) =>
        {
            if (new Uri(response.Url).AbsolutePath is var path && path.StartsWith("/artifacts/", StringComparison.Ordinal))
                downloads.Enqueue((path, long.Parse(response.Headers["content-length"], System.Globalization.CultureInfo.InvariantCulture)));
        };

        await shared.Site.EndAsync(await shared.Site.SubmitAsync("weights-once", models: 2, 1));
        await tab.Page.ReloadAsync();
        await shared.Site.EndAsync(await shared.Site.SubmitAsync("weights-once", models: 4, 1));

        Assert.InRange(downloads.Count, 5, 20);
        Assert.Single(downloads, download => download.Bytes > 1 << 20);
    }

    [Fact]
    public async Task Tab_that_is_killed_and_opened_again_gives_back_what_it_held()
    {
        await using var tab = await DeviceTab.EnrolledAsync(browser, shared.Site, "killed");
        var campaign = await shared.Site.SubmitAsync("killed", models: 6, 1);
        await tab.AtLeastAsync("measured", 1);
        var crashed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        tab.Page.Crash += (_, _) => crashed.TrySetResult();
        _ = tab.Page.GotoAsync("chrome://crash").ContinueWith(left => left.Exception, TaskScheduler.Default);
        await crashed.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        await using var again = await tab.AnotherAsync();

        // Its leases last for two minutes: a campaign that ends sooner did not wait for them.
        Assert.Equal(CampaignState.Succeeded, (await shared.Site.EndAsync(campaign).WaitAsync(TimeSpan.FromSeconds(100), Cancel)).State);
    }

    [Fact]
    public async Task Hidden_tab_pauses_says_why_and_goes_on()
    {
        await using var tab = await DeviceTab.EnrolledAsync(browser, shared.Site, "hidden-one");
        var campaign = await shared.Site.SubmitAsync("hidden-one", models: 5, 1);
        await tab.PhaseAsync("measuring");

        await tab.SetVisibleAsync(false);
        await tab.PhaseAsync("hidden");

        Assert.Equal("Paused: tab hidden · LatBench", await tab.Page.TitleAsync());
        Assert.Equal(WaitReason.PageHidden, (await shared.Site.DeviceAsync("hidden-one")).Waiting.Reason);
        await tab.SetVisibleAsync(true);
        Assert.Equal(CampaignState.Succeeded, (await shared.Site.EndAsync(campaign)).State);
        var passes = new List<PassResult>();
        foreach (var measurement in await shared.Site.MeasurementsAsync(campaign))
            passes.AddRange(await shared.Site.PassesAsync(measurement.Name));
        Assert.Equal(1, passes.Count(pass => pass.Conditions.Flags.Contains("visibility-change")));
    }

    [Fact]
    public async Task Stop_button_stops_and_start_goes_on_also_after_a_reload()
    {
        await using var tab = await DeviceTab.EnrolledAsync(browser, shared.Site, "stopped-one");
        var campaign = await shared.Site.SubmitAsync("stopped-one", models: 4, 1);
        await tab.PhaseAsync("measuring");

        await tab.Part("stop").ClickAsync();
        await tab.PhaseAsync("stopped");
        Assert.Equal(WaitReason.AgentStopped, (await shared.Site.DeviceAsync("stopped-one")).Waiting.Reason);
        await tab.Page.ReloadAsync();
        await tab.PhaseAsync("stopped");
        await tab.Part("go").ClickAsync();

        Assert.Equal(CampaignState.Succeeded, (await shared.Site.EndAsync(campaign)).State);
    }

    [Fact]
    public async Task Storage_that_is_denied_is_said_and_results_are_delivered_all_the_same()
    {
        const string deny = "for (const name of ['localStorage', 'indexedDB']) Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } });";
        await using var tab = await DeviceTab.EnrolledAsync(browser, shared.Site, "no-storage", deny);

        var campaign = await shared.Site.SubmitAsync("no-storage", models: 2, 1);

        Assert.Equal(CampaignState.Succeeded, (await shared.Site.EndAsync(campaign)).State);
        await tab.TextAsync("This browser does not let the page store anything");
    }

    [Fact]
    public async Task File_that_arrives_damaged_twice_fails_with_its_reason()
    {
        await using var tab = await DeviceTab.EnrolledAsync(browser, shared.Site, "damaged");
        await tab.Page.RouteAsync("**/artifacts/*", route => route.FulfillAsync(new RouteFulfillOptions { BodyBytes = [1, 2, 3] }));

        var campaign = await shared.Site.EndAsync(await shared.Site.SubmitAsync("damaged", models: 1, 1));

        var measurement = Assert.Single(await shared.Site.MeasurementsAsync(campaign.Name));
        Assert.Equal(Verdict.Failed, measurement.Verdict);
        Assert.Equal(FailureReason.ArtifactCorrupt, measurement.FailureReason);
    }

    [Fact]
    public async Task Profile_fails_alone_with_a_sentence()
    {
        await using var tab = await DeviceTab.EnrolledAsync(browser, shared.Site, "profiled");
        await shared.Site.RunAsync(
            "campaigns", "submit", "--models", "1", "--passes", "2..2", "--min-spread", "0", "--profile", "--target", "profiled/ort-web-1.30.0/wasm/t1", "--watch");

        await tab.Page.GetByText("The runtime in a browser records no profile of operators.").WaitForAsync();
    }

    private static void AssertConditions(PassResult pass)
    {
        var conditions = pass.Conditions;
        Assert.Contains("Chrome/", conditions.Browser.UserAgent, StringComparison.Ordinal);
        Assert.True(conditions.Browser.CrossOriginIsolated);
        Assert.True(conditions.Browser.Simd);
        Assert.Equal(1, conditions.Browser.Threads);
        Assert.InRange(conditions.Browser.TimerStepNs, 1, 100_000);
        Assert.Equal("1.30.0", conditions.RuntimeVersion);
        Assert.Equal("wasm", conditions.ExecutionProvider);
        Assert.Equal("latbench/1", conditions.Protocol);
        Assert.Contains("intra_op_num_threads=1", conditions.SessionOptions);
        Assert.InRange(pass.ClockNs, 1_000, 1_000_000);
        // A sample of at least 200 steps of the clock.
        Assert.All(pass.SamplesNs, ns => Assert.True(ns * Math.Max(1, conditions.InferencesPerSample) >= 150 * conditions.Browser.TimerStepNs));
    }
}
