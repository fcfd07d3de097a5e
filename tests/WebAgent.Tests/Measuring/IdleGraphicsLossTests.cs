using LatBench.Contracts.V1;
using LatBench.WebAgent.Tests.Site;

namespace LatBench.WebAgent.Tests.Measuring;

/// <summary>A graphics process that ends while nothing is measured, and then in the middle of a model: Chromium starts another once, and none after two ends in a row.</summary>
public sealed class IdleGraphicsLossTests(SoftwareGpuBrowser browser, SharedSite shared) : IClassFixture<SoftwareGpuBrowser>
{
    private const string Target = "gpu-idle/ort-web-1.30.0/webgpu/t1";

    [Fact]
    [Trait("category", "slow")]
    public async Task Graphics_process_that_ends_between_two_jobs_costs_no_try_and_one_that_does_not_come_back_fails_them_with_the_reason()
    {
        await using var tab = await DeviceTab.EnrolledAsync(browser, shared.Site, "gpu-idle");
        var first = "";
        var worker = await tab.Page.RunAndWaitForWorkerAsync(async () => first = await shared.Site.SubmitAsync(SmallCells.Skip, Target));
        Assert.Equal(CampaignState.Succeeded, (await shared.Site.EndAsync(first)).State);

        await browser.EndGraphicsProcessAsync();
        await worker.EvaluateAsync<object>("async () => { await (await import('/web-runtime/1.30.0/ort.webgpu.min.mjs')).env.webgpu.device.lost; }");
        var next = await MeasureAsync(SmallCells.Convolution);
        var failed = $"{await tab.FigureAsync("failed")} {await tab.Part("failure").TextContentAsync()}";
        await browser.EndGraphicsProcessAsync();
        var last = await MeasureAsync(new Selection { Sample = new RandomSample { Count = 1, Seed = 1 } });
        var byCpu = await shared.Site.EndAsync(await shared.Site.SubmitAsync("gpu-idle", models: 1, 1));

        Assert.Equal(("", "0 "), (next.FailureMessage, failed));
        Assert.Equal((Verdict.Failed, FailureReason.TargetUnsupported), (last.Verdict, last.FailureReason));
        Assert.Equal("The browser has no graphics adapter any more, so it cannot measure with WebGPU: restart the browser.", last.FailureMessage);
        Assert.Equal(0, byCpu.Progress.Failed);
    }

    private async Task<Measurement> MeasureAsync(Selection selection)
    {
        var campaign = await shared.Site.EndAsync(await shared.Site.SubmitAsync(selection, Target));
        return Assert.Single(await shared.Site.MeasurementsAsync(campaign.Name));
    }
}
