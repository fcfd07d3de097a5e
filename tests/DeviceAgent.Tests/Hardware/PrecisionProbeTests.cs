using System.Runtime.InteropServices;
using Google.Protobuf;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Tests.Support;
using LatBench.Onnx;
using Precision = LatBench.Contracts.V1.Precision;

namespace LatBench.DeviceAgent.Tests.Hardware;

public sealed class PrecisionProbeTests
{
    [Fact]
    public async Task RunAsync_runtime_on_the_cpu_runs_all_three()
    {
        using var runner = TestRunner.Real();
        Assert.Equal(
            [Precision.Fp32, Precision.Fp16, Precision.Int8],
            await PrecisionProbe.RunAsync(runner, CpuAffinity.Get(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task RunAsync_runner_that_dies_at_every_model_runs_none()
    {
        using var runner = TestRunner.Script("printf '\\001\\000\\000\\0001'; head -c 4 >/dev/null");
        Assert.Empty(await PrecisionProbe.RunAsync(runner, [], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task RunAsync_slow_device_gets_more_time()
    {
        using var directory = new TemporaryDirectory();
        var asked = directory.File("asked");
        using var runner = TestRunner.Script($"printf '\\001\\000\\000\\0001'; head -c $(head -c 4 | od -An -tu4) > {asked}");
        runner.Limits.Note(TimeSpan.FromSeconds(5), usual: TimeSpan.FromSeconds(1));

        await PrecisionProbe.RunAsync(runner, [], TestContext.Current.CancellationToken);

        Assert.Contains("\"00:01:40\"", await File.ReadAllTextAsync(asked, TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The agent carries the bytes, as it has no exporter; this is where they come from.</summary>
    [Fact]
    public void Models_are_one_convolution_in_each_precision() => Assert.Equal(
        [Convert.ToBase64String(Convolution(ElementType.Float32)), Convert.ToBase64String(Convolution(ElementType.Float16)), Convert.ToBase64String(Quantised())],
        PrecisionModels.All.Select(model => Convert.ToBase64String(model.Graph)));

    private static byte[] Convolution(ElementType type)
    {
        var graph = new GraphBuilder("probe");
        var x = graph.Input("x", type, 1, 1, 4, 4);
        byte[] one = type == ElementType.Float16 ? [0, 0x3C] : [0, 0, 0x80, 0x3F];
        var weight = graph.Initializer(Tensors.Embedded("w", type, [1, 1, 1, 1], one));
        graph.Output(graph.Conv("y", x, weight, new Window(1)), type, 1, 1, 4, 4);
        return graph.Build().ToByteArray();
    }

    private static byte[] Quantised()
    {
        var graph = new GraphBuilder("probe");
        var x = graph.Input("x", ElementType.Float32, 1, 1, 4, 4);
        var step = graph.Initializer(Tensors.Embedded("step", ElementType.Float32, [], MemoryMarshal.AsBytes<float>([1f / 128]).ToArray()));
        var centre = graph.Initializer(Tensors.Embedded("centre", ElementType.UInt8, [], new byte[] { 128 }));
        var zero = graph.Initializer(Tensors.Embedded("zero", ElementType.Int8, [], new byte[1]));
        var weight = graph.Initializer(Tensors.Embedded("w", ElementType.Int8, [1, 1, 1, 1], new byte[] { 100 }));
        var image = graph.Node("DequantizeLinear", "x/dq", [graph.Node("QuantizeLinear", "x/q", [x, step, centre]), step, centre]);
        var kernel = graph.Node("DequantizeLinear", "w/dq", [weight, step, zero]);
        var convolved = graph.Conv("conv", image, kernel, new Window(1));
        var output = graph.Node("DequantizeLinear", "y", [graph.Node("QuantizeLinear", "conv/q", [convolved, step, centre]), step, centre]);
        graph.Output(output, ElementType.Float32, 1, 1, 4, 4);
        return graph.Build().ToByteArray();
    }
}
