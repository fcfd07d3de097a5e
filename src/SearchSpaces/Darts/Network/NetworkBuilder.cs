namespace LatBench.SearchSpaces.Darts.Network;

/// <summary>Builds whole networks: stem, cells, head. Source: <c>model.py</c> of the published program, without the auxiliary head.</summary>
internal sealed class NetworkBuilder
{
    private static readonly Window Halving = Window.Square(3, stride: 2, padding: 1);

    private readonly NetworkGraphBuilder _graph = new();

    private readonly Skeleton _skeleton;

    private readonly Genotype _genotype;

    private readonly bool _isLiteral;

    private readonly Layers _layers;

    private readonly NetworkValue[] _outputs;

    private readonly NetworkValue[] _stems = new NetworkValue[GenotypeCell.Inputs];

    private NetworkBuilder(Skeleton skeleton, Genotype genotype, bool isLiteral)
    {
        _skeleton = skeleton;
        _genotype = genotype;
        _isLiteral = isLiteral;
        _layers = new Layers(_graph);
        _outputs = new NetworkValue[skeleton.Cells.Count];
    }

    /// <summary>Builds the network of a genotype.</summary>
    /// <param name="skeleton">The fixed parts.</param>
    /// <param name="genotype">The canonical one, unless the graph is literal.</param>
    /// <param name="isLiteral">True for all nodes and inputs; false for those alone that the output depends on.</param>
    public static NetworkGraph Build(Skeleton skeleton, Genotype genotype, bool isLiteral) => new NetworkBuilder(skeleton, genotype, isLiteral).Build();

    private NetworkGraph Build()
    {
        AddStem();
        var needed = FindNeededCells();
        foreach (var plan in _skeleton.Cells)
        {
            if (needed[plan.Index])
                _outputs[plan.Index] = AddCell(plan);
        }

        var last = _skeleton.Cells[^1];
        var x = _graph.GlobalAverage("head", NetworkPlace.Head, _outputs[^1]);
        _graph.Logits("classifier", NetworkPlace.Head, x, _skeleton.Input.Classes, WeightKeys.Classifier(_genotype.Cell(last.IsReduction).Concatenated.Length));
        return _graph.Build();
    }

    private void AddStem()
    {
        var (place, image) = (NetworkPlace.Stem, _graph.Input(_skeleton.Input));
        if (!_skeleton.IsImageNet)
        {
            _stems[0] = _stems[1] = _layers.ConvNorm(WeightKeys.Stem, place, image, _skeleton.StemChannels, Window.Square(3, padding: 1), WeightKeys.Stem);
            return;
        }

        var x = _graph.Relu("stem1", place, _layers.ConvNorm("stem0", place, image, _skeleton.StemChannels / 2, Halving, "stem0"));
        _stems[0] = _layers.ConvNorm("stem1", place, x, _skeleton.StemChannels, Halving, "stem1");
        _stems[1] = _layers.ConvNorm("stem2", place, _graph.Relu("stem2", place, _stems[0]), _skeleton.StemChannels, Halving, "stem2");
    }

    /// <summary>The cells that the output depends on: a genotype that never reads one of its inputs leaves others out.</summary>
    private bool[] FindNeededCells()
    {
        var needed = new bool[_outputs.Length];
        needed[^1] = true;
        for (var cell = needed.Length - 1; cell >= 0; cell--)
        {
            needed[cell] |= _isLiteral;
            for (var input = 0; input < GenotypeCell.Inputs && needed[cell]; input++)
            {
                if (_genotype.Cell(_skeleton.Cells[cell].IsReduction).IsUsed(input) && _skeleton.Source(cell, input) is { } source)
                    needed[source.Index] = true;
            }
        }

        return needed;
    }

    private NetworkValue AddCell(CellPlan plan)
    {
        var cell = _genotype.Cell(plan.IsReduction);
        var states = new NetworkValue[GenotypeCell.Inputs + cell.Nodes];
        for (var input = 0; input < GenotypeCell.Inputs; input++)
        {
            if (_isLiteral || cell.IsUsed(input))
                states[input] = FitInput(plan, input);
        }

        for (var node = 0; node < cell.Nodes; node++)
        {
            var state = GenotypeCell.Inputs + node;
            if (_isLiteral || cell.IsUsed(state))
            {
                var place = new NetworkPlace(NetworkPart.Sum, plan.Index, Node: state);
                states[state] = _graph.Add(plan.Names.Sums[node], place, AddEdge(plan, cell, 2 * node, states), AddEdge(plan, cell, (2 * node) + 1, states));
            }
        }

        return _graph.Concatenate(plan.Names.Cell, new NetworkPlace(NetworkPart.Concatenation, plan.Index), [.. cell.Concatenated.Select(state => states[state])]);
    }

    private NetworkValue AddEdge(CellPlan plan, GenotypeCell cell, int edge, NetworkValue[] states)
    {
        var one = cell.Edges[edge];
        var place = new NetworkPlace(NetworkPart.Edge, plan.Index, one.Input, GenotypeCell.StateOf(edge), one.Operation.Name());
        return _layers.Apply(one, plan.Names.Edges[edge], place, states[one.Input], plan.Stride(one));
    }

    private NetworkValue FitInput(CellPlan plan, int input)
    {
        var source = _skeleton.Source(plan.Index, input);
        var x = source is null ? _stems[plan.Index == 0 ? input : 1] : _outputs[source.Index];
        var nodes = source is null ? 0 : _genotype.Cell(source.IsReduction).Concatenated.Length;
        var (names, place) = (plan.Names.Inputs[input], new NetworkPlace(NetworkPart.Preprocessing, plan.Index, From: input));
        return input == 0 && plan.HalvesFirstInput
            ? _layers.FactorizedReduce(names.Layer, place, x, plan.Channels, (names.FirstHalf, names.First(nodes)), (names.SecondHalf, names.Second(nodes)), names.Norm)
            : _layers.ReluConvNorm(names.Layer, place, x, plan.Channels, names.Whole(nodes));
    }
}
