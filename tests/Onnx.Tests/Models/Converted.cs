using Google.Protobuf;
using LatBench.Onnx.Conversion;
using LatBench.Onnx.Protos;
using LatBench.TestKit;

namespace LatBench.Onnx.Tests.Models;

/// <summary>Converts models in the two ways in which their weights are stored.</summary>
internal static class Converted
{
    public delegate ConvertedModel Conversion(ModelProto model, ITensorData data, ITensorWriter writer);

    /// <summary>Converts a model all of whose data is part of it.</summary>
    public static ConvertedModel Embedded(ModelProto model, Conversion convert)
    {
        using var data = new WeightsFileData();
        using var writer = new WeightsFileWriter(Stream.Null);
        var converted = convert(model, data, writer);
        Assert.Null(writer.Complete());
        return converted;
    }

    /// <summary>Converts a model whose large tensors lie in a file; those of the new one lie in another, in the folder.</summary>
    public static ModelProto External(ModelProto model, Conversion convert, TempDirectory folder)
    {
        var slim = model.Clone();
        var path = folder.PathOf("source.weights");
        using (var stream = File.Create(path))
        using (var source = new WeightsFileWriter(stream))
        {
            foreach (var tensor in slim.Graph.Initializer.Where(tensor => TensorBytes.Embedded(tensor).Length >= 1024))
            {
                source.Write(tensor, TensorBytes.Embedded(tensor));
                tensor.RawData = ByteString.Empty;
            }

            Assert.NotNull(source.Complete());
        }

        using var data = new WeightsFileData(path);
        using var output = File.Create(folder.PathOf("new.weights"));
        using var writer = new WeightsFileWriter(output);
        var converted = convert(slim, data, writer);
        Assert.Null(converted.WhyNot);
        var (name, _) = Assert.NotNull(writer.Complete());
        output.Close();
        File.Move(folder.PathOf("new.weights"), folder.PathOf(name), overwrite: true);
        File.Delete(path); // the new model does not need the weights of the old one
        return converted.Model!;
    }
}
