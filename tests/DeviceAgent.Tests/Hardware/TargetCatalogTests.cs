using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Providers;
using IoMode = LatBench.DeviceAgent.Providers.IoMode;

namespace LatBench.DeviceAgent.Tests.Hardware;

public sealed class TargetCatalogTests
{
    private static readonly ProviderTarget Cuda = new(new ProviderSettings { Name = "cuda", RegistrationName = "cuda" }, [IoMode.Host, IoMode.Resident]);
    private static readonly TargetCatalog Catalog = new(2, [new RuntimeOffer("1.31.1", [Cuda, new ProviderTarget(new ProviderSettings { Name = "xnnpack", RegistrationName = "xnnpack" }, [IoMode.Host])])]);

    [Fact]
    public void Targets_are_the_cpu_first_then_every_provider_in_its_modes()
    {
        Assert.Equal(("cpu", 1, GraphOptimization.All), (Catalog.Targets[0].ExecutionProvider, Catalog.Targets[0].Threads, Catalog.Targets[0].GraphOptimization));
        Assert.Equal(
            [("cuda", Contracts.V1.IoMode.Host), ("cuda", Contracts.V1.IoMode.Resident), ("xnnpack", Contracts.V1.IoMode.Host)],
            Catalog.Targets.Skip(8).Select(target => (target.ExecutionProvider, target.IoMode)));
        Assert.All(Catalog.Targets, target => Assert.Null(Catalog.WhyUnsupported(target)));
    }

    [Fact]
    public void ProviderOf_is_the_configured_one_and_none_for_the_cpu()
    {
        Assert.Equal("cuda", Catalog.ProviderOf(new Target { ExecutionProvider = "cuda" })!.Name);
        Assert.Null(Catalog.ProviderOf(new Target { ExecutionProvider = "cpu" }));
    }

    [Fact]
    public void Targets_of_several_runtimes_are_the_first_one_s_first()
    {
        var catalog = new TargetCatalog(1, [new RuntimeOffer("1.31.1", []), new RuntimeOffer("1.30.0", [Cuda])]);
        Assert.Equal(["1.31.1", "1.30.0"], catalog.Targets.Select(target => target.RuntimeVersion).Distinct());
        Assert.Equal("1.31.1", catalog.Targets[0].RuntimeVersion);
        Assert.Equal(["1.30.0"], catalog.Targets.Where(target => target.ExecutionProvider == "cuda").Select(target => target.RuntimeVersion).Distinct());
        Assert.All(catalog.Targets, target => Assert.Null(catalog.WhyUnsupported(target)));
        Assert.Contains("asks for the execution provider 'cuda'; this agent has cpu,", catalog.WhyUnsupported(new Target { ExecutionProvider = "cuda", Threads = 1 }), StringComparison.Ordinal);
        Assert.Equal("The target asks for ort 1.29.0; this agent has 1.31.1, 1.30.0.", catalog.WhyUnsupported(new Target { RuntimeVersion = "1.29.0", Threads = 1 }));
    }

    [Theory]
    [InlineData("openvino", Contracts.V1.IoMode.Host, 1, "asks for the execution provider 'openvino'; this agent has cpu, cuda, xnnpack, and others by its option --providers.")]
    [InlineData("xnnpack", Contracts.V1.IoMode.Resident, 1, "the execution provider 'xnnpack' does not keep them there.")]
    [InlineData("cpu", Contracts.V1.IoMode.Resident, 1, "the execution provider 'cpu' has the host's alone.")]
    [InlineData("cuda", Contracts.V1.IoMode.Host, 2, "'cuda' is measured with one thread")]
    [InlineData("cpu", Contracts.V1.IoMode.Host, 3, "asks for 3 threads; this agent may use 1 to 2.")]
    public void WhyUnsupported_names_what_is_missing(string provider, Contracts.V1.IoMode mode, int threads, string expected)
    {
        var target = new Target { ExecutionProvider = provider, IoMode = mode, Threads = threads };
        Assert.Contains(expected, Catalog.WhyUnsupported(target), StringComparison.Ordinal);
    }
}
