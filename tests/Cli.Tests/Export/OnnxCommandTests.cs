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
