using LatBench.ModelFiles.Inputs;
using LatBench.Onnx;
using LatBench.TestKit;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.ModelFiles.Tests;

/// <summary>Runs models with ONNX Runtime on the inputs of a plan.</summary>
internal static class PreparedRun
{
    /// <summary>The outputs of a file; of those that are no tensors an empty list.</summary>
    public static byte[][] Run(string path, InputPlan plan)
    {
        RuntimeTelemetry.Disable();
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, IntraOpNumThreads = 1, GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_BASIC };
        using var session = new InferenceSession(path, options);
        using var run = new RunOptions();
        var inputs = plan.Inputs.ToDictionary(input => input.Name, Create);
        try
        {
            using var outputs = session.Run(run, inputs, session.OutputNames);
            return [.. outputs.Select(output => output.IsTensor && output.GetTensorTypeAndShape().ElementDataType != Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.String ? output.GetTensorMutableRawData().ToArray() : [])];
        }
        finally
        {
            foreach (var input in inputs.Values)
                input.Dispose();
        }
    }

    /// <summary>The outputs of a graph beside its weights file.</summary>
    public static byte[][] Run(ReadOnlyMemory<byte> graph, TempDirectory directory, InputPlan plan)
    {
        var path = directory.PathOf("prepared.onnx");
        File.WriteAllBytes(path, graph.ToArray());
        return Run(path, plan);
    }

    private static OrtValue Create(PlannedInput input)
    {
        var shape = input.Shape.ToArray();
        var count = (int)ElementTypes.Elements(shape)!;
        if (input.Type == ElementType.String)
        {
            var texts = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, shape);
            for (var i = 0; i < count; i++)
                texts.StringTensorSetElementAt(input.Rule.Kind == ValueRuleKind.Ones ? "1" : "", i);
            return texts;
        }

        var random = new Random(21);
        return input.Type switch
        {
            ElementType.Float32 => Tensor<float>(() => (float)Real()),
            ElementType.Float64 => Tensor(Real),
            ElementType.Float16 => Tensor<Float16>(() => (Float16)(float)Real()),
            ElementType.Int64 => Tensor(Whole),
            ElementType.Int32 => Tensor<int>(() => (int)Whole()),
            ElementType.UInt8 => Tensor<byte>(() => (byte)Whole()),
            ElementType.Bool => Tensor<bool>(() => Whole() != 0),
            _ => throw new NotSupportedException(input.Type.Name()),
        };

        OrtValue Tensor<T>(Func<T> next)
            where T : unmanaged => OrtValue.CreateTensorValueFromMemory([.. Enumerable.Range(0, count).Select(_ => next())], shape);

        double Real() => input.Rule.Kind switch
        {
            ValueRuleKind.Uniform => input.Rule.Low + ((input.Rule.High - input.Rule.Low) * random.NextDouble()),
            ValueRuleKind.Ones => 1,
            _ => 0,
        };

        long Whole() => input.Rule.Kind switch
        {
            ValueRuleKind.Integers => random.NextInt64(input.Rule.First, input.Rule.Last + 1),
            ValueRuleKind.Ones => 1,
            _ => 0,
        };
    }
}
