using LatBench.TestKit;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.Cli.Tests.Export;

public sealed class OnnxCommandTests
{
    private const string Arch = "|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|";

    [Theory]
    [InlineData("embedded", 1)]
    [InlineData("shared", 2)]
    public async Task Export_file_runs_in_onnx_runtime(string storage, int files)
    {
        using var folder = new TempDirectory();
        var run = await CliRun.InvokeAsync("export", "onnx", "--arch", Arch, "--dataset", "cifar10", "--batch", "2", "--storage", storage, "--out", folder.File("m.onnx"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(files, Directory.GetFiles(folder.Path).Length);

        using var session = new InferenceSession(folder.File("m.onnx"));
        using var input = OrtValue.CreateTensorValueFromMemory(new float[2 * 3 * 32 * 32], [2, 3, 32, 32]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, ["input"], [input], ["logits"]);
        Assert.Equal([2, 10], outputs[0].GetTensorTypeAndShape().Shape);
    }

    [Theory]
    [InlineData("embedded")]
    [InlineData("shared")]
    public async Task Export_to_a_disk_that_takes_nothing_says_so_and_leaves_nothing(string storage)
    {
        using var mounts = new MountedDirectories();

        foreach (var (file, reason) in new[]
        {
            (mounts.ReadOnly + "/m.onnx", "its file system is read-only): make it writable"),
            (mounts.ReadOnly + "/new/m.onnx", "its file system is read-only): make it writable"),
            (mounts.Full + "/m.onnx", "its disk is full): free some space"),
            (mounts.Full + "/there/m.onnx", "is a file"),
        })
        {
            var run = await CliRun.InvokeAsync("export", "onnx", "--arch", Arch, "--storage", storage, "--out", file);

            Assert.Equal(1, run.ExitCode);
            Assert.StartsWith($"{file} cannot be written (", run.Error, StringComparison.Ordinal);
            Assert.Contains(reason, run.Error, StringComparison.Ordinal);
            Assert.EndsWith(", or name another file with --out.", run.Error.TrimEnd(), StringComparison.Ordinal);
            Assert.False(File.Exists(file));
        }
    }

    [Fact]
    public async Task Export_unreachable_architecture_says_why()
    {
        using var folder = new TempDirectory();
        var run = await CliRun.InvokeAsync("export", "onnx", "--arch", "000000", "--out", folder.File("m.onnx"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no path from input to output", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
