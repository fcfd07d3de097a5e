using System.Runtime.InteropServices;
using System.Text;
using Google.Protobuf;
using LatBench.ModelFiles.InputFiles;
using LatBench.Onnx;
using LatBench.Onnx.Protos;
using LatBench.TestKit;

namespace LatBench.ModelFiles.Tests.InputFiles;

/// <summary>Files that NumPy and onnx write.</summary>
public sealed class InputFileTests(RealModels models) : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("f2", ElementType.Float16)]
    [InlineData("f4", ElementType.Float32)]
    [InlineData("f8", ElementType.Float64)]
    [InlineData("i1", ElementType.Int8)]
    [InlineData("i2", ElementType.Int16)]
    [InlineData("i4", ElementType.Int32)]
    [InlineData("i8", ElementType.Int64)]
    [InlineData("u1", ElementType.UInt8)]
    [InlineData("u2", ElementType.UInt16)]
    [InlineData("u4", ElementType.UInt32)]
    [InlineData("u8", ElementType.UInt64)]
    [InlineData("b1", ElementType.Bool)]
    [InlineData("c8", ElementType.Complex64)]
    [InlineData("big-f4", ElementType.Float32)]
    [InlineData("big-i8", ElementType.Int64)]
    [InlineData("big-c8", ElementType.Complex64)]
    [InlineData("fortran", ElementType.Float32)]
    public async Task ReadArray_gives_little_endian_elements_in_row_major_order(string name, ElementType type)
    {
        var array = NumpyFiles.ReadArray(await models.PathOfAsync(name + ".npy"));

        Assert.Equal((name, type), (array.Name, array.Type));
        Assert.Equal([2, 3, 4], array.Shape);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => type == ElementType.Bool ? Math.Min(i, 1) : i), Enumerable.Range(0, 24).Select(i => (int)Element(array, i)));
    }

    [Fact]
    public async Task ReadArray_scalars_and_texts_are_taken()
    {
        var scalar = NumpyFiles.ReadArray(await models.PathOfAsync("scalar.npy"));
        Assert.Empty(scalar.Shape);
        Assert.Equal(7, Element(scalar, 0));

        Assert.Equal(["one", "zwölf"], NumpyFiles.ReadArray(await models.PathOfAsync("texts.npy")).Texts);
        Assert.Equal(["one", "zwölf", "", "3"], NumpyFiles.ReadArray(await models.PathOfAsync("big-texts.npy")).Texts);
        Assert.Equal(["one", "two"], NumpyFiles.ReadArray(await models.PathOfAsync("bytes.npy")).Texts);
    }

    [Theory]
    [InlineData("objects.npy", "objects.npy holds records or Python objects, which are not read: save a plain array of numbers.")]
    [InlineData("records.npy", "records.npy holds records or Python objects, which are not read: save a plain array of numbers.")]
    [InlineData("dates.npy", "dates.npy holds elements of NumPy's type 'M8', which ONNX lacks: convert the array with astype.")]
    [InlineData("linear.onnx", "linear.onnx is no array that numpy.save wrote, or a damaged one: write it again.")]
    public async Task ReadArray_other_content_is_refused(string file, string message)
    {
        var path = await models.PathOfAsync(file);

        Assert.Equal(message, Assert.Throws<ModelFileException>(() => NumpyFiles.ReadArray(path)).Message);
    }

    [Theory]
    [InlineData("(9000000000,)", "x.npy holds an array of shape [9000000000] with 33.5 GiB, and 2 GiB are the most that is read: save a smaller one.")]
    [InlineData("(9000000000, 9000000000)", "x.npy is no array that numpy.save wrote, or a damaged one: write it again.")]
    [InlineData("(-1,)", "x.npy is no array that numpy.save wrote, or a damaged one: write it again.")]
    [InlineData("(400000000,)", "x.npy is truncated: write it again.")]
    public void ReadArray_header_that_promises_too_much_costs_little_memory(string shape, string message)
    {
        var header = Encoding.ASCII.GetBytes($"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}\n");
        var path = _directory.PathOf("x.npy");
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, 1, 2, 3]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(message, Assert.Throws<ModelFileException>(() => NumpyFiles.ReadArray(path)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40_000_000);
    }

    /// <summary>Any change of a file is either harmless or refused: no other exception, no endless loop.</summary>
    [Theory]
    [InlineData("<f4", 4)]
    [InlineData(">U5", 20)]
    [InlineData("|S0", 0)]
    public void ReadArray_changed_bytes_never_throw_anything_else(string type, int size)
    {
        var header = Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': True, 'shape': (2, 3), }}\n");
        byte[] original = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. new byte[6 * size]];
        var random = new Random(21);
        var path = _directory.PathOf("x.npy");
        for (var round = 0; round < 500; round++)
        {
            var bytes = (byte[])original.Clone();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                bytes[random.Next(bytes.Length)] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)('0' + random.Next(10));
            File.WriteAllBytes(path, bytes);
            try
            {
                NumpyFiles.ReadArray(path, new() { MaxInputBytes = 1 << 20 });
            }
            catch (ModelFileException)
            {
            }
        }
    }

    [Fact]
    public void ReadArray_texts_without_bytes_are_counted()
    {
        var header = "{'descr': '<U0', 'fortran_order': False, 'shape': (200000000,), }"u8;
        var path = _directory.PathOf("x.npy");
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header]);

        Assert.Equal("x.npy holds 200,000,000 texts, and 10,000,000 are the most that are read: save a smaller array.", Assert.Throws<ModelFileException>(() => NumpyFiles.ReadArray(path)).Message);
    }

    [Fact]
    public async Task ReadArrays_gives_every_array_under_its_name()
    {
        var arrays = NumpyFiles.ReadArrays(await models.PathOfAsync("two.npz"));

        Assert.Equal([("x", ElementType.Float32), ("ids", ElementType.Int64)], arrays.Select(array => (array.Name, array.Type)));
    }

    [Fact]
    public async Task ReadArrays_bomb_is_refused_before_it_is_unpacked()
    {
        var path = await models.PathOfAsync("bomb.npz");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(
            "bomb.npz/zeros.npy holds an array of shape [50000000] with 47.7 MiB, and 10 MiB are the most that is read: save a smaller one.",
            Assert.Throws<ModelFileException>(() => NumpyFiles.ReadArrays(path, new() { MaxInputBytes = 10 << 20 })).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
    }

    [Fact]
    public async Task ReadArrays_file_that_is_no_archive_is_refused()
    {
        var path = await models.PathOfAsync("f4.npy");

        Assert.Equal("f4.npy is no archive that numpy.savez wrote, or a damaged one: write it again.", Assert.Throws<ModelFileException>(() => NumpyFiles.ReadArrays(path)).Message);
    }

    [Fact]
    public async Task TestDataSet_gives_inputs_and_expected_outputs_with_the_names_of_the_model()
    {
        var model = ModelFile.Read(await models.PathOfAsync("linear.onnx")).Description;

        var set = TestDataSet.Read(await models.PathOfAsync("test_data_set_0"), model);

        Assert.Equal("x", Assert.Single(set.Inputs).Name);
        Assert.Equal([2, 64], set.Inputs[0].Shape);
        Assert.Equal("y", Assert.Single(set.Outputs).Name);
    }

    [Fact]
    public async Task TestDataSet_of_another_model_is_refused()
    {
        var model = ModelFile.Read(await models.PathOfAsync("qdq.onnx")).Description;
        var folder = await models.PathOfAsync("test_data_set_0");

        Assert.Equal(
            "test_data_set_0: The input 'x' has the shape [1, 3, 16, 16], and the file has [2, 64]: save an array of the input's shape.",
            Assert.Throws<ModelFileException>(() => TestDataSet.Read(folder, model)).Message);
        Assert.Equal(
            $"The folder {Path.GetFileName(_directory.Directory)} holds no input_0.pb: give a folder in the form of ONNX's test_data_set_0.",
            Assert.Throws<ModelFileException>(() => TestDataSet.Read(_directory.Directory, model)).Message);
        Assert.Equal("The folder none does not exist: check the path.", Assert.Throws<ModelFileException>(() => TestDataSet.Read(_directory.PathOf("none"), model)).Message);
    }

    [Fact]
    public void TensorFile_data_that_does_not_fit_is_refused()
    {
        var path = _directory.PathOf("input_0.pb");
        File.WriteAllBytes(path, new TensorProto { DataType = 1, Dims = { 3 }, FloatData = { 1, 2 } }.ToByteArray());

        Assert.Equal("input_0.pb has data that does not fit its shape [3] of float32: it is damaged, or no tensor (sequences and maps are not read).", Assert.Throws<ModelFileException>(() => TensorFile.Read(path)).Message);
        File.WriteAllBytes(path, [0xff, 0xff]);
        Assert.Equal("input_0.pb is no tensor in ONNX's format, or a damaged one: write it again.", Assert.Throws<ModelFileException>(() => TensorFile.Read(path)).Message);
    }

    /// <summary>Elements in the lists that the standard has beside raw data.</summary>
    [Fact]
    public void TensorFile_elements_in_lists_are_taken()
    {
        Assert.Equal([1, 2], Elements(new() { DataType = (int)ElementType.Float32, FloatData = { 1, 2 } }));
        Assert.Equal([1, 2], Elements(new() { DataType = (int)ElementType.Float64, DoubleData = { 1, 2 } }));
        Assert.Equal([1, -2], Elements(new() { DataType = (int)ElementType.Int8, Int32Data = { 1, -2 } }));
        Assert.Equal([1, -2], Elements(new() { DataType = (int)ElementType.Int16, Int32Data = { 1, -2 } }));
        Assert.Equal([1, -2], Elements(new() { DataType = (int)ElementType.Int32, Int32Data = { 1, -2 } }));
        Assert.Equal([1, -2], Elements(new() { DataType = (int)ElementType.Int64, Int64Data = { 1, -2 } }));
        Assert.Equal([1, 2], Elements(new() { DataType = (int)ElementType.UInt32, Uint64Data = { 1, 2 } }));
        Assert.Equal([1, 2], Elements(new() { DataType = (int)ElementType.UInt64, Uint64Data = { 1, 2 } }));
        Assert.Equal([1, 2], Elements(new() { DataType = (int)ElementType.Float16, Int32Data = { 0x3c00, 0x4000 } }));
    }

    [Fact]
    public void TensorFile_texts_are_taken_and_a_zero_character_is_refused()
    {
        var path = _directory.PathOf("input_0.pb");
        var tensor = new TensorProto { DataType = (int)ElementType.String, Dims = { 2 }, StringData = { ByteString.CopyFromUtf8("zwölf"), ByteString.Empty } };
        File.WriteAllBytes(path, tensor.ToByteArray());
        var texts = TensorFile.Read(path);

        Assert.Equal(["zwölf", ""], texts.Texts);
        Assert.Equal("zwölf\0\0"u8, texts.Bytes.Span);
        Assert.Equal(2, TextBytes.Count(texts.Bytes.Span));
        Assert.Null(TextBytes.Count(texts.Bytes.Span[..3]));

        tensor.StringData[1] = ByteString.CopyFromUtf8("a\0b");
        File.WriteAllBytes(path, tensor.ToByteArray());
        Assert.Equal("input_0.pb holds a text with a zero character, which cannot be given to a model: leave the character out.", Assert.Throws<ModelFileException>(() => TensorFile.Read(path)).Message);
    }

    private double[] Elements(TensorProto tensor)
    {
        tensor.Dims.Add(2);
        var path = _directory.PathOf("input_0.pb");
        File.WriteAllBytes(path, tensor.ToByteArray());
        var data = TensorFile.Read(path);
        return [Element(data, 0), Element(data, 1)];
    }

    private static double Element(InputData data, int index)
    {
        var bytes = data.Bytes.Span;
        return data.Type switch
        {
            ElementType.Float16 => (double)MemoryMarshal.Cast<byte, Half>(bytes)[index],
            ElementType.Float32 => MemoryMarshal.Cast<byte, float>(bytes)[index],
            ElementType.Float64 => MemoryMarshal.Cast<byte, double>(bytes)[index],
            ElementType.Int8 => (sbyte)bytes[index],
            ElementType.Int16 => MemoryMarshal.Cast<byte, short>(bytes)[index],
            ElementType.Int32 => MemoryMarshal.Cast<byte, int>(bytes)[index],
            ElementType.Int64 => MemoryMarshal.Cast<byte, long>(bytes)[index],
            ElementType.UInt8 or ElementType.Bool => bytes[index],
            ElementType.UInt16 => MemoryMarshal.Cast<byte, ushort>(bytes)[index],
            ElementType.UInt32 => MemoryMarshal.Cast<byte, uint>(bytes)[index],
            ElementType.UInt64 => MemoryMarshal.Cast<byte, ulong>(bytes)[index],
            ElementType.Complex64 => MemoryMarshal.Cast<byte, float>(bytes)[2 * index],
            _ => throw new NotSupportedException(data.Type.Name()),
        };
    }
}
