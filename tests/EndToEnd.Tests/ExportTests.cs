using LatBench.TestKit;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.EndToEnd.Tests;

public sealed class ExportTests : IDisposable
{
    private const string Architecture = "|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|";

    private readonly TempDirectory _directory = new();

    [Fact]
    public async Task Exported_file_runs_in_onnx_runtime()
    {
        var file = _directory.PathOf("m.onnx");

        (await CommandResult.RunAsync("export", "onnx", "--arch", Architecture, "--dataset", "cifar10", "--out", file)).Expect(0);

        using var session = new InferenceSession(file);
        using var input = OrtValue.CreateTensorValueFromMemory(new float[3 * 32 * 32], [1, 3, 32, 32]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, [session.InputNames[0]], [input], session.OutputNames);
        Assert.Equal([1, 10], outputs[0].GetTensorTypeAndShape().Shape);
        Assert.All(outputs[0].GetTensorDataAsSpan<float>().ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public async Task Malformed_architecture_says_where_and_what_was_expected()
    {
        var file = _directory.PathOf("m.onnx");

        var result = (await CommandResult.RunAsync("export", "onnx", "--arch", "|nor_conv_3x3~0|+|oops~0|", "--out", file)).Expect(2);

        Assert.Contains("position", result.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.False(File.Exists(file));
    }

    public void Dispose() => _directory.Dispose();
}
