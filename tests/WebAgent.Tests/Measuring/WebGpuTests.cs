using LatBench.WebAgent.Tests.Site;

namespace LatBench.WebAgent.Tests.Measuring;

/// <summary>WebGPU on SwiftShader, which computes on the CPU: it shows that it works, and nothing of its speed.</summary>
public sealed class WebGpuTests(SoftwareGpuBrowser browser, SharedSite shared) : IClassFixture<SoftwareGpuBrowser>
{
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
}

/// <summary>A Chromium whose graphics adapter is SwiftShader.</summary>
public sealed class SoftwareGpuBrowser : Browser
{
    /// <inheritdoc/>
    protected override IReadOnlyList<string> MoreArguments => ["--enable-unsafe-webgpu", "--enable-features=Vulkan", "--use-webgpu-adapter=swiftshader"];
}
