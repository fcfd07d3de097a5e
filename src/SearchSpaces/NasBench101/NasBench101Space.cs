using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using LatBench.SearchSpaces.NasBench101.Encoding;
using LatBench.SearchSpaces.NasBench101.Network;
using LatBench.SearchSpaces.NasBench101.Texts;

namespace LatBench.SearchSpaces.NasBench101;

/// <summary>
/// NAS-Bench-101: cells of up to 7 vertices and 9 edges, with one of 3 operations at each inner vertex. Texts are upper triangles of adjacency matrices and operations, such as
/// <c>10.1|conv3x3-bn-relu</c>; JSON is read too.
/// </summary>
/// <remarks>Source: C. Ying et al., "NAS-Bench-101: Towards Reproducible Neural Architecture Search", ICML 2019.</remarks>
internal sealed class NasBench101Space : ISearchSpace
{
    private readonly ConcurrentDictionary<Precision, Lazy<WeightLayout>> _weights = new();

    private readonly Lazy<CellKernel> _kernel = new(() => new CellKernel());

    public string Name => Space.Name;

    public string Title => Space.Title;

    public long? Size => Space.Size;

    public IReadOnlyList<InputSpec> Inputs { get; } = [Space.Input];

    public InputSpec DefaultInput => Inputs[0];

    public ArchitectureEncoders Encoders => CellEncoders.Instance;

    public IArchitectureKernel Kernel => _kernel.Value;

    public IArchitectureColumns Columns { get; } = new CellColumns();

    public bool TryParse(string? text, out Architecture architecture, [NotNullWhen(false)] out ParseError? error)
    {
        error = new CellParser(text ?? "").Parse(out var cell);
        architecture = error is null ? CellTexts.Of(cell) : default;
        return error is null;
    }

    public Architecture Canonicalize(Architecture architecture) => CellTexts.Of(CanonicalForm.Of(CellTexts.Parse(architecture)));

    public string Code(Architecture architecture) => CellTexts.Parse(architecture).Code;

    public string? WhyNotMeasurable(Architecture architecture)
    {
        CellTexts.Parse(architecture);
        return null;
    }

    public IEnumerable<Architecture> Enumerate() => Space.All.Select(CellTexts.Of);

    public IReadOnlyList<Architecture> Sample(int count, ulong seed) => [.. Space.Sample(count, seed).Select(CellTexts.Of)];

    public IEnumerable<Architecture> Neighbors(Architecture architecture) => CellNeighbors.Of(CellTexts.Parse(architecture)).Select(CellTexts.Of);

    public NetworkGraph BuildGraph(Architecture architecture, InputSpec input, GraphVariant variant)
    {
        var cell = CellTexts.Parse(architecture);
        return NetworkBuilder.Build(variant == GraphVariant.Literal ? cell : CanonicalForm.Of(cell), input);
    }

    public Costs Costs(Architecture architecture, InputSpec input) => CostCounts.Of(CanonicalForm.Of(CellTexts.Parse(architecture)), input);

    public WeightLayout Weights(InputSpec input, Precision precision) =>
        _weights.GetOrAdd(precision, one => new Lazy<WeightLayout>(() => WeightPlan.Create(one, DefaultInput))).Value;
}
