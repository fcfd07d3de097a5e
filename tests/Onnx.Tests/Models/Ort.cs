using System.Runtime.InteropServices;
using Google.Protobuf;
using LatBench.Onnx.Protos;
using LatBench.TestKit;
using Microsoft.ML.OnnxRuntime;
using DataType = LatBench.Onnx.Protos.TensorProto.Types.DataType;

namespace LatBench.Onnx.Tests.Models;

/// <summary>Runs models in ONNX Runtime on the CPU, with seeded inputs.</summary>
internal static class Ort
{
    private const string WeightsFolderKey = "session.model_external_initializers_file_folder_path";

    static Ort() => RuntimeTelemetry.Disable();

    /// <summary>Runs a model and gives its outputs that are of floating point.</summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">The folder of its weights file.</param>
    /// <param name="dimensions">Sizes of free dimensions by name.</param>
    public static float[][] Run(ModelProto model, string folder = ".", params (string Name, long Size)[] dimensions)
    {
        using var options = Options(folder);
        using var session = new InferenceSession(model.ToByteArray(), options);
        OrtValue[] inputs = [.. model.Graph.Input.Index().Select(one => Input(one.Item, one.Index, dimensions.ToDictionary()))];
        try
        {
            using var run = new RunOptions();
            using var outputs = session.Run(run, [.. model.Graph.Input.Select(input => input.Name)], inputs, session.OutputNames);
            return [.. outputs.Select(Values).OfType<float[]>()];
        }
        finally
        {
            foreach (var input in inputs)
                input.Dispose();
        }
    }

    /// <summary>Gets the number of nodes of each type that ONNX Runtime makes of a model.</summary>
    public static Dictionary<string, int> Optimized(ModelProto model, string folder = ".")
    {
        using var directory = new TempDirectory();
        var path = directory.PathOf("optimised.onnx");
        using (var options = Options(folder))
        {
            options.OptimizedModelFilePath = path;
            using var session = new InferenceSession(model.ToByteArray(), options);
        }

        return ModelProto.Parser.ParseFrom(File.ReadAllBytes(path)).Graph.Node.CountBy(node => node.OpType).ToDictionary();
    }

    private static SessionOptions Options(string folder)
    {
        var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        options.AddSessionConfigEntry(WeightsFolderKey, Path.GetFullPath(folder));
        return options;
    }

    private static OrtValue Input(ValueInfoProto input, int index, Dictionary<string, long> dimensions)
    {
        var random = new Random(index + 1);
        long[] shape = [.. input.Type.TensorType.Shape.Dim.Select(one => one.DimParam.Length > 0 ? dimensions[one.DimParam] : one.DimValue)];
        var count = (int)shape.Aggregate(1L, (product, size) => product * size);
        float[] values = [.. Enumerable.Range(0, count).Select(_ => (float)(Half)((random.NextSingle() * 2) - 1))];
        return (DataType)input.Type.TensorType.ElemType switch
        {
            DataType.Float => OrtValue.CreateTensorValueFromMemory(values, shape),
            DataType.Float16 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (Float16)value), shape),
            DataType.Int64 when input.Name == "mask" => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => value > -0.5 ? 1L : 0), shape),
            DataType.Int64 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (long)Math.Abs(value * 9)), shape),
            DataType.Bool => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => value > 0), shape),
            var other => throw new NotSupportedException($"Input '{input.Name}' is of type {other}."),
        };
    }

    private static float[]? Values(OrtValue value) => value.GetTensorTypeAndShape().ElementDataType switch
    {
        Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float => value.GetTensorDataAsSpan<float>().ToArray(),
        Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float16 => Array.ConvertAll(MemoryMarshal.Cast<Float16, Half>(value.GetTensorDataAsSpan<Float16>()).ToArray(), half => (float)half),
        _ => null,
    };
}
