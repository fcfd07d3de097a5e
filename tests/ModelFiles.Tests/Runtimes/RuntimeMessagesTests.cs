using LatBench.ModelFiles.Inputs;
using LatBench.ModelFiles.Runtimes;
using LatBench.Onnx;
using LatBench.Onnx.Protos;
using LatBench.TestKit;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.ModelFiles.Tests.Runtimes;

/// <summary>The messages are those of ONNX Runtime itself, for models that it does not take.</summary>
public sealed class RuntimeMessagesTests : IDisposable
{
    private const string Runtime = "ONNX Runtime";

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    public static TheoryData<string, string> Models => new()
    {
        { "unknown", "The model uses the operator 'Foo', which version 17 of the ONNX operator set in ONNX Runtime lacks: export it with operators of ONNX only, or with another opset_version." },
        { "custom", "The model needs the custom operator 'acme.Foo', which ONNX Runtime lacks: export it with operators of ONNX only." },
        { "not imported", "The model uses operators of the domain 'acme' and does not say which version of them (opset_import): export it again." },
        { "deprecated", "The model uses the operator 'Upsample', which version 17 of the ONNX operator set in ONNX Runtime has no longer: export it with another opset_version." },
        { "no kernel", "ONNX Runtime has no implementation of the operator 'MatMul' (version 13) for the element types of node 'y': use another precision or execution provider, or export the model with other operators." },
        { "ir", "The model is written in version 14 of the ONNX format, and ONNX Runtime takes up to 13: export it with an older version of the exporter, or use a newer runtime." },
        { "opset", "The model uses version 27 of an operator set, and ONNX Runtime has up to 26: export it with an older opset_version, or use a newer runtime." },
        { "shapes", "The types or shapes at the node 'y' (MatMul) contradict each other (Incompatible dimensions for matrix multiplication): use other dimensions for the inputs, or export the model again." },
        { "cycle", "ONNX Runtime does not take the model (Error: the graph is not acyclic): export it again." },
        { "missing output", "ONNX Runtime does not take the model (Graph output (nothing) does not exist in the graph): export it again." },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Explain_names_the_cause_and_a_way_out(string part, string sentence)
    {
        var model = ToyModels.Linear();
        var (node, input) = (model.Graph.Node[0], model.Graph.Input[0].Type.TensorType);
        switch (part)
        {
            case "unknown": node.OpType = "Foo"; break;
            case "custom": (node.OpType, node.Domain) = ("Foo", "acme"); model.OpsetImport.Add(new OperatorSetIdProto { Domain = "acme", Version = 1 }); break;
            case "not imported": (node.OpType, node.Domain) = ("Foo", "acme"); break;
            case "deprecated": node.OpType = "Upsample"; break;
            case "no kernel":
                input.ElemType = model.Graph.Output[0].Type.TensorType.ElemType = (int)ElementType.BFloat16;
                model.Graph.Initializer[0] = Tensors.Embedded("w", ElementType.BFloat16, [32, 32], new byte[2048]);
                break;
            case "ir": model.IrVersion = 14; break;
            case "opset": model.OpsetImport[0].Version = 27; break;
            case "shapes": input.Shape.Dim[1].DimValue = 7; break;
            case "cycle": node.Input[0] = "y"; break;
            default: model.Graph.Output[0].Name = "nothing"; break;
        }

        Assert.Equal(sentence, RuntimeMessages.Explain(Refusal(model), Runtime));
    }

    [Fact]
    public void Explain_node_that_fails_is_named()
    {
        var model = ToyModels.Embedding(rows: 10);

        Assert.Equal(
            "The node 'y' (Gather) fails with these inputs (indices element out of data bounds, idx=99 must be within the inclusive range [-10,9]): use other dimensions or values (--dim, --input-shape, --input-range).",
            RuntimeMessages.Explain(Refusal(model, "ids=int64[1,4] integers 99 99"), Runtime));
    }

    [Fact]
    public void Explain_message_is_printable() => Assert.Equal(
        "ONNX Runtime does not take the model (a\\u001Bb): export it again.", RuntimeMessages.Explain("[ErrorCode:Fail] a\u001bb.\n", Runtime));

    private string Refusal(ModelProto model, string? plan = null)
    {
        var path = model.Save(_directory.PathOf("m.onnx"));
        return Assert.Throws<OnnxRuntimeException>(() =>
        {
            if (plan is not null)
                PreparedRun.Run(path, InputPlan.Parse(plan));
            RuntimeTelemetry.Disable();
            using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            using var session = new InferenceSession(path, options);
        }).Message;
    }
}
