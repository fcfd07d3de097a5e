using LatBench.Onnx;
using LatBench.TestKit;

namespace LatBench.ModelFiles.Tests.Reading;

/// <summary>Files whose weights have gigabytes; they are sparse, so that they take time and no disk.</summary>
public sealed class HugeFileTests : IDisposable
{
    private const int MaxMegabytes = 64;

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact(Explicit = true)]
    [Trait("category", "slow")]
    public void Read_self_contained_file_of_1900_megabytes_takes_little_memory()
    {
        const int Bytes = 1_900_000_000;
        var model = ToyModels.Linear();
        var tensor = Tensors.Embedded("w", ElementType.Float32, [Bytes / 4], default);
        var path = _directory.PathOf("m.onnx");
        model.Graph.Initializer.Clear();
        using (var file = File.Create(path))
        {
            using (var output = new Google.Protobuf.CodedOutputStream(file, leaveOpen: true))
            {
                model.WriteTo(output);

                // Another part of the graph: one initialiser, with its raw data at the end.
                var initializer = tensor.CalculateSize() + 6 + Bytes;
                output.WriteRawTag((7 << 3) | 2);
                output.WriteLength(6 + initializer);
                output.WriteRawTag((5 << 3) | 2);
                output.WriteLength(initializer);
                tensor.WriteTo(output);
                output.WriteRawTag((9 << 3) | 2);
                output.WriteLength(Bytes);
            }

            file.SetLength(file.Position + Bytes);
        }

        Assert.Equal(Bytes / 4, ReadInLittleMemory(path).Parameters);
    }

    [Fact(Explicit = true)]
    [Trait("category", "slow")]
    public void Read_external_data_of_3000_megabytes_takes_little_memory()
    {
        const long Bytes = 3_000_000_000;
        var model = ToyModels.Linear();
        model.Graph.Initializer[0] = Tensors.External("w", ElementType.Float32, [Bytes / 4], "w.bin", 0, Bytes);
        using (var file = File.Create(_directory.PathOf("w.bin")))
            file.SetLength(Bytes);

        Assert.Equal(Bytes / 4, ReadInLittleMemory(model.Save(_directory.PathOf("m.onnx"))).Parameters);
    }

    private ModelDescription ReadInLittleMemory(string path)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var model = ModelFile.Read(path);
        var slim = model.Split(_directory.PathOf("weights"));
        TestContext.Current.SendDiagnosticMessage("{0:N0} bytes allocated", GC.GetAllocatedBytesForCurrentThread() - before);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxMegabytes << 20);
        Assert.InRange(slim.WeightsBytes, 1_900_000_000, long.MaxValue);
        return model.Description;
    }
}
