using Google.Protobuf;
using LatBench.Onnx.Conversion;
using LatBench.Onnx.Protos;

namespace LatBench.Onnx.Tests.Conversion;

public sealed class TensorBytesTests
{
    /// <summary>Writers put elements into the field of their type, or all of them into <c>raw_data</c>.</summary>
    [Fact]
    public void Embedded_every_field_gives_little_endian_bytes()
    {
        AssertBytes("0000803F000000C0", new TensorProto { DataType = 1, Dims = { 2 }, FloatData = { 1, -2 } });
        AssertBytes("000000000000F03F", new TensorProto { DataType = 11, Dims = { 1 }, DoubleData = { 1 } });
        AssertBytes("FEFFFFFFFFFFFFFF", new TensorProto { DataType = 7, Int64Data = { -2 } });
        AssertBytes("FFFFFFFF", new TensorProto { DataType = 12, Uint64Data = { uint.MaxValue } });
        AssertBytes("FFFFFFFFFFFFFFFF", new TensorProto { DataType = 13, Uint64Data = { ulong.MaxValue } });
        AssertBytes("FEFFFFFF", new TensorProto { DataType = 6, Int32Data = { -2 } });
        AssertBytes("FE01", new TensorProto { DataType = 3, Dims = { 2 }, Int32Data = { -2, 1 } });
        AssertBytes("003C", new TensorProto { DataType = 10, Int32Data = { 0x3C00 } });
        AssertBytes("0102", new TensorProto { DataType = 2, Dims = { 2 }, RawData = ByteString.CopyFrom(1, 2) });
        AssertBytes("", new TensorProto { DataType = 1, Dims = { 0 } });
    }

    [Fact]
    public void Embedded_too_few_elements_are_refused() => Assert.Equal(
        "Tensor 'w' has 4 bytes of data; its dimensions [2,3] need 24.",
        Assert.Throws<InvalidDataException>(() => TensorBytes.Embedded(new TensorProto { Name = "w", DataType = 1, Dims = { 2, 3 }, FloatData = { 1 } })).Message);

    [Fact]
    public void Embedded_texts_are_refused() => Assert.Equal(
        "The elements of tensor 't' have no fixed size of whole bytes.",
        Assert.Throws<InvalidDataException>(() => TensorBytes.Embedded(new TensorProto { Name = "t", DataType = 8, StringData = { ByteString.CopyFromUtf8("a") } })).Message);

    [Fact]
    public void ToSingle_reads_all_widths()
    {
        Assert.Equal([1f, -2f], TensorBytes.ToSingle(ElementType.Float32, Convert.FromHexString("0000803F000000C0")));
        Assert.Equal([1f], TensorBytes.ToSingle(ElementType.Float64, Convert.FromHexString("000000000000F03F")));
        Assert.Equal([1f], TensorBytes.ToSingle(ElementType.Float16, Convert.FromHexString("003C")));
    }

    private static void AssertBytes(string expected, TensorProto tensor) => Assert.Equal(expected, Convert.ToHexString(TensorBytes.Embedded(tensor).Span));
}
