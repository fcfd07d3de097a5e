using System.Text;
using LatBench.ModelFiles.Inputs;
using LatBench.ModelFiles.Preparation;
using LatBench.ModelFiles.Runtimes;
using LatBench.TestKit;

namespace LatBench.ModelFiles.Tests;

/// <summary>Files as users have them: exports of PyTorch, and graphs of onnx.helper.</summary>
public sealed class RealModelTests(RealModels models)
{
    [Theory]
    [InlineData("resnet18.onnx", "images=float32[1,3,224,224] uniform -1 1")]
    [InlineData("mobilenet_v3.onnx", "images=float32[1,3,224,224] uniform -1 1")]
    [InlineData("efficientnet_b0.onnx", "images=float32[1,3,224,224] uniform -1 1")]
    [InlineData("vit.onnx", "images=float32[1,3,64,64] uniform -1 1")]
    [InlineData("lstm.onnx", "tokens=int64[1,128] integers 0 499")]
    [InlineData("if.onnx", "flag=bool[] ones; x=float32[1,32] uniform -1 1")]
    [InlineData("loop.onnx", "trips=int64[] ones; x=float32[1] uniform -1 1")]
    [InlineData("scan.onnx", "start=float32[4] uniform -1 1; x=float32[128,4] uniform -1 1")]
    [InlineData("strings.onnx", "words=string[1] ones")]
    [InlineData("sequence_output.onnx", "x=float32[4,2] uniform -1 1")]
    [InlineData("qdq.onnx", "x=float32[1,3,16,16] uniform -1 1")]
    [InlineData("qoperator.onnx", "x=float32[1,3,16,16] uniform -1 1")]
    [InlineData("external.onnx", "x=float32[1,64] uniform -1 1")]
    [InlineData("parts/model.onnx", "x=float32[1,64] uniform -1 1")]
    [InlineData("float_data.onnx", "x=float32[1,64] uniform -1 1")]
    [InlineData("constants.onnx", "x=float32[1,64] uniform -1 1")]
    [InlineData("old_constants.onnx", "x=float32[1,64] uniform -1 1")]
    [InlineData("half.onnx", "x=float16[1,64] uniform -1 1")]
    [InlineData("function.onnx", "x=float32[4] uniform -1 1")]
    [InlineData("ir3.onnx", "x=float32[1,64] uniform -1 1")]
    [InlineData("ir4.onnx", "x=float32[1,64] uniform -1 1")]
    [InlineData("ir5.onnx", "x=float32[1,64] uniform -1 1")]
    [InlineData("ir6.onnx", "x=float32[1,64] uniform -1 1")]
    [InlineData("ir7.onnx", "x=float32[1,64] uniform -1 1")]
    [InlineData("ir8.onnx", "x=float32[1,64] uniform -1 1")]
    [InlineData("ir9.onnx", "x=float32[1,64] uniform -1 1")]
    [InlineData("ir10.onnx", "x=float32[1,64] uniform -1 1")]
    [InlineData("ir11.onnx", "x=float32[1,64] uniform -1 1")]
    [InlineData("ir12.onnx", "x=float32[1,64] uniform -1 1")]
    [InlineData("ir13.onnx", "x=float32[1,64] uniform -1 1")]
    public async Task Prepared_model_gives_the_outputs_of_the_file(string file, string text)
    {
        var path = await models.PathOfAsync(file);
        using var directory = new TempDirectory();

        var model = ModelFile.Read(path);
        var plan = model.PlanInputs(InputRequest.Default);
        var slim = Split(model, directory);
        var prepared = ModelPreparation.Prepare(slim.Graph, plan);

        Assert.Null(RuntimeCheck.WhyNot(model.Description, RuntimeLimits.OnnxRuntime131));
        Assert.Equal(text, plan.Text);
        Assert.Equal(text, InputPlan.Resolve(slim.Graph, InputRequest.Default).Text);
        Assert.Equal(prepared, ModelPreparation.Prepare(slim.Graph, InputPlan.Parse(text)));
        Assert.Equal(PreparedRun.Run(path, plan), PreparedRun.Run(prepared, directory, plan));
    }

    [Fact]
    public async Task Encoder_has_indices_of_its_tables_a_mask_of_ones_and_segments_of_zeros()
    {
        var path = await models.PathOfAsync("encoder.onnx");
        using var directory = new TempDirectory();
        var model = ModelFile.Read(path);
        var request = new InputRequest { Dimensions = new Dictionary<string, long> { ["sequence"] = 16 }, Batch = 2 };

        var plan = model.PlanInputs(request);
        var slim = Split(model, directory);

        Assert.Equal("input_ids=int64[2,16] integers 0 2999; attention_mask=int64[2,16] ones; token_type_ids=int64[2,16] zeros", plan.Text);
        Assert.Equal(2, plan.Batch);
        Assert.Equal(PreparedRun.Run(path, plan), PreparedRun.Run(ModelPreparation.Prepare(slim.Graph, plan), directory, plan));
    }

    /// <summary>As the files have them: PyTorch's exporter folds batch normalisations, and writes biases that are equal once.</summary>
    [Theory]
    [InlineData("resnet18.onnx", 11_680_872)]
    [InlineData("vit.onnx", 117_194)]
    [InlineData("lstm.onnx", 67_466)]
    [InlineData("qdq.onnx", 432)]
    [InlineData("qoperator.onnx", 448)]
    [InlineData("constants.onnx", 4096)]
    public async Task Parameters_are_those_of_the_network(string file, long parameters) =>
        Assert.Equal(parameters, ModelFile.Read(await models.PathOfAsync(file)).Description.Parameters);

