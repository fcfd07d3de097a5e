using System.Diagnostics;
using System.Reflection;
using Google.Protobuf;
using LatBench.Contracts.V1;
using LatBench.Onnx;
using LatBench.Onnx.Protos;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Models;

/// <summary>A model with a custom operator, a device whose agent has the library of it, and one whose agent has not.</summary>
public sealed class CustomOperatorsTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Model_is_measured_where_the_agent_has_the_library_and_refused_elsewhere()
    {
        var model = _directory.PathOf("detector.onnx");
        await File.WriteAllBytesAsync(model, Model(), Cancel);
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();
        await installation.StartAgentAsync("equipped", null, "--custom-operators", await CompileAsync());
        await using var plain = await installation.StartAnotherAgentAsync("plain");
        string[] where = ["--data", installation.Data, "--server", "http://" + installation.Grpc];

        var refused = (await CommandResult.RunAsync(["models", "upload", model, .. where])).Expect(1);
        Assert.Contains("The model needs the custom operator 'acme.math.AddOne', which ONNX Runtime 1.31.1 lacks: export it with operators of ONNX only, or upload it with --custom-operators", refused.Errors, StringComparison.Ordinal);

        var uploaded = (await CommandResult.RunAsync(["models", "upload", model, "--custom-operators", .. where])).Expect(0);
        Assert.Contains("detector.onnx needs a library of acme.math.AddOne", uploaded.Errors, StringComparison.Ordinal);

        string[] submit = ["campaigns", "submit", "--space", "onnx", "--arch", "detector.onnx", "--passes", "2..2", "--min-spread", "0", "--watch", .. where];
        var elsewhere = (await CommandResult.RunAsync([.. submit, "--target", "plain"])).Expect(2);
        Assert.Contains("The device plain lacks the custom operator 'acme.math.AddOne', which detector.onnx needs: start its agent with a library of it", elsewhere.Errors, StringComparison.Ordinal);

        (await CommandResult.RunAsync([.. submit, "--target", "equipped"])).Expect(0);
        var measurement = Assert.Single((await installation.Measurements.ListMeasurementsAsync(new ListMeasurementsRequest(), cancellationToken: Cancel)).Measurements);
        Assert.Equal(Contracts.V1.Verdict.Valid, measurement.Verdict);
        Assert.StartsWith("equipped/", measurement.Target, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private static byte[] Model()
    {
        var graph = new GraphBuilder("custom");
        var x = graph.Input("x", ElementType.Float32, 16, 1024);
        graph.Output(graph.Node("AddOne", "y", [x]), ElementType.Float32, 16, 1024);
        var model = graph.Build();
        model.Graph.Node[0].Domain = "acme.math";
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "acme.math", Version = 1 });
        return model.ToByteArray();
    }

    /// <summary>Compiles the library of the agent's own tests.</summary>
    private async Task<string> CompileAsync()
    {
        var package = typeof(CustomOperatorsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == "OnnxRuntimePackage").Value!;
        var library = _directory.PathOf("libtest_operators.so");
        var source = RepositoryRoot.PathOf("tests", "DeviceAgent.Tests", "Providers", "native", "test_operators.c");
        using var compiler = Process.Start("cc", ["-std=c11", "-O2", "-fPIC", "-shared", "-fvisibility=hidden", "-I", Path.Combine(package, "build", "native", "include"), source, "-o", library]);
        await compiler.WaitForExitAsync(Cancel);
        Assert.Equal(0, compiler.ExitCode);
        return library;
    }
}
