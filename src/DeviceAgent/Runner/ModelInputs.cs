using LatBench.Measurements;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LatBench.DeviceAgent.Runner;

/// <summary>Makes the inputs of a model: the same numbers in [-1, 1] for every visit of every model.</summary>
internal static class ModelInputs
{
    private const ulong Seed = 201;

    /// <summary>A filled tensor for one input; the caller disposes it.</summary>
    /// <exception cref="VisitException">The shape is not fixed or the element type not supported.</exception>
    public static OrtValue Create(string name, NodeMetadata metadata)
    {
        var dimensions = Array.ConvertAll(metadata.Dimensions, dimension => (long)dimension);
        if (!metadata.IsTensor || dimensions.Any(dimension => dimension < 1))
        {
            throw new VisitException(
                FailureReason.ModelRejected,
                $"The input '{name}' has no fixed shape; export the model with static shapes.");
        }

        TensorSize.Require("input", name, dimensions);
        var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, metadata.ElementDataType, dimensions);
        try
        {
            Fill(name, metadata.ElementDataType, value);
            return value;
        }
        catch
        {
            value.Dispose();
            throw;
        }
    }

    private static void Fill(string name, TensorElementType type, OrtValue value)
    {
        var generator = new SplitMix64(Seed);
        switch (type)
        {
            case TensorElementType.Float:
                Each(value.GetTensorMutableDataAsSpan<float>(), () => (float)Next());
                break;
            case TensorElementType.Double:
                Each(value.GetTensorMutableDataAsSpan<double>(), Next);
                break;
            case TensorElementType.Float16:
                Each(value.GetTensorMutableDataAsSpan<Float16>(), () => (Float16)(float)Next());
                break;
            case TensorElementType.Int8 or TensorElementType.UInt8 or TensorElementType.Int32 or TensorElementType.Int64 or TensorElementType.Bool:
                value.GetTensorMutableRawData().Clear();
                break;
            default:
                throw new VisitException(
                    FailureReason.ModelRejected,
                    $"The input '{name}' has the element type {type}, which cannot be filled here; floating point, 8-, 32- and 64-bit integers can.");
        }

        double Next() => (2 * generator.NextDouble()) - 1;
    }

    private static void Each<T>(Span<T> span, Func<T> next)
    {
        for (var index = 0; index < span.Length; index++) span[index] = next();
    }
}
