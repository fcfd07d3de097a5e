using System.Text;
using System.Text.Json;
using LatBench.DeviceAgent.Runner;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Tests.Runner;

public sealed class ProfilerTraceTests
{
    [Fact]
    public void Read_leaves_the_warm_up_out_and_averages_every_operator()
    {
        var trace = Read(
            warmUpRuns: 1,
            Call("a", 100, 1), Call("b", 110, 2), Run(99, 20),
            Call("a", 200, 10), Call("b", 215, 3), Run(199, 30),
            Call("a", 300, 20), Call("b", 325, 4), Run(299, 50));

        Assert.Equal((2, 40_000), (trace.Runs, trace.Run.Nanoseconds));
        Assert.Equal(
            [
                new ProfiledOperator { Name = "a", OperatorType = "Conv", Provider = "cpu", Calls = 2, MeanNs = 15_000 },
                new ProfiledOperator { Name = "b", OperatorType = "Conv", Provider = "cpu", Calls = 2, MeanNs = 3_500 },
            ],
            trace.Operators);
    }

    [Fact]
    public void Read_tells_nodes_of_one_name_apart()
    {
        var trace = Read(warmUpRuns: 0, Call("reorder", 1, 1, node: 3), Call("reorder", 2, 5, node: 9), Run(0, 20));
        Assert.Equal([1_000.0, 5_000.0], trace.Operators.Select(one => one.MeanNs));
    }

    [Fact]
    public void Read_keeps_the_tensors_of_every_operator()
    {
        const string arguments = """
            {"op_name":"Conv","provider":"CPUExecutionProvider","node_index":"1",
             "input_type_shape":[{"float":[1,3,8,8]},{"int64":[]}],"output_type_shape":[{"float16":[1,16,4,4]}]}
            """;
        var trace = Read(warmUpRuns: 0, Event("Node", "a_kernel_time", 1, 2, arguments), Call("b", 3, 1), Run(0, 20));
        Assert.Equal(["float[1,3,8,8]", "int64[]"], trace.Operators[0].Inputs.Select(tensor => tensor.ToString()));
        Assert.Equal([new ProfiledTensor("float16", [1, 16, 4, 4])], trace.Operators[0].Outputs);
        Assert.Empty(trace.Operators[1].Inputs);
    }

    [Fact]
    public void Read_passes_over_other_events()
    {
        var trace = Read(
            warmUpRuns: 0,
            """{"cat":"Session","name":"session_initialization","ts":0,"dur":9}""", """{"cat":"Node","name":"a_fence_before","ts":1,"dur":9}""",
            """{"cat":"Api","name":"x"}""", Call("a", 2, 7), Run(1, 10));
        Assert.Equal("a", Assert.Single(trace.Operators).Name);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""[{"cat":"Session","name":"model_run"}]""")]
    [InlineData("""[{"cat":"Session","name":"model_run","ts":"soon","dur":1}]""")]
    [InlineData("""[{"cat":"Node","name":"a_kernel_time","ts":1,"dur":1,"args":{}}]""")]
    public void Read_anything_else_is_a_failure_in_one_sentence(string json)
    {
        var failure = Assert.Throws<JobException>(() => ProfilerTrace.Read(Encoding.UTF8.GetBytes(json), 0)).Failure;
        Assert.Equal(FailureReason.Internal, failure.Reason);
        Assert.Contains("profiler of ONNX Runtime", failure.Message, StringComparison.Ordinal);
    }

    private static ProfilerTrace Read(int warmUpRuns, params string[] events) =>
        ProfilerTrace.Read(Encoding.UTF8.GetBytes($"[{string.Join(',', events)}]"), warmUpRuns);

    private static string Run(int start, int duration) => Event("Session", "model_run", start, duration, "{}");

    private static string Call(string name, int start, int duration, int node = 1) =>
        Event("Node", name + "_kernel_time", start, duration, JsonSerializer.Serialize(new { op_name = "Conv", provider = "CPUExecutionProvider", node_index = $"{node}" }));

    private static string Event(string category, string name, int start, int duration, string arguments) =>
        $"{{\"cat\":\"{category}\",\"name\":\"{name}\",\"ts\":{start},\"dur\":{duration},\"args\":{arguments}}}";
}
