using System.Security.Cryptography;
using LatBench.Onnx.Conversion;
using LatBench.Onnx.Protos;
using LatBench.TestKit;

namespace LatBench.Onnx.Tests.Conversion;

public sealed class WeightsFileTests
{
    [Fact]
    public void Write_tensors_lie_at_multiples_of_64_bytes_and_are_read_back()
    {
        using var folder = new TempDirectory();
        var path = folder.PathOf("w");
        var (first, second) = (Tensor("a", 3), Tensor("b", 5));
        using (var stream = File.Create(path))
        using (var writer = new WeightsFileWriter(stream))
        {
            writer.Write(first, new byte[] { 1, 2, 3 });
            writer.Write(second, new byte[] { 4, 5, 6, 7, 8 });
            var (name, sha256) = Assert.NotNull(writer.Complete());
            stream.Close();
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))), sha256);
            Assert.Equal($"onnx-{sha256[..16]}.weights", name);
            Assert.Equal((name, 0, 3), TensorBytes.Slice(first));
            Assert.Equal((name, 64, 5), TensorBytes.Slice(second));
        }

        using var data = new WeightsFileData(path);
        Assert.Equal([1, 2, 3], data.Read(first).ToArray());
        Assert.Equal([4, 5, 6, 7, 8], data.Read(second).ToArray());
        Assert.Equal("Tensor 'b' has its data past the end of the file 'other'.", Message(() => data.Read(Tensors.External("b", ElementType.Int8, [5], "other", 65, 5))));
        Assert.Equal("Tensor 'b' has 4 bytes of data; its dimensions [5] need 5.", Message(() => data.Read(Tensors.External("b", ElementType.Int8, [5], "other", 0, 4))));
        Assert.Equal("Tensor 'b' has its data in the file 'other', which is not given.", Message(() => new WeightsFileData().Read(Tensors.External("b", ElementType.Int8, [5], "other", 0, 5))));
    }

    [Fact]
    public void Complete_without_tensors_has_no_file()
    {
        using var writer = new WeightsFileWriter(Stream.Null);
        Assert.Null(writer.Complete());
    }

    private static string Message(Action read) => Assert.Throws<InvalidDataException>(read).Message;

    private static TensorProto Tensor(string name, long size) => new() { Name = name, DataType = (int)ElementType.Int8, Dims = { size } };
}
