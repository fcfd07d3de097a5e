namespace LatBench.Dashboard.Cells;

/// <summary>
/// Lays a directed graph without cycles out in layers from left to right (Sugiyama's method): every node stands behind all that lead to it, long edges pass the layers between by
/// a place of their own, and the order within each layer keeps crossings few.
/// </summary>
internal sealed class LayeredLayout
{
    private const int Sweeps = 12;

    private readonly List<int>[] _layers;
    private readonly List<int>[] _before;
    private readonly List<int>[] _after;
    private readonly double[] _rows;

    private LayeredLayout(int places, List<int>[] layers, IEnumerable<(int From, int To)> steps)
    {
        _layers = layers;
        _before = [.. Enumerable.Range(0, places).Select(_ => new List<int>())];
        _after = [.. Enumerable.Range(0, places).Select(_ => new List<int>())];
        foreach (var (from, to) in steps)
        {
            _after[from].Add(to);
            _before[to].Add(from);
        }

        _rows = new double[places];
    }

    /// <summary>Gets the layer of each node, from 0.</summary>
    public required IReadOnlyList<int> Layers { get; init; }

    /// <summary>Gets the row of each node: 1 is the distance of two nodes of a layer at least, and 0 the middle of the drawing.</summary>
    public IReadOnlyList<double> Rows => _rows;

    /// <summary>Gets the layers and rows that each edge passes between its ends, in the order of the edges.</summary>
    public required IReadOnlyList<IReadOnlyList<(int Layer, double Row)>> Passed { get; init; }

    /// <summary>Lays out a graph.</summary>
    /// <param name="nodes">The number of nodes.</param>
    /// <param name="edges">The edges, each from a smaller to a larger node.</param>
    public static LayeredLayout Of(int nodes, IReadOnlyList<(int From, int To)> edges)
    {
        var layerOf = new List<int>(new int[nodes]);
        foreach (var (from, to) in edges.OrderBy(edge => edge.From))
            layerOf[to] = Math.Max(layerOf[to], layerOf[from] + 1);

        var steps = new List<(int From, int To)>();
        var passed = new List<int[]>();
        foreach (var (from, to) in edges)
        {
            var between = Enumerable.Range(layerOf[from] + 1, Math.Max(layerOf[to] - layerOf[from] - 1, 0)).Select(layer =>
            {
                layerOf.Add(layer);
                return layerOf.Count - 1;
            }).ToArray();
            int[] chain = [from, .. between, to];
            steps.AddRange(chain.Zip(chain.Skip(1)));
            passed.Add(between);
        }

        var layers = Enumerable.Range(0, layerOf.Max() + 1).Select(layer => Enumerable.Range(0, layerOf.Count).Where(place => layerOf[place] == layer).ToList()).ToArray();
        var rows = new List<IReadOnlyList<(int, double)>>();
        var layout = new LayeredLayout(layerOf.Count, layers, steps) { Layers = [.. layerOf.Take(nodes)], Passed = rows };
        layout.Arrange();
        rows.AddRange(passed.Select(between => between.Select(place => (layerOf[place], layout._rows[place])).ToArray()));
        return layout;
    }

    private void Arrange()
    {
        foreach (var layer in _layers)
            Spread(layer);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            foreach (var layer in _layers.Skip(1))
                Place(layer, _before, reorder: sweep < Sweeps / 2);
            foreach (var layer in _layers.Reverse().Skip(1))
                Place(layer, _after, reorder: sweep < Sweeps / 2);
        }
    }

    /// <summary>Puts the places of a layer as near to their neighbours in the layer beside it as their distance from each other allows.</summary>
    private void Place(List<int> layer, List<int>[] neighbours, bool reorder)
    {
        var wanted = layer.ToDictionary(place => place, place => neighbours[place].Count == 0 ? _rows[place] : neighbours[place].Average(other => _rows[other]));
        if (reorder)
            layer.Sort((a, b) => wanted[a].CompareTo(wanted[b]) is not 0 and var order ? order : a.CompareTo(b));
        for (var i = 0; i < layer.Count; i++)
            _rows[layer[i]] = i == 0 ? wanted[layer[0]] : Math.Max(wanted[layer[i]], _rows[layer[i - 1]] + 1);
        var shift = layer.Average(place => wanted[place] - _rows[place]);
        foreach (var place in layer)
            _rows[place] += shift;
    }

    private void Spread(List<int> layer)
    {
        for (var i = 0; i < layer.Count; i++)
            _rows[layer[i]] = i - ((layer.Count - 1) / 2.0);
    }
}
