using System.Diagnostics;
using System.Reflection;
using Google.Protobuf;
using LatBench.Onnx;
using LatBench.Onnx.Protos;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Models;

/// <summary>Models with custom operators, and libraries of them.</summary>
internal static class CustomOperatorFiles
{
    /// <summary>Gets the library of the package Microsoft.ML.OnnxRuntime.Extensions.</summary>
    public static string Extensions => Path.Combine(Metadata("OnnxRuntimeExtensions"), "runtimes", "linux-x64", "native", "libortextensions.so");

    /// <summary>Writes a model with the operator of the agent's own tests.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">The rows of its input, which make its content another one.</param>
    public static async Task<string> WriteAddOneAsync(string path, int rows = 16)
    {
        var graph = new GraphBuilder("custom");
        var x = graph.Input("x", ElementType.Float32, rows, 1024);
        graph.Output(graph.Node("AddOne", "y", [x]), ElementType.Float32, rows, 1024);
        return await WriteAsync(path, graph, "acme.math");
    }

    /// <summary>Writes a model whose operators are all of one domain that is not ONNX's.</summary>
    public static async Task<string> WriteAsync(string path, GraphBuilder graph, string domain)
    {
        var model = graph.Build();
        foreach (var node in model.Graph.Node)
            node.Domain = domain;
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = 1 });
        await File.WriteAllBytesAsync(path, model.ToByteArray(), TestContext.Current.CancellationToken);
        return path;
    }

    /// <summary>Compiles the library of the agent's own tests.</summary>
    /// <param name="library">The file to write.</param>
    public static async Task<string> CompileAsync(string library)
    {
        var source = RepositoryRoot.PathOf("tests", "DeviceAgent.Tests", "Providers", "native", "test_operators.c");
        using var compiler = Process.Start("cc", ["-std=c11", "-O2", "-fPIC", "-shared", "-fvisibility=hidden", "-I", Path.Combine(Metadata("OnnxRuntimePackage"), "build", "native", "include"), source, "-o", library]);
        await compiler.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, compiler.ExitCode);
        return library;
    }

    private static string Metadata(string key) => typeof(CustomOperatorFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == key).Value!;
}
