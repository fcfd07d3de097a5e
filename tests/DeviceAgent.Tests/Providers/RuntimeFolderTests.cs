using System.Runtime.InteropServices;
using LatBench.DeviceAgent.Providers;
using LatBench.DeviceAgent.Running;
using LatBench.DeviceAgent.Tests.Support;
using LatBench.TestKit;

namespace LatBench.DeviceAgent.Tests.Providers;

/// <summary>Runner processes on a native library from a folder.</summary>
public sealed class RuntimeFolderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task Runner_uses_the_library_of_the_folder()
    {
        var copy = _directory.File(RuntimeFolder.LibraryFileName);
        File.Copy(OwnLibrary(), copy);
        using var runner = TestRunner.Of(RunnerCommand.Self().WithRuntime(_directory.Path));
        Assert.Matches(@"^1\.\d+\.\d+$", await runner.RuntimeVersionAsync(TestContext.Current.CancellationToken));
        var outcome = await runner.MeasureAsync(TestPlans.For(_directory, TestModels.Shared(1)[0]), TestContext.Current.CancellationToken);
        Assert.Null(outcome.Failure);
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells which libraries a process has mapped.");
        var mapped = (await File.ReadAllLinesAsync($"/proc/{runner.RunnerId}/maps", TestContext.Current.CancellationToken))
            .Where(line => line.EndsWith(RuntimeFolder.LibraryFileName, StringComparison.Ordinal))
            .Select(line => line[line.IndexOf('/', StringComparison.Ordinal)..])
            .Distinct();
        Assert.Equal([copy], mapped);
    }

    [Fact]
    public Task Runner_on_what_is_no_library_says_so()
    {
        _directory.Write(RuntimeFolder.LibraryFileName, "not ELF at all, but long enough to be read as a header of one");
        return EndsAsync("The runtime folder's library cannot be loaded: ");
    }

    [Fact]
    public Task Runner_on_another_library_says_so()
    {
        File.Copy(NativeLibraries.TestProvider(_directory), _directory.File(RuntimeFolder.LibraryFileName));
        return EndsAsync("is not ONNX Runtime: it has no OrtGetApiBase.");
    }

    [Fact]
    public Task Runner_on_an_old_library_says_which_it_needs()
    {
        NativeLibraries.Compile(_directory, "old_runtime.c", RuntimeFolder.LibraryFileName);
        return EndsAsync("is ONNX Runtime 1.10.0; this agent needs 1.30 or later, or Microsoft.ML.OnnxRuntime.dll of version 1.10.0 beside it (NuGet package Microsoft.ML.OnnxRuntime.Managed).");
    }

    [Fact]
    public async Task Runner_uses_an_older_library_through_an_older_binding()
    {
        using var runner = TestRunner.Of(RunnerCommand.Self().WithRuntime(OlderRuntime.Folder));
        Assert.Equal(OlderRuntime.Version, await runner.RuntimeVersionAsync(TestContext.Current.CancellationToken));
        var outcome = await runner.MeasureAsync(TestPlans.For(_directory, TestModels.Shared(1)[0]), TestContext.Current.CancellationToken);
        Assert.Null(outcome.Failure);
        Assert.Equal(OlderRuntime.Version, outcome.Result!.Conditions.RuntimeVersion);
    }

    [Fact]
    public Task Runner_on_a_library_of_another_architecture_says_which()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The package has libraries of two architectures for Linux.");
        var other = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "x64" : "arm64";
        File.Copy(OlderRuntime.Library(other), _directory.File(RuntimeFolder.LibraryFileName));
        return EndsAsync($"is for {other}, and this machine is {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}.");
    }

    public void Dispose() => _directory.Dispose();

    private static string OwnLibrary()
    {
        var architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return Path.Combine(AppContext.BaseDirectory, "runtimes", $"{system}-{architecture}", "native", RuntimeFolder.LibraryFileName);
    }

    private async Task EndsAsync(string expected)
    {
        using var runner = TestRunner.Of(RunnerCommand.Self().WithRuntime(_directory.Path));
        var exception = await Assert.ThrowsAsync<RunnerStartException>(() => runner.RuntimeVersionAsync(TestContext.Current.CancellationToken));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }
}