    [Fact]
    public async Task Model_with_a_branch_that_the_shape_does_not_fit_runs_with_free_dimensions()
    {
        using var directory = new TempDirectory();
        var path = await models.PathOfAsync("branches.onnx");
        var model = ModelFile.Read(path);
        var plan = model.PlanInputs(new() { Dimensions = new Dictionary<string, long> { ["width"] = 512 } });
        var slim = Split(model, directory);

        Assert.Throws<Microsoft.ML.OnnxRuntime.OnnxRuntimeException>(() => PreparedRun.Run(ModelPreparation.Prepare(slim.Graph, plan), directory, plan));
        Assert.Equal(PreparedRun.Run(path, plan), PreparedRun.Run(ModelPreparation.PrepareFree(slim.Graph, plan), directory, plan));
    }

    [Fact]
    public async Task Description_of_an_export_says_what_is_in_it()
    {
        var path = await models.PathOfAsync("lstm.onnx");

        var description = ModelFile.Read(path).Description;

        Assert.Equal("pytorch 1.13.0", description.Producer);
        Assert.Equal(17, description.Opsets[""]);
        Assert.Equal("[batch, sequence]", Assert.Single(description.Inputs).Shape);
        Assert.Equal("[batch, sequence, 10]", Assert.Single(description.Outputs).Shape);
        Assert.Contains(new OperatorCount("", "LSTM", 1), description.Operators);
        Assert.Equal(new FileInfo(path).Length, description.SizeBytes);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken))), description.Sha256);
    }

    [Fact]
    public async Task Slim_graph_is_small_and_large_tensors_are_at_multiples_of_64_bytes()
    {
        using var directory = new TempDirectory();
        var model = ModelFile.Read(await models.PathOfAsync("resnet18.onnx"));

        var slim = Split(model, directory);

        Assert.InRange(slim.Graph.Length, 1, 32_768);
        Assert.Equal($"onnx-{slim.WeightsSha256![..16]}.weights", slim.WeightsFile);
        Assert.InRange(slim.WeightsBytes, 46_000_000, 47_000_000);
        var external = Onnx.Protos.ModelProto.Parser.ParseFrom(slim.Graph.Span).Graph.Initializer.Where(tensor => tensor.ExternalData.Count > 0).ToArray();
        Assert.NotEmpty(external);
        Assert.All(external, tensor => Assert.Equal(0, long.Parse(tensor.ExternalData.Single(entry => entry.Key == "offset").Value, System.Globalization.CultureInfo.InvariantCulture) % 64));
    }

    [Fact]
    public async Task Self_contained_file_and_external_data_split_alike_and_have_different_identities()
    {
        using var first = new TempDirectory();
        using var second = new TempDirectory();
        var contained = ModelFile.Read(await models.PathOfAsync("linear.onnx"));
        var external = ModelFile.Read(await models.PathOfAsync("external.onnx"));

        Assert.Equal(Split(contained, first).WeightsSha256, Split(external, second).WeightsSha256);
        Assert.NotEqual(contained.Description.Sha256, external.Description.Sha256);
        Assert.Equal(["external.data"], external.Description.ExternalFiles);
    }

    [Fact]
    public async Task Model_without_large_tensors_leaves_no_weights_file()
    {
        using var directory = new TempDirectory();
        var model = ModelFile.Read(await models.PathOfAsync("scan.onnx"));

        var slim = model.Split(directory.PathOf("weights"));

        Assert.Null(slim.WeightsFile);
        Assert.Empty(Directory.GetFiles(directory.Directory));
        Assert.True(model.Description.HasSubgraphs);
        Assert.Contains(model.Description.Operators, count => count.Type == "Add");
    }

    [Theory]
    [InlineData("sequence.onnx", "The input 'list' is a sequence, and only tensors can be filled: export the model with tensors as its inputs.")]
    [InlineData("optional.onnx", "The input 'maybe' is optional (a value that may be absent), and only tensors can be filled: export the model with tensors as its inputs.")]
    public async Task Input_that_is_no_tensor_is_refused(string file, string message)
    {
        var model = ModelFile.Read(await models.PathOfAsync(file));

        Assert.Equal(message, Assert.Throws<ModelFileException>(() => model.PlanInputs(InputRequest.Default)).Message);
    }

    [Fact]
    public async Task Free_text_of_nodes_is_left_out_of_the_graph()
    {
        using var directory = new TempDirectory();
        var path = await models.PathOfAsync("linear.onnx");
        var model = Onnx.Protos.ModelProto.Parser.ParseFrom(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        model.Graph.Node[0].DocString = "/home/somewhere/model.py(12)";
        var file = directory.PathOf("model.onnx");
        await File.WriteAllBytesAsync(file, Google.Protobuf.MessageExtensions.ToByteArray(model), TestContext.Current.CancellationToken);

        var slim = ModelFile.Read(file).Split(directory.PathOf("weights"));

        Assert.DoesNotContain("/home/somewhere", Encoding.UTF8.GetString(slim.Graph.Span), StringComparison.Ordinal);
    }

    /// <summary>Splits a model and gives its weights file the name that the graph has for it.</summary>
    private static Splitting.SlimModel Split(ModelFile model, TempDirectory directory)
    {
        var slim = model.Split(directory.PathOf("weights"));
        if (slim.WeightsFile is { } name)
            File.Move(directory.PathOf("weights"), directory.PathOf(name));
        return slim;
    }
}
