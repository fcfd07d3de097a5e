using LatBench.SearchSpace.NasBench201;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.Exporter.Tests;

public sealed class StorageModeTests(WeightsFolder folder)
{
    private static readonly ModelSpec Spec = new(Architecture.Parse("334131"));

    private static readonly float[] Input = TestInputs.Random(Spec, seed: 5);

    private readonly float[] _expected = Ort.Run(ModelExporter.ExportShared(Spec), folder, Input);

    [Fact]
    public void Run_embedded_model_needs_no_file_and_gives_the_same_logits()
    {
        using var session = new InferenceSession(ModelExporter.ExportEmbedded(Spec).Graph);
        Assert.Equal(_expected, Ort.Run(session, Input, Spec.InputShape));
    }

    [Fact]
    public void Run_shared_graph_from_a_file_finds_the_weights_beside_it()
    {
        var path = Path.Combine(folder.Path, "model.onnx");
        File.WriteAllBytes(path, ModelExporter.ExportShared(Spec).Graph);
        using var session = new InferenceSession(path);
        Assert.Equal(_expected, Ort.Run(session, Input, Spec.InputShape));
    }

    [Fact]
    public void Run_shared_graph_with_weights_in_memory_gives_the_same_logits()
    {
        var model = ModelExporter.ExportShared(Spec);
        using var pinned = model.Weights!.Bytes.Pin();
        using var options = new SessionOptions();
        unsafe
        {
            NativeWeights.AddTo(options, model.Weights.FileName, (nint)pinned.Pointer, model.Weights.Bytes.Length);
        }

        using var session = new InferenceSession(model.Graph, options);
        Assert.Equal(_expected, Ort.Run(session, Input, Spec.InputShape));
    }

    [Fact]
    public void Run_shared_graph_without_its_weights_names_the_file()
    {
        var error = Assert.Throws<OnnxRuntimeException>(() => new InferenceSession(ModelExporter.ExportShared(Spec).Graph));
        Assert.Contains(SharedWeights.For(Precision.Fp32).FileName, error.Message, StringComparison.Ordinal);
    }
}
