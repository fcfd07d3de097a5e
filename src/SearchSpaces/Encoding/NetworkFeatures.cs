using System.Runtime.CompilerServices;

namespace LatBench.SearchSpaces;

/// <summary>
/// The encoder for any space: it reads the networks. Its features are counts of operators, costs, work by resolution, and which operator follows which; those
/// that never change in a sample of the space are left out.
/// </summary>
public sealed class NetworkFeatures : IArchitectureEncoder
{
    /// <summary>The number of architectures that scales are taken from.</summary>
    private const int SampleSize = 400;

    private const ulong Seed = 1;

    private const int Kinds = 9;

    private const int Resolutions = 4;

    private const int CostCount = 6;

    private static readonly int[] GroupSizes = [Kinds, CostCount, Resolutions * Kinds, Kinds * Kinds];

    private static readonly ConditionalWeakTable<ISearchSpace, Lazy<ArchitectureEncoders>> Known = [];

    private readonly ISearchSpace _space;

    private readonly SelectedFeatures _selected;

    private NetworkFeatures(ISearchSpace space)
    {
        _space = space;
        _selected = new SelectedFeatures(GroupSizes, [.. Sample(space).Select(Raw)]);
    }

    /// <inheritdoc/>
    public string Name => "network-features/2";

    /// <inheritdoc/>
    public int Width => _selected.Count;

    /// <inheritdoc/>
    public bool IsByte => false;

    /// <inheritdoc/>
    public IReadOnlyList<double> Scales => _selected.Scales;

    /// <inheritdoc/>
    public IReadOnlyList<FeatureGroup> Groups => _selected.Groups;

    /// <inheritdoc/>
    public FeatureGroup Trend => _selected.Trend;

    /// <summary>
    /// Gets the encoders of a space: its own, or those that read its networks. They are made once for each space. In a space that is too large to be listed they keep the
    /// features that they computed lately.
    /// </summary>
    /// <param name="space">The space.</param>
    public static ArchitectureEncoders EncodersOf(ISearchSpace space) => SpaceIndex.Has(space) && space.Encoders is { } own
        ? own
        : Known.GetValue(space, one => new Lazy<ArchitectureEncoders>(() => Cached(one, one.Encoders ?? Create(one)))).Value;

    /// <inheritdoc/>
    public void Encode(Architecture architecture, Span<float> features) => _selected.Select(Raw(architecture), features);

    private static ArchitectureEncoders Cached(ISearchSpace space, ArchitectureEncoders encoders) => SpaceIndex.Has(space)
        ? encoders
        : encoders with { Features = new CachedEncoder(encoders.Features), Operations = new CachedEncoder(encoders.Operations) };

    private static ArchitectureEncoders Create(ISearchSpace space)
    {
        var features = new NetworkFeatures(space);
        return new ArchitectureEncoders(
            features,
            new FunctionEncoder("operator-counts/2", Kinds, isByte: false, architecture => features.Raw(architecture).Take(Kinds).Select(count => (float)count)),
            new FunctionEncoder("costs/1", 2, isByte: false, architecture => Millions(space.Costs(space.Canonicalize(architecture), space.DefaultInput))),
            Graph: null);
    }

    private static float[] Millions(Costs costs) => [costs.Macs / 1e6f, costs.Parameters / 1e6f];

    private static IReadOnlyList<Architecture> Sample(ISearchSpace space) =>
        SpaceIndex.Of(space) is { } index && index.Measurable.Count <= SampleSize ? index.Measurable : space.Sample(SampleSize, Seed);

    /// <summary>Returns the place of an operator among the kinds; −1 for those that cost next to nothing.</summary>
    private static int Kind(NetworkOperator one) => one switch
    {
        ConvolutionOperator { Groups: > 1 } => 0,
        ConvolutionOperator { Window: { Height: 1, Width: 1 } } => 1,
        ConvolutionOperator => 2,
        AveragePoolOperator => 3,
        AddOperator => 4,
        ReluOperator => 5,
        LinearOperator => 6,
        MaxPoolOperator => 7,
        ConcatenateOperator => 8,
        _ => -1,
    };

    private static double Work(NetworkGraph graph, NetworkOperator one) => one switch
    {
        ConvolutionOperator convolution => (double)one.Output.Elements * convolution.Window.Height * convolution.Window.Width * graph[one.Inputs[0]].Output.Channels / convolution.Groups,
        LinearOperator => (double)one.Output.Elements * graph[one.Inputs[0]].Output.Elements,
        PoolOperator pool => (double)one.Output.Elements * pool.Window.Height * pool.Window.Width,
        _ => one.Output.Elements,
    };

    private double[] Raw(Architecture architecture)
    {
        var canonical = _space.Canonicalize(architecture);
        var graph = _space.BuildGraph(canonical, _space.DefaultInput, GraphVariant.Pruned);
        var (counts, resolutions, successions) = (new double[Kinds], new double[Resolutions * Kinds], new double[Kinds * Kinds]);
        var (kinds, depths, longest) = (new int[graph.Operators.Count], new int[graph.Operators.Count], new double[graph.Operators.Count]);
        double total = 0, elements = 0;
        foreach (var (place, one) in graph.Operators.Index())
        {
            var (kind, work) = (Kind(one), Work(graph, one));
            // An operator that costs nothing passes on the kind of its input.
            kinds[place] = kind >= 0 || one.Inputs.Count == 0 ? kind : kinds[one.Inputs[0].Index];
            depths[place] = one.Inputs.Select(input => depths[input.Index]).DefaultIfEmpty().Max() + (kind >= 0 ? 1 : 0);
            longest[place] = one.Inputs.Select(input => longest[input.Index]).DefaultIfEmpty().Max() + work;
            (total, elements) = (total + work, elements + one.Output.Elements);
            if (kind < 0)
                continue;
            counts[kind]++;
            var resolution = Math.Min(Resolutions - 1, (int)Math.Round(Math.Log2((double)_space.DefaultInput.Height / one.Output.Height)));
            resolutions[(resolution * Kinds) + kind] += work / 1e6;
            foreach (var input in one.Inputs.Where(input => kinds[input.Index] >= 0))
                successions[(kinds[input.Index] * Kinds) + kind]++;
        }

        var costs = _space.Costs(canonical, _space.DefaultInput);
        return
        [
            .. counts,
            Math.Log(total), Math.Log(longest[^1]), Math.Log(total / longest[^1]), Math.Log(elements), Math.Log(costs.Parameters), depths[^1],
            .. resolutions,
            .. successions,
        ];
    }
}
