using LatBench.Models;
using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;
using LatBench.TestKit;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.Exporter.Tests;

public sealed class StorageModeTests(WeightsFolder folder)
{
    private static readonly ModelSpec Spec = Nas201.Spec(Cell.Parse("334131"));

    private static readonly float[] Input = TestInputs.Random(Spec, seed: 5);

    private readonly float[] _expected = Ort.Run(ModelExporter.ExportShared(Spec), folder, Input);

    [Fact]
    public void Run_embedded_model_needs_no_file_and_gives_the_same_logits()
    {
        using var session = new InferenceSession(ModelExporter.ExportEmbedded(Spec).Graph);
        Assert.Equal(_expected, Ort.Run(session, Input, Spec.InputShape));
    }

    [Fact]
    public void Save_shared_model_writes_graph_and_weights_that_run()
    {
        var directory = Directory.CreateTempSubdirectory("latbench-save-");
        try
        {
            var path = Path.Combine(directory.FullName, "model.onnx");
            var weights = Path.Combine(directory.FullName, SharedWeights.For(Nas201.SearchSpace, Nas201.SearchSpace.DefaultInput, Precision.Fp32).FileName);
            File.WriteAllText(weights, "the beginning of an interrupted download");
            ModelExporter.ExportShared(Spec).Save(path);
            Assert.Equal([path, weights], directory.EnumerateFiles().Select(file => file.FullName).Order());
            using var session = new InferenceSession(path);
            Assert.Equal(_expected, Ort.Run(session, Input, Spec.InputShape));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void Save_weights_that_are_there_are_not_written_again()
    {
        var path = Path.Combine(folder.Path, SharedWeights.For(Nas201.SearchSpace, Nas201.SearchSpace.DefaultInput, Precision.Fp32).FileName);
        var written = File.GetLastWriteTimeUtc(path);
        Assert.Equal(path, SharedWeights.For(Nas201.SearchSpace, Nas201.SearchSpace.DefaultInput, Precision.Fp32).Save(folder.Path));
        Assert.Equal(written, File.GetLastWriteTimeUtc(path));
    }

    [Fact]
    public void Save_embedded_model_writes_one_file()
    {
        var directory = Directory.CreateTempSubdirectory("latbench-save-");
        try
        {
            ModelExporter.ExportEmbedded(Spec).Save(Path.Combine(directory.FullName, "model.onnx"));
            Assert.Equal("model.onnx", Assert.Single(directory.EnumerateFiles()).Name);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
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
        Assert.Contains(SharedWeights.For(Nas201.SearchSpace, Nas201.SearchSpace.DefaultInput, Precision.Fp32).FileName, error.Message, StringComparison.Ordinal);
    }
}
