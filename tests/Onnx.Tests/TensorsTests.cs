using LatBench.Onnx.Protos;

namespace LatBench.Onnx.Tests;

public sealed class TensorsTests
{
    [Fact]
    public void External_names_file_offset_and_length()
    {
        var tensor = Tensors.External("w", ElementType.Float32, [2, 3], "weights.bin", offset: 64, length: 24);
        Assert.Equal(TensorProto.Types.DataLocation.External, tensor.DataLocation);
        Assert.Equal(
            [("location", "weights.bin"), ("offset", "64"), ("length", "24")],
            tensor.ExternalData.Select(entry => (entry.Key, entry.Value)));
        Assert.Equal([2, 3], tensor.Dims);
        Assert.True(tensor.RawData.IsEmpty);
    }

    [Fact]
    public void Embedded_holds_the_bytes()
    {
        var tensor = Tensors.Embedded("w", ElementType.Float16, [2], new byte[] { 1, 2, 3, 4 });
        Assert.Equal(TensorProto.Types.DataLocation.Default, tensor.DataLocation);
        Assert.Equal(TensorProto.Types.DataType.Float16, (TensorProto.Types.DataType)tensor.DataType);
        Assert.Equal([1, 2, 3, 4], tensor.RawData.ToByteArray());
        Assert.Empty(tensor.ExternalData);
    }
}
