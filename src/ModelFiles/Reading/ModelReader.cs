using System.Globalization;
using Google.Protobuf;
using LatBench.Hosting.Files;
using LatBench.Onnx.Protos;

namespace LatBench.ModelFiles.Reading;

/// <summary>Reads a file and its external data, and checks all that can be told without running the model.</summary>
/// <param name="path">The file.</param>
/// <param name="name">Its name in messages, printable.</param>
/// <param name="limits">The limits.</param>
internal sealed class ModelReader(string path, string name, ModelFileLimits limits)
{
    private const long MinIrVersion = 3;

    /// <summary>Reads the model.</summary>
    /// <exception cref="ModelFileException">It cannot be used.</exception>
    public ReadModel Read()
    {
        try
        {
            return ReadFiles();
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            throw new ModelFileException(FileError.Of(exception, path).Describe($"{name} cannot be read"));
        }
        catch (OutOfMemoryException)
        {
            throw new ModelFileException($"{name} needs more memory to be read than this process may use: simplify the model, or raise the limit.");
        }
    }

    private ReadModel ReadFiles()
    {
        if (Directory.Exists(path))
            throw new ModelFileException($"{name} is a directory: name the .onnx file in it.");
        var length = new FileInfo(path).Length;
        RequireSize(length);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        var start = new byte[FileSignature.Bytes];
        var count = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        FileSignature.RequireOnnx(name, start.AsSpan(0, count), length);
        file.Position = 0;
        var scanned = ModelScanner.Scan(path, name, file, limits);
        var model = Parse(scanned.Graph);
        RequireGraph(model);
        var files = new ExternalFiles(path, name);
        var tensors = new ModelTensors(name, model, scanned, files, limits).Resolve();
        var total = length + files.Found.Values.DistinctBy(found => found.Path).Sum(found => found.Length);
        RequireSize(total);
        return new ReadModel(model, tensors, total, [.. files.Found.Keys.Order(StringComparer.Ordinal)], ContentHash.Of(scanned.Sha256, files.Found));
    }

    private ModelProto Parse(ReadOnlyMemory<byte> graph)
    {
        try
        {
            return ModelProto.Parser.ParseFrom(graph.Span);
        }
        catch (InvalidProtocolBufferException)
        {
            throw Refusals.NotOnnx(name);
        }
    }

    private void RequireSize(long bytes)
    {
        if (bytes > limits.MaxBytes)
            throw new ModelFileException($"{name} has {Refusals.Size(bytes)} with its external data, and {Refusals.Size(limits.MaxBytes)} are the most that is taken: use a smaller model, or raise the limit.");
    }

    private void RequireGraph(ModelProto model)
    {
        if (model.Graph is not { } graph)
            throw new ModelFileException($"{name} is not an ONNX model: it has no graph; give a file that an exporter wrote with the ending .onnx.");
        if (model.IrVersion < MinIrVersion)
            throw new ModelFileException(string.Create(CultureInfo.InvariantCulture, $"{name} says that it is written in version {model.IrVersion} of the ONNX format, and {MinIrVersion} is the oldest that is taken: export it again."));
        if (model.OpsetImport.Count == 0)
            throw new ModelFileException($"{name} does not say which operator set its nodes are of (opset_import): export it again.");
        if (graph.Node.Count == 0)
            throw new ModelFileException($"{name} has no nodes, so there is nothing to measure: export the model again.");
        if (graph.Output.Count == 0)
            throw new ModelFileException($"{name} has no outputs: export it with at least one.");
    }
}

/// <summary>A model that was read and checked.</summary>
/// <param name="Model">Its messages without the data of large tensors.</param>
/// <param name="Tensors">The places of that data.</param>
/// <param name="SizeBytes">The size of all files.</param>
/// <param name="ExternalFiles">The locations of external data.</param>
/// <param name="Sha256">The identity of the content.</param>
internal sealed record ReadModel(ModelProto Model, LargeTensors Tensors, long SizeBytes, IReadOnlyList<string> ExternalFiles, string Sha256);

/// <summary>The places of the data that the messages lack.</summary>
/// <param name="Initializers">Of initialisers of the main graph, by their number.</param>
/// <param name="Attributes">Of single tensors in attributes of nodes of the main graph, by the numbers of node and attribute.</param>
internal sealed record LargeTensors(IReadOnlyDictionary<int, TensorSlices> Initializers, IReadOnlyDictionary<(int Node, int Attribute), TensorSlices> Attributes);
