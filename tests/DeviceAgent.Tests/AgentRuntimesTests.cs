using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Providers;
using LatBench.DeviceAgent.Tests.Support;
using LatBench.TestKit;

namespace LatBench.DeviceAgent.Tests;

/// <summary>Real agent processes with several versions of ONNX Runtime.</summary>
public sealed class AgentRuntimesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task Run_with_a_second_runtime_advertises_and_measures_on_both()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        var ledger = coordinator.Ledger;
        Enqueue(ledger, OlderRuntime.Version);
        Enqueue(ledger, "");
        Enqueue(ledger, OlderRuntime.Version);
        Enqueue(ledger, "1.2.3");
        using (var agent = Start(coordinator.Address, OlderRuntime.Folder))
        {
            await ledger.WaitForAsync("completed", 3);
            await agent.StopAsync();
            Assert.Contains($"ONNX Runtime {OlderRuntime.Version} of {OlderRuntime.Folder} is offered too.", await agent.Errors, StringComparison.Ordinal);
        }

        var versions = Assert.Single(ledger.Enrolments).Targets.Select(target => target.RuntimeVersion).Distinct().ToArray();
        Assert.Equal(2, versions.Length);
        Assert.Equal(OlderRuntime.Version, versions[1]);
        // A delivery that the stop cut off before its answer is made once more: the contract is at least once.
        Assert.Equal(
            [OlderRuntime.Version, versions[0], OlderRuntime.Version],
            ledger.Completed.DistinctBy(report => report.Job).OrderBy(report => report.Job, StringComparer.Ordinal).Select(report => report.Result.Conditions.RuntimeVersion));
        Assert.Equal($"The target asks for ort 1.2.3; this agent has {versions[0]}, {OlderRuntime.Version}.", Assert.Single(ledger.Failed.DistinctBy(report => report.Job)).Message);
    }

    [Fact]
    public async Task Run_with_a_folder_without_a_library_ends_with_one_sentence() =>
        Assert.Equal(
            $"The runtime folder {_directory.Path} has no {RuntimeFolder.LibraryFileName}. Mend the folder, or leave --runtime {_directory.Path} away.",
            await SentenceAsync(_directory.Path));

    [Fact]
    public async Task Run_with_a_runtime_that_is_too_old_ends_with_one_sentence()
    {
        NativeLibraries.Compile(_directory, "old_runtime.c", RuntimeFolder.LibraryFileName);
        Assert.Contains("is ONNX Runtime 1.10.0; this agent needs 1.30 or later", await SentenceAsync(_directory.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_with_two_folders_of_one_version_ends_with_one_sentence()
    {
        File.CreateSymbolicLink(_directory.File(RuntimeFolder.LibraryFileName), Path.Combine(OlderRuntime.Folder, RuntimeFolder.LibraryFileName));
        Assert.Equal(
            $"The runtime folder {_directory.Path} has ONNX Runtime {OlderRuntime.Version}, as {OlderRuntime.Folder} has: one agent offers a version once, so leave one of them away.",
            await SentenceAsync(OlderRuntime.Folder, _directory.Path));
    }

    public void Dispose() => _directory.Dispose();

    private async Task<string> SentenceAsync(params string[] runtimes)
    {
        using var agent = Start(new Uri("http://127.0.0.1:9"), runtimes);
        Assert.Equal(1, await agent.ExitAsync());
        return (await agent.Errors).TrimEnd().Split('\n')[^1];
    }

    private AgentUnderTest Start(Uri server, params string[] runtimes) =>
        AgentUnderTest.Run(server, _directory.File("data"), Ledger.Token, [.. runtimes.SelectMany(folder => new[] { "--runtime", folder })]);

    private static void Enqueue(Ledger ledger, string version) => ledger.Enqueue(
        new ModelFile { Sha256 = ledger.AddArtifact(DeviceAgent.Hardware.PrecisionModels.All[0].Graph) },
        job => job.Target.RuntimeVersion = version);
}
