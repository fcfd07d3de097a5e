using LatBench.Onnx.Protos;
using LatBench.TestKit;

namespace LatBench.Onnx.Tests.Models;

/// <summary>Models that PyTorch's exporter wrote, made once for a test class or a collection.</summary>
public sealed class TorchModels : IAsyncLifetime
{
    private readonly TempDirectory _directory = new();

    /// <summary>Gets a small model with weights.</summary>
    public ModelProto Run(string name) => Load("run", name);

    /// <summary>Gets a model of published size, with shapes and without weights.</summary>
    public ModelProto Count(string name) => Load("count", name);

    public async ValueTask InitializeAsync() => await Python.RunAsync(
        RepositoryRoot.PathOf("tests", "Onnx.Tests", "Models", "make_models.py"), "python3-torch python3-torchvision python3-onnx", _directory.Directory);

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    private ModelProto Load(string folder, string name) => ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(_directory.Directory, folder, name + ".onnx")));
}

/// <summary>The test classes that share the models.</summary>
[CollectionDefinition(Name)]
public sealed class TorchTests : ICollectionFixture<TorchModels>
{
    public const string Name = "models of PyTorch";
}
