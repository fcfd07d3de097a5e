using LatBench.SearchSpace.NasBench201;

namespace LatBench.Exporter;

/// <summary>
/// Everything that decides a NAS-Bench-201 model: cell, input, precision, graph variant. Equal models have equal specs:
/// under <see cref="GraphVariant.Pruned"/> the architecture is replaced by its effective cell.
/// </summary>
public sealed record ModelSpec
{
    private readonly Architecture _architecture;

    /// <summary>A model with the defaults: cifar100, batch 1, fp32, pruned.</summary>
    /// <param name="architecture">Any architecture; see <see cref="Check"/> for those that have no model.</param>
    public ModelSpec(Architecture architecture) => _architecture = architecture;

    /// <summary>A model with the defaults: cifar100, batch 1, fp32, pruned.</summary>
    /// <param name="cell">An effective cell; see <see cref="Check"/> for the unreachable one.</param>
    public ModelSpec(EffectiveCell cell)
        : this(cell.Architecture)
    {
    }

    /// <summary>The architecture that is written: the effective cell's under <c>pruned</c>, else the one that was given.</summary>
    public Architecture Architecture => Variant == GraphVariant.Pruned ? _architecture.EffectiveCell.Architecture : _architecture;

    /// <summary>Image size and number of classes; cifar100 by default.</summary>
    public Dataset Dataset { get; init; } = Dataset.Cifar100;

    /// <summary>Images in one inference; 1 by default, at least 1.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Number format; fp32 by default.</summary>
    public Precision Precision { get; init; } = Precision.Fp32;

    /// <summary>Which edges are written; pruned by default.</summary>
    public GraphVariant Variant { get; init; } = GraphVariant.Pruned;

    /// <summary>Shape of the tensor <c>input</c>: batch, 3, height, width.</summary>
    public IReadOnlyList<long> InputShape => Dataset.InputShape(Batch);

    /// <summary>Shape of the tensor <c>logits</c>: batch, classes.</summary>
    public IReadOnlyList<long> OutputShape => [Batch, Dataset.Classes()];

    /// <summary>The model's readable name, such as <c>nas-bench-201/333333/cifar100/b1/fp32/pruned</c>; the name of its graph.</summary>
    public string Name => $"{Space.Name}/{Architecture.Code}/{Dataset.Name()}/b{Batch}/{Precision.Name()}/{Variant.Name()}";

    /// <summary>Why this model cannot be exported, or null where it can.</summary>
    public ExportError? Check()
    {
        if (Batch < 1)
            return new ExportError(ExportProblem.Batch, $"A batch of {Batch} images cannot be run: use 1 or more.");
        if (Variant == GraphVariant.Pruned && !_architecture.EffectiveCell.IsReachable)
        {
            return new ExportError(
                ExportProblem.Unreachable,
                $"Architecture {_architecture.Code} has no path from input to output, so there is nothing to run: choose another one.");
        }

        return null;
    }

    /// <summary>Whether both describe the same model.</summary>
    /// <param name="other">The other spec.</param>
    public bool Equals(ModelSpec? other) => other is not null && Key == other.Key;

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode();

    /// <summary>The <see cref="Name"/>.</summary>
    public override string ToString() => Name;

    private (Architecture, Dataset, int, Precision, GraphVariant) Key => (Architecture, Dataset, Batch, Precision, Variant);
}
