namespace LatBench.SearchSpaces;

/// <summary>Builds a <see cref="WeightLayout"/> tensor by tensor, in the order of the file.</summary>
/// <param name="precision">The number format.</param>
public sealed class WeightLayoutBuilder(Precision precision)
{
    private readonly List<WeightTensor> _tensors = [];

    private readonly Dictionary<string, WeightTensor> _byKey = [];

    private long _bytes;

    /// <summary>Adds a tensor behind those that are there.</summary>
    /// <param name="key">The key that operators find it by, unique in the layout.</param>
    /// <param name="name">The name in a graph; tensors that never stand in one graph may share one.</param>
    /// <param name="type">The number format of the elements.</param>
    /// <param name="range">The range of its values.</param>
    /// <param name="shape">The dimensions; none for a scalar.</param>
    public void Add(string key, string name, WeightType type, WeightRange range, params long[] shape)
    {
        var tensor = new WeightTensor(_tensors.Count, name, type, shape, range, _bytes);
        _byKey.Add(key, tensor);
        _tensors.Add(tensor);
        _bytes += (tensor.Bytes + WeightLayout.Alignment - 1) / WeightLayout.Alignment * WeightLayout.Alignment;
    }

    /// <summary>Gets the layout as built so far.</summary>
    public WeightLayout Build() => new(precision, [.. _tensors], _byKey, _bytes);
}
