using LatBench.ModelFiles.Runtimes;
using LatBench.Onnx;
using LatBench.Onnx.Protos;
using LatBench.TestKit;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.ModelFiles.Tests.Runtimes;

public sealed class RuntimeCheckTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(13, 26, null)]
    [InlineData(14, 26, "The model is written in version 14 of the ONNX format, and ONNX Runtime 1.31 takes up to 13: export it with an older version of the exporter, or use a newer runtime.")]
    [InlineData(13, 27, "The model uses version 27 of the ONNX operator set, and ONNX Runtime 1.31 has up to 26: export it with opset_version=26, or use a newer runtime.")]
    public void WhyNot_versions_are_those_that_ONNX_Runtime_itself_takes(int ir, int opset, string? reason)
    {
        var model = ToyModels.Linear();
        (model.IrVersion, model.OpsetImport[0].Version) = (ir, opset);

        Assert.Equal(reason, WhyNot(model));
        Assert.Equal(reason is null, Loads());
    }

    [Fact]
    public void WhyNot_version_of_the_learning_operators_is_that_of_ONNX_Runtime()
    {
        var model = ToyModels.Linear();
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = 5 });
        Assert.Null(WhyNot(model));
        Assert.True(Loads());

        model.OpsetImport[1].Version = 6;
        Assert.Equal("The model uses version 6 of the operator set ai.onnx.ml, and ONNX Runtime 1.31 has up to 5: export it with version 5, or use a newer runtime.", WhyNot(model));
        Assert.False(Loads());
    }

    [Theory]
    [InlineData("1.30.0", "ONNX Runtime 1.30.0")]
    [InlineData("1.31.1", "ONNX Runtime 1.31.1")]
    [InlineData("1.3.0", null)]
    [InlineData("1.99.0", null)]
    public void Find_limits_are_those_of_known_versions(string version, string? runtime) => Assert.Equal(runtime, RuntimeLimits.Find(version)?.Runtime);

    [Fact]
    public void WhyNot_custom_operator_is_named()
    {
        var model = ToyModels.Linear();
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "acme", Version = 1 });
        model.Graph.Node[0].Domain = "acme";
        model.Graph.Node[0].OpType = "Fast\u001bMatMul";

        Assert.Equal("The model needs the custom operator 'acme.Fast\\u001BMatMul', which ONNX Runtime 1.31 lacks: export it with operators of ONNX only, or upload it with --custom-operators where an agent has a library of it.", WhyNotAlone(model));
        Assert.False(Loads());
    }

    private string? WhyNotAlone(ModelProto model) => RuntimeCheck.WhyNotAlone(ModelFile.Read(model.Save(_directory.PathOf("m.onnx"))).Description, RuntimeLimits.OnnxRuntime131);

    private string? WhyNot(ModelProto model) => RuntimeCheck.WhyNot(ModelFile.Read(model.Save(_directory.PathOf("m.onnx"))).Description, RuntimeLimits.OnnxRuntime131);

    private bool Loads()
    {
        RuntimeTelemetry.Disable();
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        try
        {
            using var session = new InferenceSession(_directory.PathOf("m.onnx"), options);
            return true;
        }
        catch (OnnxRuntimeException)
        {
            return false;
        }
    }
}
