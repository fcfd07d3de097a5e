using LatBench.SearchSpaces;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LatBench.AccuracyModels;

/// <summary>
/// The categories that published models of a space read: an input of whole numbers, n × places, and, where the model has it, one float32 of n × 1 with the number of epochs, as the
/// surrogate of NAS-Bench-301 in YAHPO Gym has them.
/// </summary>
internal sealed class CategoryInput : IModelInput
{
    private readonly IArchitectureCategories _categories;

    private readonly bool _isInt64;

    private CategoryInput(IArchitectureCategories categories, bool isInt64, params IReadOnlyCollection<string> names) =>
        (_categories, _isInt64, Names) = (categories, isInt64, names);

    public IReadOnlyCollection<string> Names { get; }

    /// <summary>Finds the inputs in a model; null where it has other inputs.</summary>
    public static CategoryInput? Find(IReadOnlyList<KeyValuePair<string, NodeMetadata>> inputs, IArchitectureCategories categories)
    {
        KeyValuePair<string, NodeMetadata>[] whole = [.. inputs.Where(input => TensorShape.IsTable(input.Value, categories.Count, TensorElementType.Int32, TensorElementType.Int64))];
        KeyValuePair<string, NodeMetadata>[] epochs = [.. inputs.Where(input => TensorShape.IsTable(input.Value, 1, TensorElementType.Float))];
        return whole is [{ Key: var name, Value.ElementDataType: var type }] && epochs.Length <= 1 && inputs.Count == whole.Length + epochs.Length
            ? new CategoryInput(categories, type == TensorElementType.Int64, [name, .. epochs.Select(input => input.Key)])
            : null;
    }

    /// <summary>Describes the inputs in words.</summary>
    public static string Expected(IArchitectureCategories categories) =>
        $"one of int32 or int64 [n, {categories.Count}] ({categories.Name}), beside which there may be one of float32 [n, 1] (epochs)";

    public string? WhyNone(Architecture architecture) => _categories.WhyNone(architecture);

    public IReadOnlyCollection<OrtValue> Create(Architecture architecture)
    {
        var categories = new int[_categories.Count];
        _categories.Write(architecture, categories);
        long[] shape = [1, categories.Length];
        var values = _isInt64
            ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(categories, category => (long)category), shape)
            : OrtValue.CreateTensorValueFromMemory(categories, shape);
        return Names.Count == 1 ? [values] : [values, OrtValue.CreateTensorValueFromMemory([(float)_categories.Epochs], [1, 1])];
    }
}
