using Google.Protobuf;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Tests.Support;
using LatBench.Measurements;
using LatBench.Onnx;
using LatBench.Onnx.Protos;

namespace LatBench.DeviceAgent.Tests.Runner;

/// <summary>The inputs that the metadata of a model ask for, and the outputs that they expect.</summary>
public sealed class ModelInputsTests
{
    [Theory]
    [InlineData("ones", new float[] { 1, 1, 1 })]
    [InlineData("zeros", new float[] { 0, 0, 0 })]
    [InlineData("uniform 2 2", new float[] { 2, 2, 2 })]
    [InlineData("integers 7 7", new float[] { 7, 7, 7 })]
    public void Rule_of_the_model_fills_its_input(string rule, float[] expected) =>
        Assert.Null(Execute(Copying(ElementType.Float32, 3), ("latbench.input.x", rule), ("latbench.expected.y", Base64(expected)), ("latbench.tolerance", "0")).Failure);

    [Fact]
    public void Whole_numbers_stay_within_their_bounds_and_reach_both()
    {
        // An index beyond the two rows of the table would end the run.
        var outcome = Execute(LookUp(rows: 2, indices: 1000), ("latbench.input.x", "integers 0 1"));

        Assert.Null(outcome.Failure);
        Assert.Contains("out of data bounds", Execute(LookUp(rows: 1, indices: 1000), ("latbench.input.x", "integers 0 1")).Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_of_a_file_are_those_of_the_input()
    {
        float[] values = [0.5f, -3, 1e6f];

        Assert.Null(Execute(Copying(ElementType.Float32, 3), ("latbench.input.x", "data 0123456789abcdef"), ("latbench.data.x", Base64(values)), ("latbench.expected.y", Base64(values))).Failure);
    }

    [Fact]
    public void Output_that_differs_from_the_expected_one_is_an_invalid_output_that_says_where()
    {
        var failure = Execute(Copying(ElementType.Float32, 3), ("latbench.input.x", "ones"), ("latbench.expected.y", Base64([1, 1.5f, 1])), ("latbench.tolerance", "0.1")).Failure!;

        Assert.Equal(FailureReason.InvalidOutput, failure.Reason);
        Assert.Equal("The output 'y' differs from the expected one by 0.5 at element 1, more than the tolerance 0.1 allows: check the model, or give a larger --check-tolerance.", failure.Message);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Expected_value_that_is_not_finite_is_never_met(float expected) => Assert.Contains(
        "The output 'y' differs from the expected one by ",
        Execute(Copying(ElementType.Float32, 2), ("latbench.input.x", "ones"), ("latbench.expected.y", Base64([1, expected])), ("latbench.tolerance", "0.1")).Failure?.Message ?? "none",
        StringComparison.Ordinal);

    [Fact]
    public void Whole_numbers_are_compared_exactly()
    {
        // One number of double precision.
        long[] values = [1, (1L << 53) + 1];
        long[] others = [1, 1L << 53];
        var model = Copying(ElementType.Int64, 2);
        (string, string)[] metadata = [("latbench.input.x", "data 0123456789abcdef"), ("latbench.data.x", Base64Whole(values))];

        Assert.Null(Execute(model, [.. metadata, ("latbench.expected.y", Base64Whole(values))]).Failure);
        Assert.StartsWith("The output 'y' differs from the expected one by 1 at element 1", Execute(Copying(ElementType.Int64, 2), [.. metadata, ("latbench.expected.y", Base64Whole(others))]).Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ones", "1", "1")]
    [InlineData("zeros", "", "")]
    [InlineData("data 0123456789abcdef", "ein Wörterbuch", "")]
    public void Texts_are_those_of_the_rule(string rule, string first, string second)
    {
        (string, string)[] metadata = [("latbench.input.x", rule), ("latbench.data.x", Base64Texts(first, second))];

        Assert.Null(Execute(Copying(ElementType.String, 2), [.. metadata, ("latbench.expected.y", Base64Texts(first, second))]).Failure);
        Assert.Equal(
            "The output 'y' has another text than the expected one at element 1: check the model, or give the expected outputs of these inputs.",
            Execute(Copying(ElementType.String, 2), [.. metadata, ("latbench.expected.y", Base64Texts(first, "another"))]).Failure?.Message);
        Assert.Equal(
            "The output 'y' has 2 texts, and 1 were expected: give the expected outputs of these inputs.",
            Execute(Copying(ElementType.String, 2), [.. metadata, ("latbench.expected.y", Base64Texts(first))]).Failure?.Message);
    }

    [Fact]
    public void Texts_of_another_number_are_refused() => Assert.Equal(
        "The values of the input 'x' do not have its size: submit the model again.",
        Execute(Copying(ElementType.String, 2), ("latbench.input.x", "data 0123456789abcdef"), ("latbench.data.x", Base64Texts("one"))).Failure?.Message);

    [Fact]
    public void Tolerance_is_absolute_and_relative() =>
        Assert.Null(Execute(Copying(ElementType.Float32, 1), ("latbench.input.x", "uniform 100 100"), ("latbench.expected.y", Base64([110])), ("latbench.tolerance", "0.1")).Failure);

    [Fact]
    public void Dimensions_that_stay_free_take_the_shape_of_the_metadata()
    {
        Assert.Null(Execute(Copying(ElementType.Float32, GraphBuilder.Batch), ("latbench.shape.x", "5"), ("latbench.input.x", "ones"), ("latbench.expected.y", Base64([1, 1, 1, 1, 1]))).Failure);
        Assert.Contains("has no fixed shape", Execute(Copying(ElementType.Float32, GraphBuilder.Batch)).Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ElementType.Int8)]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Int16)]
    [InlineData(ElementType.UInt16)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.UInt32)]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.UInt64)]
    [InlineData(ElementType.Bool)]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.BFloat16)]
    [InlineData(ElementType.Float64)]
    [InlineData(ElementType.String)]
    public void Input_of_every_type_is_filled(ElementType type) => Assert.Null(Execute(Copying(type, 3), ("latbench.input.x", "ones")).Failure);

    [Fact]
    public void Scalar_is_an_input() => Assert.Null(Execute(Copying(ElementType.Float32), ("latbench.input.x", "ones")).Failure);

    [Fact]
    public void Rule_that_is_not_known_is_refused() =>
        Assert.Contains("'primes' of the input 'x' are not known to this agent", Execute(Copying(ElementType.Float32, 3), ("latbench.input.x", "primes")).Failure!.Message, StringComparison.Ordinal);

    /// <summary>A model that hands its input on.</summary>
    private static ModelProto Copying(ElementType type, params long[] shape)
    {
        var graph = new GraphBuilder("copying");
        graph.Output(graph.Node("Identity", "y", [graph.Input("x", type, shape)]), type, shape);
        return graph.Build();
    }

    private static ModelProto LookUp(int rows, int indices)
    {
        var graph = new GraphBuilder("looking up");
        var table = graph.Initializer(Tensors.Embedded("table", ElementType.Float32, [rows, 2], new byte[4 * 2 * rows]));
        graph.Output(graph.Node("Gather", "y", [table, graph.Input("x", ElementType.Int64, indices)]), ElementType.Float32, indices, 2);
        return graph.Build();
    }

    private static string Base64(float[] values) => Convert.ToBase64String(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));

    private static string Base64Whole(long[] values) => Convert.ToBase64String(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));

    private static string Base64Texts(params string[] texts) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(string.Concat(texts.Select(text => text + '\0'))));

    private static JobOutcome Execute(ModelProto model, params (string Key, string Value)[] metadata)
    {
        using var directory = new TemporaryDirectory();
        foreach (var (key, value) in metadata)
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        using var weights = new WeightsMemory(inMemory: true);
        using var execution = new JobExecution(new SystemFiles(), TimeProvider.System, "1.0", weights);
        var loaded = execution.Load(TestPlans.For(directory.Write("model.onnx", model.ToByteArray())));
        return loaded.Failure is null ? execution.Measure() : loaded;
    }
}
