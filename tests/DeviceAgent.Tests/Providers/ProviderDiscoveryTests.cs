using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Providers;
using LatBench.DeviceAgent.Running;
using LatBench.DeviceAgent.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace LatBench.DeviceAgent.Tests.Providers;

/// <summary>Providers tried in real processes.</summary>
public sealed class ProviderDiscoveryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task RunAsync_provider_with_memory_of_its_own_has_both_modes_and_its_version()
    {
        var target = Assert.Single(await DiscoverAsync(Plugin("npu")));
        Assert.Equal([IoMode.Host, IoMode.Resident], target.Modes);
        Assert.Equal(("npu", "1.2.3"), (target.Settings.Name, target.Settings.Version));
    }

    [Fact]
    public async Task RunAsync_provider_in_the_memory_of_the_host_has_one_mode() =>
        Assert.Equal([IoMode.Host], Assert.Single(await DiscoverAsync(Plugin("host-memory"))).Modes);

    [Fact]
    public async Task RunAsync_two_providers_of_one_library_are_both_found()
    {
        var first = Plugin("one");
        var found = await DiscoverAsync(first, first with { Name = "two", Options = new Dictionary<string, string> { ["take"] = "all" } });
        Assert.Equal(["one", "two"], found.Select(target => target.Settings.Name));
    }

    [Theory]
    [InlineData("no-device", "The execution provider 'no-device' has no device here")]
    [InlineData("no-driver", "The execution provider 'no-driver' cannot be loaded: the driver of the accelerator is not loaded. Fix it, or take 'no-driver' out of the providers file.")]
    [InlineData("crash", "The execution provider 'crash' cannot be used here: The runner process was ended by signal 6")]
    public async Task RunAsync_provider_that_cannot_be_used_is_named(string registration, string expected) =>
        Assert.Contains(expected, await FaultAsync(Plugin(registration)), StringComparison.Ordinal);

    [Fact]
    public async Task RunAsync_provider_that_takes_no_convolution_is_named() => Assert.Contains(
        "The execution provider 'npu' does not take the whole graph: it leaves 1 of 1 nodes (Conv 'y')",
        await FaultAsync(Plugin("npu") with { Options = new Dictionary<string, string> { ["take"] = "nothing" } }),
        StringComparison.Ordinal);

    [Fact]
    public async Task RunAsync_built_in_provider_that_this_build_lacks_is_named() => Assert.Contains(
        "The execution provider 'cuda' cannot be used here: CUDA execution provider is not enabled in this build; this build of ONNX Runtime has CPUExecutionProvider.",
        await FaultAsync(new ProviderSettings { Name = "cuda", Provider = "CUDA", RegistrationName = "cuda" }),
        StringComparison.Ordinal);

    public void Dispose() => _directory.Dispose();

    private static Task<IReadOnlyList<ProviderTarget>> DiscoverAsync(params ProviderSettings[] providers) => ProviderDiscovery.RunAsync(
        providers, RunnerCommand.Self(), required: true, CpuAffinity.Get(), new TimeLimits(), TimeProvider.System, NullLogger<ProviderProbe>.Instance, TestContext.Current.CancellationToken);

    private static async Task<string> FaultAsync(ProviderSettings provider) =>
        (await Assert.ThrowsAsync<AgentException>(() => DiscoverAsync(provider))).Message;

    private ProviderSettings Plugin(string name) => new() { Name = name, RegistrationName = name, LibraryPath = NativeLibraries.TestProvider(_directory) };
}
