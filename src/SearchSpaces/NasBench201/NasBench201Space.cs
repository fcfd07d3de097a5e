using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using LatBench.SearchSpaces.NasBench201.Network;

namespace LatBench.SearchSpaces.NasBench201;

/// <summary>
/// NAS-Bench-201: 5 operations on the 6 edges of one cell. Texts are architecture strings; 6-digit codes are read too.
/// </summary>
/// <remarks>Source: X. Dong, Y. Yang, "NAS-Bench-201", ICLR 2020.</remarks>
internal sealed class NasBench201Space : ISearchSpace
{
    private readonly ConcurrentDictionary<Precision, Lazy<WeightLayout>> _weights = new();

    public string Name => Space.Name;

    public string Title => "NAS-Bench-201";

    public long? Size => Space.Size;

    public IReadOnlyList<InputSpec> Inputs { get; } = [.. Enum.GetValues<Dataset>().Select(Spec)];

    public InputSpec DefaultInput => Inputs[(int)Dataset.Cifar100];

    public bool TryParse(string? text, out SearchSpaces.Architecture architecture, [NotNullWhen(false)] out ParseError? error)
    {
        var isParsed = Architecture.TryParse(text, out var cell, out error);
        architecture = isParsed ? Of(cell) : default;
        return isParsed;
    }

    public SearchSpaces.Architecture Canonicalize(SearchSpaces.Architecture architecture) => Of(Cell(architecture).EffectiveCell.Architecture);

    public string Code(SearchSpaces.Architecture architecture) => Cell(architecture).Code;

    public string? WhyNotMeasurable(SearchSpaces.Architecture architecture) => Cell(architecture).EffectiveCell.IsReachable
        ? null
        : "It has no path from input to output: its output does not depend on its input, and there is nothing to measure.";

    public IEnumerable<SearchSpaces.Architecture> Enumerate() => Space.All.Select(Of);

    public IReadOnlyList<SearchSpaces.Architecture> Sample(int count, ulong seed) => count <= Space.EffectiveCells.Count
        ? [.. Space.SampleCells(count, seed).Select(cell => Of(cell.Architecture))]
        : [.. Space.Sample(count, seed).Select(Of)];

    public IEnumerable<SearchSpaces.Architecture> Neighbors(SearchSpaces.Architecture architecture)
    {
        var operations = Cell(architecture).Operations.ToArray();
        for (var edge = 0; edge < Edge.Count; edge++)
        {
            var own = operations[edge];
            foreach (var other in Enum.GetValues<Operation>().Where(other => other != own))
            {
                operations[edge] = other;
                yield return Of(Architecture.FromOperations(operations));
            }

            operations[edge] = own;
        }
    }

    public NetworkGraph BuildGraph(SearchSpaces.Architecture architecture, InputSpec input, GraphVariant variant)
    {
        var cell = Cell(architecture);
        if (variant == GraphVariant.Literal)
            return NetworkBuilder.Build(cell, input, isLiteral: true);
        return cell.EffectiveCell.IsReachable
            ? NetworkBuilder.Build(cell.EffectiveCell.Architecture, input, isLiteral: false)
            : throw new ArgumentException($"Architecture {cell.Code} has no network: {WhyNotMeasurable(architecture)}", nameof(architecture));
    }

    public Costs Costs(SearchSpaces.Architecture architecture, InputSpec input)
    {
        var counts = CostCounts.Of(Cell(architecture), Datasets.Parse(input.Name));
        return new Costs(counts.Macs, counts.Parameters);
    }

    public WeightLayout Weights(Precision precision) =>
        _weights.GetOrAdd(precision, one => new Lazy<WeightLayout>(() => WeightPlan.Create(one, Inputs))).Value;

    private static InputSpec Spec(Dataset dataset) =>
        new(dataset.Name(), Datasets.Channels, dataset.ImageSize(), dataset.ImageSize(), dataset.Classes());

    private static SearchSpaces.Architecture Of(Architecture cell) => new(Space.Name, cell.ToString());

    private static Architecture Cell(SearchSpaces.Architecture architecture) => architecture.Space == Space.Name
        ? Architecture.Parse(architecture.Text)
        : throw new ArgumentException($"'{architecture.Text}' is of the space '{architecture.Space}', not of {Space.Name}.", nameof(architecture));
}
