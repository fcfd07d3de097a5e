using LatBench.Contracts.V1;
using LatBench.WebAgent.Tests.Site;

namespace LatBench.WebAgent.Tests.Measuring;

/// <summary>WebGPU on SwiftShader, which computes on the CPU: it shows that it works, and nothing of its speed.</summary>
public sealed class WebGpuTests(SoftwareGpuBrowser browser, SharedSite shared) : IClassFixture<SoftwareGpuBrowser>
{
    private const string Loss = "The graphics processor was lost while it had this model: ";

    /// <summary>Waits in a worker until its model runs, and gives the device of the runtime.</summary>
    private const string Running =
        """
        const { env } = await import('/web-runtime/1.30.0/ort.webgpu.min.mjs');
        while (!env.webgpu.device) await new Promise(resolve => setTimeout(resolve, 10));
        const device = env.webgpu.device;
        await new Promise(resolve => {
          const { queue } = device;
          const submit = queue.submit;
          let count = 0;
          queue.submit = function (...commands) {
            if (++count === 20) resolve();
            return submit.apply(this, commands);
          };
        });
        """;

    [Fact]
    [Trait("category", "slow")]
    public async Task WebGPU_measures_on_the_host_and_on_the_device_and_names_an_operator_that_it_does_not_take()
    {
        await using var tab = await DeviceTab.OpenAsync(browser, shared.Site);
        await tab.PhaseAsync("enrol");
        Assert.Contains("webgpu t1", await tab.Part("offers").TextContentAsync(), StringComparison.Ordinal);
        var relu = new TinyJob("Relu") { Provider = "webgpu" };

        var outcomes = await tab.MeasureAsync(relu, relu with { Operator = "Det" }, relu with { IsResident = true });

        Assert.StartsWith("measured true", outcomes[0], StringComparison.Ordinal);
        Assert.Contains("io_mode=host session.disable_cpu_ep_fallback=1", outcomes[0], StringComparison.Ordinal);
        Assert.Equal("FAILURE_REASON_MODEL_REJECTED The execution provider 'webgpu' does not take the operator Det of the model, and none may fall back to the CPU.", outcomes[1]);
        Assert.StartsWith("measured true", outcomes[2], StringComparison.Ordinal);
        Assert.Contains("io_mode=resident", outcomes[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("category", "slow")]
    public async Task Graphics_device_that_is_lost_in_the_middle_fails_its_job_and_the_next_one_gets_another(bool isResident)
    {
        await using var tab = await DeviceTab.OpenAsync(browser, shared.Site);
        await tab.PhaseAsync("enrol");
        var relu = new TinyJob("Relu") { Provider = "webgpu", IsResident = isResident };
        var measuring = Task.FromResult<string[]>([]);
        var worker = await tab.Page.RunAndWaitForWorkerAsync(() =>
        {
            measuring = tab.MeasureAsync(relu with { MinBlockMilliseconds = 60_000 }, relu);
            return Task.CompletedTask;
        });

        await worker.EvaluateAsync<object>($"async () => {{ {Running} device.destroy(); }}");
        var outcomes = await measuring;

        Assert.StartsWith("FAILURE_REASON_RUNNER_CRASHED " + Loss, outcomes[0], StringComparison.Ordinal);
        Assert.StartsWith("measured true", outcomes[1], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("category", "slow")]
    public async Task Graphics_process_that_ends_in_the_middle_of_a_campaign_costs_one_try_with_its_reason()
    {
        await using var tab = await DeviceTab.EnrolledAsync(browser, shared.Site, "gpu-lost");
        var name = "";
        var worker = await tab.Page.RunAndWaitForWorkerAsync(async () => name = await shared.Site.SubmitAsync(SmallCells.Skip, "gpu-lost/ort-web-1.30.0/webgpu/t1"));
        await worker.EvaluateAsync<object>($"async () => {{ {Running} }}");

        var report = await tab.Page.RunAndWaitForRequestAsync(browser.EndGraphicsProcessAsync, request => request.Url.EndsWith(":fail", StringComparison.Ordinal), new() { Timeout = 60_000 });
        await tab.TextAsync(Loss);
        var campaign = await shared.Site.EndAsync(name);

        Assert.Contains("FAILURE_REASON_RUNNER_CRASHED", report.PostData, StringComparison.Ordinal);
        Assert.Contains(Loss, report.PostData, StringComparison.Ordinal);
        Assert.Equal(CampaignState.Succeeded, campaign.State);
        var measurement = Assert.Single(await shared.Site.MeasurementsAsync(campaign.Name));
        Assert.NotEqual(Verdict.Failed, measurement.Verdict);
        Assert.Equal(1, await tab.FigureAsync("failed"));
        Assert.Equal(await tab.FigureAsync("measured"), measurement.Summary.Passes);
    }
}

/// <summary>A Chromium whose graphics adapter is SwiftShader.</summary>
public sealed class SoftwareGpuBrowser : Browser
{
    /// <inheritdoc/>
    protected override IReadOnlyList<string> MoreArguments => ["--enable-unsafe-webgpu", "--enable-features=Vulkan", "--use-webgpu-adapter=swiftshader"];
}
