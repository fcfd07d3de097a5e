using Google.Protobuf;
using LatBench.Coordinator.UploadedModels;
using LatBench.Hosting.Processes;
using LatBench.TestKit;

namespace LatBench.Coordinator.Tests.UploadedModels;

/// <summary>The process that checks a model ends in ways of its own; the coordinator says which.</summary>
public sealed class ModelCheckTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Process_that_crashes_is_told_by_its_signal()
    {
        var result = await RunAsync(new ChildCommand("/bin/sh", ["-c", "kill -SEGV $$"]));

        Assert.Equal(("ONNX Runtime crashed (signal 11) while it loaded the model: check the file with onnx.checker, and export it again.", false), (result.Failure, result.IsOurs));
    }

    [Fact]
    public async Task Model_that_needs_more_memory_than_the_limit_is_refused()
    {
        var path = _directory.PathOf("sparse.onnx");
        await File.WriteAllBytesAsync(path, OnnxFiles.Sparse(elements: 1 << 28), Cancel);
        var written = Directory.CreateDirectory(_directory.PathOf("written")).FullName;

        var result = await new ModelCheck(ModelCheck.Self(), TimeProvider.System) { BaseMemory = 384L << 20 }.RunAsync(new ModelCheckTask(path, written), sizeBytes: 0, Cancel);

        Assert.Equal("ONNX Runtime needs more than 384 MiB of memory to load the model, which is more than a model of its size may take: look for constants that it computes when it is loaded.", result.Failure);
        Assert.Empty(Directory.GetFiles(written, "graph.onnx"));
    }

    [Fact]
    public async Task Process_that_ends_without_a_result_is_told()
    {
        var result = await RunAsync(new ChildCommand("/bin/sh", ["-c", "exit 7"]));

        Assert.Equal("The process that checks models ended with exit code 7 without a result: try again.", result.Failure);
    }

    [Fact]
    public async Task Process_that_cannot_be_started_is_no_fault_of_the_model()
    {
        var result = await RunAsync(new ChildCommand(_directory.PathOf("nothing"), []));

        Assert.StartsWith("The process that checks models cannot be started: ", result.Failure, StringComparison.Ordinal);
        Assert.True(result.IsOurs);
    }

    [Fact]
    public async Task Directory_that_cannot_be_written_is_no_fault_of_the_model()
    {
        var result = await RunAsync(ModelCheck.Self(), _directory.PathOf("missing"));

        Assert.StartsWith("The coordinator cannot store the model (", result.Failure, StringComparison.Ordinal);
        Assert.True(result.IsOurs);
    }

    public void Dispose() => _directory.Dispose();

    private Task<ModelCheckResult> RunAsync(ChildCommand command, string? written = null)
    {
        var path = _directory.PathOf("net.onnx");
        File.WriteAllBytes(path, OnnxFiles.Linear(size: 50).ToByteArray());
        return new ModelCheck(command, TimeProvider.System).RunAsync(new ModelCheckTask(path, written ?? Directory.CreateDirectory(_directory.PathOf("written")).FullName), 10_000, Cancel);
    }
}
