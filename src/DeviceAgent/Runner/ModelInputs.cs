using System.Globalization;
using System.Text;
using LatBench.Measurements;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LatBench.DeviceAgent.Runner;

/// <summary>Makes the inputs of a model: the same numbers in [-1, 1] for every job of every model.</summary>
internal static class ModelInputs
{
    private const ulong Seed = 201;

    /// <summary>A filled tensor for one input; the caller disposes it.</summary>
    /// <exception cref="JobException">The shape is not fixed or the element type not supported.</exception>
    public static OrtValue Create(string name, NodeMetadata metadata)
    {
        var dimensions = Array.ConvertAll(metadata.Dimensions, dimension => (long)dimension);
        if (!metadata.IsTensor || dimensions.Any(dimension => dimension < 1))
        {
            throw new JobException(
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
                throw new JobException(
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

/// <summary>Bounds what is bound to a model by what can be filled and checked.</summary>
internal static class TensorSize
{
    /// <exception cref="JobException">There are more elements than that.</exception>
    public static void Require(string kind, string name, IReadOnlyList<long> dimensions)
    {
        // As a product of doubles, which cannot wrap around.
        var elements = dimensions.Aggregate(1.0, (product, dimension) => product * dimension);
        if (elements <= Array.MaxLength) return;
        throw new JobException(
            FailureReason.ModelRejected,
            string.Create(CultureInfo.InvariantCulture, $"The {kind} '{name}' has {elements:G4} elements, and {Array.MaxLength} are the most that can be measured; export the model with a smaller batch."));
    }
}

/// <summary>An input in the memory of the host. Binding it copies it to where the session's provider wants it; on the CPU that is where it is.</summary>
/// <param name="name">Name of the input.</param>
/// <param name="value">Its value, which the caller keeps alive.</param>
internal sealed class HostInput(string name, OrtValue value)
{
    private readonly byte[] _name = Encoding.UTF8.GetBytes(name + '\0');
    private readonly nint _handle = OrtNative.Handle(value);

    /// <summary>Binds it, again where it was bound; allocates no managed memory.</summary>
    public void BindTo(OrtIoBinding binding) => OrtNative.BindInput(binding, _name, _handle);
}
