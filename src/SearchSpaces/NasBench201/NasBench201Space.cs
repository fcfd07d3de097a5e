using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using LatBench.SearchSpaces.NasBench201.Encoding;
using LatBench.SearchSpaces.NasBench201.Network;

namespace LatBench.SearchSpaces.NasBench201;

/// <summary>
/// NAS-Bench-201: 5 operations on the 6 edges of one cell. Texts are architecture strings; 6-digit codes are read too.
/// </summary>
/// <remarks>Source: X. Dong, Y. Yang, "NAS-Bench-201", ICLR 2020.</remarks>
internal sealed class NasBench201Space : ISearchSpace
{
    private readonly ConcurrentDictionary<Precision, Lazy<WeightLayout>> _weights = new();

    private readonly Lazy<CellKernel> _kernel = new(() => new CellKernel());

    public string Name => Space.Name;

    public string Title => "NAS-Bench-201";

    public long? Size => Space.Size;

    public IReadOnlyList<InputSpec> Inputs { get; } = [.. Enum.GetValues<Dataset>().Select(Spec)];

    public InputSpec DefaultInput => Inputs[(int)Dataset.Cifar100];

    public SpacePaper Paper { get; } = new(
        "NAS-Bench-201: Extending the Scope of Reproducible Neural Architecture Search", [new("Dong", "Xuanyi"), new("Yang", "Yi")], "International Conference on Learning Representations", 2020);

    public ArchitectureEncoders Encoders => CellEncoders.Instance;

    public IArchitectureChoices Choices { get; } = new CellChoices();

    public IArchitectureKernel Kernel => _kernel.Value;

    public bool TryParse(string? text, out Architecture architecture, [NotNullWhen(false)] out ParseError? error)
    {
        error = null;
        if (CellTexts.TryGet(text, out var cell) || Cell.TryParse(text, out cell, out error))
        {
            architecture = CellTexts.Of(cell);
            return true;
        }

        architecture = default;
        return false;
    }

    public Architecture Canonicalize(Architecture architecture) => CellTexts.Of(CellTexts.Parse(architecture).EffectiveCell.Cell);

    public Architecture Representative(Architecture architecture) => CellTexts.Of(CellPaths.Network(CellTexts.Parse(architecture)));

    public string Code(Architecture architecture) => CellTexts.Parse(architecture).Code;

    public string? WhyNotMeasurable(Architecture architecture) => CellTexts.Parse(architecture).EffectiveCell.IsReachable
        ? null
        : "It has no path from input to output: its output does not depend on its input, and there is nothing to measure.";

    public IEnumerable<Architecture> Enumerate() => Space.All.Select(CellTexts.Of);

    public IReadOnlyList<Architecture> Sample(int count, ulong seed) => count <= Space.EffectiveCells.Count
        ? [.. Space.SampleCells(count, seed).Select(cell => CellTexts.Of(cell.Cell))]
        : [.. Space.Sample(count, seed).Select(CellTexts.Of)];

    public IEnumerable<Architecture> Neighbors(Architecture architecture)
    {
        var operations = CellTexts.Parse(architecture).Operations.ToArray();
        for (var edge = 0; edge < Edge.Count; edge++)
        {
            var own = operations[edge];
            foreach (var other in Enum.GetValues<Operation>().Where(other => other != own))
            {
                operations[edge] = other;
                yield return CellTexts.Of(Cell.FromOperations(operations));
            }

            operations[edge] = own;
        }
    }

    public NetworkGraph BuildGraph(Architecture architecture, InputSpec input, GraphVariant variant)
    {
        var cell = CellTexts.Parse(architecture);
        if (variant == GraphVariant.Literal)
            return NetworkBuilder.Build(cell, input, isLiteral: true);
        return cell.EffectiveCell.IsReachable
            ? NetworkBuilder.Build(cell.EffectiveCell.Cell, input, isLiteral: false)
            : throw new ArgumentException($"Architecture {cell.Code} has no network: {WhyNotMeasurable(architecture)}", nameof(architecture));
    }

    public Costs Costs(Architecture architecture, InputSpec input)
    {
        var counts = CostCounts.Of(CellTexts.Parse(architecture), Datasets.Parse(input.Name));
        return new Costs(counts.Macs, counts.Parameters);
    }

    public WeightLayout Weights(InputSpec input, Precision precision) =>
        _weights.GetOrAdd(precision, one => new Lazy<WeightLayout>(() => WeightPlan.Create(one, Inputs))).Value;

    private static InputSpec Spec(Dataset dataset) =>
        new(dataset.Name(), Datasets.Channels, dataset.ImageSize(), dataset.ImageSize(), dataset.Classes());
}
