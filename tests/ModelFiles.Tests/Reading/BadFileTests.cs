using System.IO.Compression;
using System.Text;
using Google.Protobuf;
using LatBench.Onnx;
using LatBench.TestKit;

namespace LatBench.ModelFiles.Tests.Reading;

public sealed class BadFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    public static TheoryData<byte[], string> OtherFormats => new()
    {
        { [], "m.onnx is empty: copy or download it again." },
        { Text("<!DOCTYPE html>\n<html><body>Sign in</body></html>"), "m.onnx is not an ONNX model but a web page: the download gave a page in the place of the file: download it again." },
        { Text("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"), "m.onnx is not an ONNX model but a Git LFS pointer in the place of the file: fetch the file itself with 'git lfs pull'." },
        { Text("{\"model\": 1}"), "m.onnx is not an ONNX model but a JSON file: give the .onnx file." },
        { [0x1f, 0x8b, 8, 0, 0, 0], "m.onnx is not an ONNX model but a gzip archive: unpack it and give the .onnx file in it." },
        { Zip("model.onnx"), "m.onnx is not an ONNX model but a ZIP archive: unpack it and give the .onnx file in it." },
        { Zip("archive/data.pkl"), "m.onnx is not an ONNX model but a PyTorch checkpoint: export the model to ONNX with torch.onnx.export." },
        { [0x80, 2, 0x8a, 10], "m.onnx is not an ONNX model but a Python pickle, as PyTorch's older checkpoints are: export the model to ONNX with torch.onnx.export." },
        { [0x1c, 0, 0, 0, .. "TFL3"u8, 0, 0], "m.onnx is not an ONNX model but a TensorFlow Lite model: export the model to ONNX (tf2onnx --tflite)." },
        { [2, 0, 0, 0, 0, 0, 0, 0, .. "{\"a\":0}"u8], "m.onnx is not an ONNX model but a safetensors file, which has weights and no graph: export the model to ONNX." },
        { Text("GGUF\u0003"), "m.onnx is not an ONNX model but a GGUF file: give the model in ONNX format." },
        { [0x89, .. "HDF\r\n"u8], "m.onnx is not an ONNX model but an HDF5 file, as Keras writes: export the model to ONNX (tf2onnx)." },
        { [.. Enumerable.Repeat((byte)0xa5, 4096)], "m.onnx is not an ONNX model, or a damaged one: its bytes do not form ONNX messages; give a file that an exporter wrote with the ending .onnx." },
    };

    [Theory]
    [MemberData(nameof(OtherFormats))]
    public void Read_file_of_another_format_names_it(byte[] content, string message)
    {
        var path = _directory.PathOf("m.onnx");
        File.WriteAllBytes(path, content);

        Assert.Equal(message, Refusal(path));
    }

    [Fact]
    public void Read_zip_bomb_is_not_unpacked()
    {
        var path = _directory.PathOf("m.onnx");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        using (var entry = archive.CreateEntry("model.onnx", CompressionLevel.SmallestSize).Open())
            entry.Write(new byte[50_000_000]);

        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal("m.onnx is not an ONNX model but a ZIP archive: unpack it and give the .onnx file in it.", Refusal(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
    }

    [Fact]
    public void Read_missing_file_and_directory_are_refused()
    {
        var missing = _directory.PathOf("missing.onnx");

        Assert.Equal($"missing.onnx cannot be read ({missing} does not exist): check the path.", Refusal(missing));
        Assert.Equal($"{Path.GetFileName(_directory.Directory)} is a directory: name the .onnx file in it.", Refusal(_directory.Directory));
    }

    [Fact]
    public void Read_truncated_file_says_how_much_is_missing()
    {
        var bytes = ToyModels.Linear().ToByteArray();
        File.WriteAllBytes(_directory.PathOf("m.onnx"), bytes[..2000]);

        // The graph ends before the versions of the operator sets, which are four bytes here.
        Assert.Equal($"m.onnx is truncated: at least {bytes.Length - 2000 - 4:N0} bytes are missing at its end; copy or download it again.", Refusal(_directory.PathOf("m.onnx")));
    }

    [Fact]
    public void Read_every_beginning_of_a_file_is_refused_in_one_sentence()
    {
        var bytes = ToyModels.Linear(4).ToByteArray();
        for (var length = 1; length < bytes.Length; length++)
        {
            var path = _directory.PathOf("m.onnx");
            File.WriteAllBytes(path, bytes[..length]);
            try
            {
                ModelFile.Read(path);
            }
            catch (ModelFileException exception)
            {
                Assert.EndsWith(".", exception.Message, StringComparison.Ordinal);
                continue;
            }

            Assert.Fail($"The first {length} bytes were taken.");
        }
    }

    /// <summary>Any change of a file is either harmless or refused: no other exception, no endless loop.</summary>
    [Fact]
    public void Read_changed_bytes_never_throw_anything_else()
    {
        var original = ToyModels.Embedding().ToByteArray();
        var random = new Random(21);
        for (var round = 0; round < 1000; round++)
        {
            var bytes = (byte[])original.Clone();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                bytes[random.Next(Math.Min(bytes.Length, 200))] = (byte)random.Next(256);
            var path = _directory.PathOf("m.onnx");
            File.WriteAllBytes(path, bytes);
            try
            {
                var model = ModelFile.Read(path);
                model.PlanInputs(ModelFiles.Inputs.InputRequest.Default);
                model.Split(_directory.PathOf("weights"));
            }
            catch (ModelFileException)
            {
            }
        }
    }

    [Fact]
    public void Read_messages_that_are_nested_10000_deep_are_refused()
    {
        // A graph in an attribute of a node in a graph, and so on.
        byte[] bytes = [];
        for (var level = 0; level < 10_000 / 3; level++)
        {
            foreach (var field in new byte[] { 6 << 3 | 2, 5 << 3 | 2, 1 << 3 | 2 })
                bytes = [field, .. Varint(bytes.Length), .. bytes];
        }

        bytes = [8, 8, 7 << 3 | 2, .. Varint(bytes.Length), .. bytes];
        File.WriteAllBytes(_directory.PathOf("m.onnx"), bytes);

        Assert.Equal("m.onnx nests its messages more than 100 levels deep, which no runtime reads: export it with fewer subgraphs in each other.", Refusal(_directory.PathOf("m.onnx")));
    }

    [Fact]
    public void Read_beyond_the_limits_is_refused()
    {
        var path = ToyModels.Linear().Save(_directory.PathOf("m.onnx"));

        Assert.Equal("m.onnx has more than 5 nodes, attributes and tensors, the most that are read: simplify it before it is measured.", Refusal(path, new() { MaxMessages = 5 }));
        var listed = ToyModels.Linear();
        listed.Graph.Node[0].Input.AddRange(Enumerable.Repeat("x", 200));
        Assert.Equal("m.onnx has more than 20 nodes, attributes and tensors, the most that are read: simplify it before it is measured.", Refusal(listed.Save(path), new() { MaxMessages = 20 }));
        ToyModels.Linear().Save(path);
        Assert.Equal("m.onnx has more than 100 bytes beside its large tensors, the most that is read: store its weights as initialisers with raw data or external data.", Refusal(path, new() { MaxGraphBytes = 100 }));
        Assert.Equal("m.onnx has 4.1 KiB with its external data, and 1 KiB are the most that is taken: use a smaller model, or raise the limit.", Refusal(path, new() { MaxBytes = 1024 }));
    }

    public static TheoryData<string, string> Spoilt => new()
    {
        { "graph", "m.onnx is not an ONNX model: it has no graph; give a file that an exporter wrote with the ending .onnx." },
        { "nodes", "m.onnx has no nodes, so there is nothing to measure: export the model again." },
        { "outputs", "m.onnx has no outputs: export it with at least one." },
        { "opset", "m.onnx does not say which operator set its nodes are of (opset_import): export it again." },
        { "ir", "m.onnx says that it is written in version 2 of the ONNX format, and 3 is the oldest that is taken: export it again." },
        { "overflow", "m.onnx gives the tensor 'w' the shape [4611686018427387904, 4], which no tensor can have: export the model again." },
        { "negative", "m.onnx gives the tensor 'w' the shape [-1, 32], which no tensor can have: export the model again." },
        { "data", "m.onnx has 4096 bytes of data for the tensor 'w', and 4224 are needed for its shape [33, 32] of float32: the file is damaged; export the model again." },
        { "escape", "m.onnx has 4 bytes of data for the tensor 'a\\u001B[2J\\u202Eb', and 8 are needed for its shape [2] of float32: the file is damaged; export the model again." },
    };

    [Theory]
    [MemberData(nameof(Spoilt))]
    public void Read_model_that_is_spoilt_says_what_is_wrong(string part, string message)
    {
        var model = ToyModels.Linear();
        var dims = model.Graph.Initializer[0].Dims;
        switch (part)
        {
            case "graph": model.Graph = null; break;
            case "nodes": model.Graph.Node.Clear(); break;
            case "outputs": model.Graph.Output.Clear(); break;
            case "opset": model.OpsetImport.Clear(); break;
            case "ir": model.IrVersion = 2; break;
            case "overflow": (dims[0], dims[1]) = (1L << 62, 4); break;
            case "negative": dims[0] = -1; break;
            case "data": dims[0] = 33; break;
            default: model.Graph.Initializer.Add(Tensors.Embedded("a\u001b[2J\u202eb", ElementType.Float32, [2], new byte[4])); break;
        }

        Assert.Equal(message, Refusal(model.Save(_directory.PathOf("m.onnx"))));
    }

    [Theory]
    [InlineData("../w.bin")]
    [InlineData("sub/../../w.bin")]
    [InlineData("/etc/passwd")]
    [InlineData("C:\\w.bin")]
    [InlineData("..\\w.bin")]
    public void Read_external_data_outside_of_the_folder_is_refused(string location)
    {
        var path = ToyModels.External(location).Save(_directory.PathOf("m.onnx"));

        Assert.Equal($"m.onnx has external data in '{location}', which is outside of its folder: save the model with its data beside it and a name without a path.", Refusal(path));
    }

    [Fact]
    public void Read_external_data_behind_a_link_is_taken_in_the_folder_alone()
    {
        using var elsewhere = new TempDirectory();
        File.WriteAllBytes(elsewhere.PathOf("w.bin"), new byte[4096]);
        File.WriteAllBytes(_directory.PathOf("real.bin"), new byte[4096]);
        File.CreateSymbolicLink(_directory.PathOf("out.bin"), elsewhere.PathOf("w.bin"));
        File.CreateSymbolicLink(_directory.PathOf("in.bin"), "real.bin");
        Directory.CreateSymbolicLink(_directory.PathOf("folder"), elsewhere.Directory);

        ModelFile.Read(ToyModels.External("in.bin").Save(_directory.PathOf("m.onnx")));
        Assert.Equal(
            "m.onnx has external data in 'out.bin', a symbolic link that leads out of its folder: copy the files of the model into one folder.",
            Refusal(ToyModels.External("out.bin").Save(_directory.PathOf("m.onnx"))));
        Assert.Equal(
            "m.onnx has external data in 'folder/w.bin', a symbolic link that leads out of its folder: copy the files of the model into one folder.",
            Refusal(ToyModels.External("folder/w.bin").Save(_directory.PathOf("m.onnx"))));
    }

    [Fact]
    public void Read_external_data_that_is_missing_or_too_short_is_refused()
    {
        var path = ToyModels.External().Save(_directory.PathOf("m.onnx"));
        Assert.Equal("m.onnx needs the file 'w.bin' in its folder, which is missing: put it beside the model.", Refusal(path));

        File.WriteAllBytes(_directory.PathOf("w.bin"), new byte[4000]);
        Assert.Equal("m.onnx has the tensor 'w' in bytes 0 to 4096 of 'w.bin', which has 4000 bytes: it is truncated or of another model; copy both files again.", Refusal(path));

        ToyModels.External(offset: long.MaxValue).Save(path);
        Assert.Equal("m.onnx has the tensor 'w' in bytes 9223372036854775807 to 9223372036854779903 of 'w.bin', which has 4000 bytes: it is truncated or of another model; copy both files again.", Refusal(path));

        ToyModels.External(length: 12).Save(path);
        Assert.Equal("m.onnx has 12 bytes of data for the tensor 'w', and 4096 are needed for its shape [32, 32] of float32: the file is damaged; export the model again.", Refusal(path));

        ToyModels.External(offset: -1).Save(path);
        Assert.Equal("m.onnx gives '-1' as the offset of the external data of tensor 'w', which is no number of bytes: export the model again.", Refusal(path));

        ToyModels.External(location: "").Save(path);
        Assert.Equal("m.onnx says that the data of tensor 'w' is in another file, and does not name it: export the model again.", Refusal(path));
    }

    [Fact]
    public void Read_external_data_of_any_name_is_taken()
    {
        const string Name = "it's wéights 名 1.bin";
        File.WriteAllBytes(_directory.PathOf(Name), new byte[4096]);

        Assert.Equal([Name], ModelFile.Read(ToyModels.External(Name).Save(_directory.PathOf("m.onnx"))).Description.ExternalFiles);
    }

    [Fact]
    public void Split_slices_that_two_tensors_share_are_written_once()
    {
        File.WriteAllBytes(_directory.PathOf("w.bin"), new byte[4096]);
        var model = ToyModels.External();
        var second = model.Graph.Initializer[0].Clone();
        second.Name = "again";
        model.Graph.Initializer.Add(second);

        var slim = ModelFile.Read(model.Save(_directory.PathOf("m.onnx"))).Split(_directory.PathOf("weights"));

        Assert.Equal(4096, slim.WeightsBytes);
    }

    [Fact]
    public void Read_large_tensors_stay_in_the_file()
    {
        var path = ToyModels.Linear(4096).Save(_directory.PathOf("m.onnx"));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var slim = ModelFile.Read(path).Split(_directory.PathOf("weights"));

        Assert.Equal(4L * 4096 * 4096, slim.WeightsBytes);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8_000_000);
    }

    [Theory]
    [InlineData("with space.onnx")]
    [InlineData("it's \"quoted\".onnx")]
    [InlineData("名前-é.onnx")]
    public void Read_file_of_any_name_is_taken(string name) =>
        Assert.Equal("linear", ModelFile.Read(ToyModels.Linear().Save(_directory.PathOf(name))).Description.GraphName);

    [Fact]
    public void Read_name_of_255_bytes_is_taken_and_shortened_in_messages()
    {
        var path = _directory.PathOf(new string('a', 250) + ".onnx");
        ModelFile.Read(ToyModels.Linear().Save(path));
        File.WriteAllBytes(path, []);

        Assert.Equal($"{new string('a', 200)}… is empty: copy or download it again.", Refusal(path));
    }

    [Fact]
    public void Read_two_files_of_one_content_have_one_identity() => Assert.Equal(
        ModelFile.Read(ToyModels.Linear().Save(_directory.PathOf("a.onnx"))).Description.Sha256,
        ModelFile.Read(ToyModels.Linear().Save(_directory.PathOf("b.onnx"))).Description.Sha256);

    private static string Refusal(string path, ModelFileLimits? limits = null) => Assert.Throws<ModelFileException>(() => ModelFile.Read(path, limits)).Message;

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Zip(string entry)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            archive.CreateEntry(entry);
        return stream.ToArray();
    }

    private static byte[] Varint(int value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }
}
