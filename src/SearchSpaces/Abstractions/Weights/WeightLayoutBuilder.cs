namespace LatBench.SearchSpaces;

/// <summary>Builds a <see cref="WeightLayout"/> tensor by tensor, in the order of the file.</summary>
/// <param name="precision">The number format.</param>
public sealed class WeightLayoutBuilder(Precision precision)
{
    private readonly List<WeightTensor> _tensors = [];

    private readonly List<(string Key, string Name, WeightTensor Source, long[] Shape)> _views = [];

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

    /// <summary>Adds a tensor of another shape that begins where one begins that is there, and has its values. Both must never stand in one network.</summary>
    /// <param name="key">The key that operators find it by, unique in the layout.</param>
    /// <param name="name">The name in a graph; tensors that never stand in one graph may share one.</param>
    /// <param name="source">The key of the tensor that is there.</param>
    /// <param name="shape">The dimensions; no more elements than that tensor has.</param>
    /// <exception cref="ArgumentException">The view has more elements than the tensor.</exception>
    public void AddView(string key, string name, string source, params long[] shape)
    {
        var tensor = _byKey[source];
        if (shape.Aggregate(1L, (product, size) => product * size) > tensor.Elements)
            throw new ArgumentException($"'{key}' has more elements than '{source}', which has {tensor.Elements}.", nameof(shape));
        _views.Add((key, name, tensor, shape));
    }

    /// <summary>Gets the layout as built so far.</summary>
    public WeightLayout Build()
    {
        WeightTensor[] views = [.. _views.Select((view, place) => new WeightTensor(_tensors.Count + place, view.Name, view.Source.Type, view.Shape, view.Source.Range, view.Source.Offset))];
        var byKey = new Dictionary<string, WeightTensor>(_byKey);
        foreach (var (view, tensor) in _views.Zip(views))
            byKey.Add(view.Key, tensor);
        return new WeightLayout(precision, [.. _tensors], views, byKey, _bytes);
    }
}
