using Google.Protobuf;
using LatBench.DeviceAgent.CustomOperators;
using LatBench.DeviceAgent.Running;
using LatBench.DeviceAgent.Tests.Support;
using LatBench.Measurements;
using LatBench.Onnx;
using LatBench.Onnx.Protos;
using Microsoft.Extensions.Logging.Abstractions;

namespace LatBench.DeviceAgent.Tests.CustomOperators;

/// <summary>A library of custom operators that the tests compile.</summary>
public sealed class CustomOperatorTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Operators_of_a_library_are_found() =>
        Assert.Equal(["acme.math.AddOne"], await DiscoverAsync(NativeLibraries.TestOperators(_directory)));

    [Theory]
    [InlineData("none", "registers no custom operator")]
    [InlineData("refuse", "did not register its custom operators: the licence has expired.")]
    [InlineData("crash", "cannot be used here: the process that loaded it was ended by signal 6")]
    public async Task Library_that_misbehaves_ends_the_agent_with_a_sentence(string mode, string expected)
    {
        var exception = await Assert.ThrowsAsync<AgentException>(() => DiscoverAsync(NativeLibraries.TestOperators(_directory), mode));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public async Task File_that_is_no_library_or_none_of_operators_is_named()
    {
        var text = _directory.Write("libtext.so", "no library"u8.ToArray());
        var other = NativeLibraries.TestProvider(_directory);

        Assert.Contains("cannot be loaded", (await Assert.ThrowsAsync<AgentException>(() => DiscoverAsync(text))).Message, StringComparison.Ordinal);
        Assert.Contains("has no function RegisterCustomOps", (await Assert.ThrowsAsync<AgentException>(() => DiscoverAsync(other))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_with_a_custom_operator_is_measured_with_the_library_and_rejected_without()
    {
        using var runner = TestRunner.Real();
        var plan = TestPlans.For(_directory.Write("model.onnx", Model()), protocol: new MeasurementProtocol { MinBlockDuration = TimeSpan.FromMilliseconds(1) });

        var without = await runner.MeasureAsync(plan, Cancel);
        var with = await runner.MeasureAsync(plan with { CustomOperators = [NativeLibraries.TestOperators(_directory)] }, Cancel);

        Assert.Equal(FailureReason.ModelRejected, without.Failure?.Reason);
        Assert.Null(with.Failure);
        Assert.Contains("custom_operators=libtest_operators.so", with.Result!.Conditions.SessionOptions!);
    }

    public void Dispose() => _directory.Dispose();

    private static byte[] Model()
    {
        var graph = new GraphBuilder("custom");
        var x = graph.Input("x", ElementType.Float32, 4, 8);
        graph.Output(graph.Node("AddOne", "y", [x]), ElementType.Float32, 4, 8);
        var model = graph.Build();
        model.Graph.Node[0].Domain = "acme.math";
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "acme.math", Version = 1 });
        return model.ToByteArray();
    }

    private static async Task<IReadOnlyList<string>> DiscoverAsync(string library, string? mode = null)
    {
        var command = mode is null ? RunnerCommand.Self() : RunnerCommand.Self() with { FileName = "/usr/bin/env", Arguments = [$"LATBENCH_TEST_OPERATORS={mode}", RunnerCommand.Self().FileName, .. RunnerCommand.Self().Arguments] };
        using var runtimes = new RuntimeSet([new AgentRuntime(null, command, new RunnerSet(1, () => TestRunner.Of(command)))]);
        var options = new AgentOptions { Server = new Uri("http://127.0.0.1:1"), DataDirectory = "/nowhere", CustomOperators = [library] };
        return await new CustomOperatorDiscovery(options, new TimeLimits(), TimeProvider.System, NullLogger<CustomOperatorDiscovery>.Instance).RunAsync(runtimes, Cancel);
    }
}
