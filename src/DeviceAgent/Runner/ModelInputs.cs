using System.Globalization;
using System.Text;
using LatBench.Measurements;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LatBench.DeviceAgent.Runner;

/// <summary>Makes the inputs of a model: the same numbers for every job of every model, in [-1, 1] unless the model says otherwise.</summary>
internal static class ModelInputs
{
    private const ulong Seed = 201;

    /// <summary>Makes every input of a session; the caller disposes them.</summary>
    /// <exception cref="JobException">A shape is not fixed, an element type not supported, or an input no tensor.</exception>
    public static IEnumerable<(string Name, OrtValue Value)> CreateAll(InferenceSession session)
    {
        var metadata = session.ModelMetadata.CustomMetadataMap;
        foreach (var (name, input) in session.InputMetadata)
            yield return (name, Create(name, input, InputValues.ShapeOf(name, metadata) ?? Array.ConvertAll(input.Dimensions, dimension => (long)dimension), InputValues.Of(name, metadata), metadata));
    }

    private static OrtValue Create(string name, NodeMetadata metadata, long[] dimensions, InputValues values, IReadOnlyDictionary<string, string> model)
    {
        if (metadata.OnnxValueType != OnnxValueType.ONNX_TYPE_TENSOR)
            throw new JobException(FailureReason.ModelRejected, $"The input '{name}' is no tensor ({Word(metadata.OnnxValueType)}), and only tensors can be filled; export the model with tensors as its inputs.");
        if (dimensions.Any(dimension => dimension < 0))
            throw new JobException(FailureReason.ModelRejected, $"The input '{name}' has no fixed shape; export the model with static shapes.");

        TensorSize.Require("input", name, dimensions);
        if (metadata.IsString)
            return Texts(name, dimensions, values, model);
        var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, metadata.ElementDataType, dimensions);
        try
        {
            if (values.Kind == InputValueKind.Data)
                Copy(name, InputValues.DataOf(name, model), value.GetTensorMutableRawData());
            else
                Fill(name, metadata.ElementDataType, value, values);
            return value;
        }
        catch
        {
            value.Dispose();
            throw;
        }
    }

    /// <summary>Texts are <c>1</c> in the place of ones, those of a file, or empty.</summary>
    private static OrtValue Texts(string name, long[] dimensions, InputValues values, IReadOnlyDictionary<string, string> model)
    {
        var value = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, dimensions);
        try
        {
            string[] texts = values.Kind switch
            {
                InputValueKind.Data => InputValues.TextsOf(InputValues.DataOf(name, model)),
                InputValueKind.Uniform when values.Low == 1 => [.. Enumerable.Repeat("1", (int)dimensions.Aggregate(1L, (product, dimension) => product * dimension))],
                _ => [],
            };
            if (values.Kind == InputValueKind.Data && texts.Length != dimensions.Aggregate(1L, (product, dimension) => product * dimension))
                throw OfAnotherSize(name);
            foreach (var (index, text) in texts.Index().Where(one => one.Item.Length > 0))
                value.StringTensorSetElementAt(text.AsSpan(), index);
            return value;
        }
        catch
        {
            value.Dispose();
            throw;
        }
    }

    private static void Fill(string name, TensorElementType type, OrtValue value, InputValues values)
    {
        var generator = new SplitMix64(Seed);
        switch (type)
        {
            case TensorElementType.Float:
                Each(value.GetTensorMutableDataAsSpan<float>(), () => (float)Real());
                break;
            case TensorElementType.Double:
                Each(value.GetTensorMutableDataAsSpan<double>(), Real);
                break;
            case TensorElementType.Float16:
                Each(value.GetTensorMutableDataAsSpan<Float16>(), () => (Float16)(float)Real());
                break;
            case TensorElementType.BFloat16:
                Each(value.GetTensorMutableDataAsSpan<BFloat16>(), () => (BFloat16)(float)Real());
                break;
            case TensorElementType.Int8:
                Each(value.GetTensorMutableDataAsSpan<sbyte>(), Whole<sbyte>);
                break;
            case TensorElementType.UInt8:
                Each(value.GetTensorMutableDataAsSpan<byte>(), Whole<byte>);
                break;
            case TensorElementType.Int16:
                Each(value.GetTensorMutableDataAsSpan<short>(), Whole<short>);
                break;
            case TensorElementType.UInt16:
                Each(value.GetTensorMutableDataAsSpan<ushort>(), Whole<ushort>);
                break;
            case TensorElementType.Int32:
                Each(value.GetTensorMutableDataAsSpan<int>(), Whole<int>);
                break;
            case TensorElementType.UInt32:
                Each(value.GetTensorMutableDataAsSpan<uint>(), Whole<uint>);
                break;
            case TensorElementType.Int64:
                Each(value.GetTensorMutableDataAsSpan<long>(), Whole<long>);
                break;
            case TensorElementType.UInt64:
                Each(value.GetTensorMutableDataAsSpan<ulong>(), Whole<ulong>);
                break;
            case TensorElementType.Bool:
                Each(value.GetTensorMutableDataAsSpan<bool>(), () => Whole<byte>() != 0);
                break;
            default:
                throw new JobException(
                    FailureReason.ModelRejected,
                    $"The input '{name}' has the element type {type}, which cannot be filled here; floating point, integers, truth values and strings can.");
        }

        double Real() => values.Kind == InputValueKind.Integers ? Integer() : values.Low + ((values.High - values.Low) * generator.NextDouble());

        double Integer() => Math.Floor(values.Low + ((values.High - values.Low + 1) * generator.NextDouble()));

        // A model that says nothing of an integer has zeros, as small numbers are safe in any table.
        T Whole<T>()
            where T : struct, System.Numerics.INumber<T> =>
            values.Kind == InputValueKind.Unsaid ? T.Zero : T.CreateSaturating(values.Kind == InputValueKind.Integers ? Integer() : Math.Round(Real()));
    }

    private static void Copy(string name, byte[] data, Span<byte> into)
    {
        if (data.Length != into.Length)
            throw OfAnotherSize(name);
        data.CopyTo(into);
    }

    private static JobException OfAnotherSize(string name) => new(FailureReason.ModelRejected, $"The values of the input '{name}' do not have its size: submit the model again.");

    private static void Each<T>(Span<T> span, Func<T> next)
    {
        for (var index = 0; index < span.Length; index++) span[index] = next();
    }

    private static string Word(OnnxValueType type) => type switch
    {
        OnnxValueType.ONNX_TYPE_SEQUENCE => "a sequence",
        OnnxValueType.ONNX_TYPE_MAP => "a map",
        OnnxValueType.ONNX_TYPE_OPTIONAL => "an optional value",
        OnnxValueType.ONNX_TYPE_SPARSETENSOR => "a sparse tensor",
        _ => "of another kind",
    };
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
