using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Tests.Support;

namespace LatBench.DeviceAgent.Tests;

/// <summary>Real agent processes with execution providers.</summary>
public sealed class AgentProvidersTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task Run_with_providers_advertises_and_measures_on_each_mode()
    {
        NativeLibraries.TestProvider(_directory);
        await using var coordinator = await FakeCoordinator.StartAsync();
        var ledger = coordinator.Ledger;
        Enqueue(ledger, "npu", IoMode.Host);
        Enqueue(ledger, "npu", IoMode.Resident);
        Enqueue(ledger, "cpu", IoMode.Host);
        Enqueue(ledger, "cuda", IoMode.Host);
        using (var agent = Start(coordinator.Address, """{ "providers": [ { "name": "npu", "library": "libtest_provider.so" } ] }"""))
        {
            await ledger.WaitForAsync("completed", 3);
            await agent.StopAsync();
            Assert.Contains("Execution provider npu: LatBenchTest 1.2.3 on a cpu of ", await agent.Errors, StringComparison.Ordinal);
        }

        Assert.Equal(
            [("npu", IoMode.Host), ("npu", IoMode.Resident)],
            Assert.Single(ledger.Enrolments).Targets.Where(target => target.ExecutionProvider != "cpu").Select(target => (target.ExecutionProvider, target.IoMode)));
        // A delivery that the stop cut off before its answer is made once more: the contract is at least once.
        Assert.Equal(["jobs/1", "jobs/2", "jobs/3"], ledger.Completed.Select(report => report.Job).Distinct().Order());
        var settings = ledger.Completed.First(report => report.Job == "jobs/2").Result.Conditions.SessionOptions;
        Assert.Contains("io_mode=resident", settings);
        Assert.Contains("execution_provider_version=1.2.3", settings);
        var failed = Assert.Single(ledger.Failed.DistinctBy(report => report.Job));
        Assert.Contains("asks for the execution provider 'cuda'; this agent has cpu, npu", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "providers": [ { "name": "npu" } ] }""", "providers[0] has no 'library', and 'npu' is none of the providers")]
    [InlineData("""{ "providers": [ { "name": "npu", "library": "gone.so" } ] }""", "gone.so', which is not there.")]
    [InlineData("""{ "providers": [ { "name": "cuda" } ] }""", "The execution provider 'cuda' cannot be used here: CUDA execution provider is not enabled in this build")]
    public async Task Run_with_a_provider_that_is_not_to_be_had_ends_with_one_sentence(string providers, string expected)
    {
        using var agent = Start(new Uri("http://127.0.0.1:9"), providers);
        Assert.Equal(1, await agent.ExitAsync());
        Assert.Contains(expected, Assert.Single((await agent.Errors).TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private AgentUnderTest Start(Uri server, string providers) =>
        AgentUnderTest.Run(server, _directory.File("data"), Ledger.Token, "--providers", _directory.Write("providers.json", providers));

    private static void Enqueue(Ledger ledger, string provider, IoMode mode) => ledger.Enqueue(
        new ModelFile { Sha256 = ledger.AddArtifact(DeviceAgent.Hardware.PrecisionModels.All[0].Graph) },
        job =>
        {
            job.Target.ExecutionProvider = provider;
            job.Target.IoMode = mode;
        });
}
