using System.Globalization;
using LatBench.SearchSpaces;

namespace LatBench.Models;

/// <summary>
/// Everything that decides a model: a space, an architecture and a configuration. Equal models have equal specs: under
/// <see cref="GraphVariant.Pruned"/> the architecture is replaced by its canonical form.
/// </summary>
public sealed record ModelSpec
{
    private readonly Architecture _given;

    /// <summary>Creates the spec of a model.</summary>
    /// <param name="space">The space of the architecture.</param>
    /// <param name="architecture">Any architecture of the space; see <see cref="WhyNotExportable"/> for those that have no model.</param>
    /// <param name="configuration">The configuration; the default of the space where it is null.</param>
    /// <exception cref="ArgumentException">The space has no input of the configuration's name.</exception>
    public ModelSpec(ISearchSpace space, Architecture architecture, ModelConfiguration? configuration = null)
    {
        Space = space;
        Configuration = configuration ?? ModelConfiguration.DefaultOf(space);
        Input = space.FindInput(Configuration.Input) ?? throw new ArgumentException(ModelConfiguration.WhyNotInput(space, Configuration.Input), nameof(configuration));
        Architecture = Configuration.GraphVariant == GraphVariant.Pruned ? space.Canonicalize(architecture) : architecture;
        _given = architecture;
    }

    /// <summary>Gets the space.</summary>
    public ISearchSpace Space { get; }

    /// <summary>Gets the architecture that is written: the canonical one under <c>pruned</c>, else the one that was given.</summary>
    public Architecture Architecture { get; }

    /// <summary>Gets the configuration.</summary>
    public ModelConfiguration Configuration { get; }

    /// <summary>Gets the input that the configuration names.</summary>
    public InputSpec Input { get; }

    /// <summary>Gets the shape of the tensor <c>input</c>: batch, channels, height, width.</summary>
    public IReadOnlyList<long> InputShape => Input.Shape(Configuration.Batch);

    /// <summary>Gets the shape of the tensor <c>logits</c>: batch, classes.</summary>
    public IReadOnlyList<long> OutputShape => [Configuration.Batch, Input.Classes];

    /// <summary>Gets the model's readable name, such as <c>nas-bench-201/333333/cifar100/b1/fp32/pruned</c>; the name of its graph.</summary>
    public string Name => string.Create(
        CultureInfo.InvariantCulture,
        $"{Space.Name}/{Space.Code(Architecture)}/{Input.Name}/b{Configuration.Batch}/{Configuration.Precision.Name()}/{Configuration.GraphVariant.Name()}");

    /// <summary>Gets the reason why this model cannot be exported; null where it can.</summary>
    public string? WhyNotExportable()
    {
        if (ModelConfiguration.WhyNotBatch(Configuration.Batch) is { } batch)
            return batch;
        return Space.WhyNoNetwork(_given, Configuration.GraphVariant) is { } reason
            ? $"Architecture {Space.Code(_given)} cannot be exported. {reason}"
            : null;
    }

    /// <summary>Builds the network.</summary>
    public NetworkGraph BuildGraph() => Space.BuildGraph(Architecture, Input, Configuration.GraphVariant);

    /// <summary>Determines whether both describe the same model.</summary>
    /// <param name="other">The other spec.</param>
    public bool Equals(ModelSpec? other) => other is not null && Architecture == other.Architecture && Configuration == other.Configuration;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Architecture, Configuration);

    /// <summary>Gets the <see cref="Name"/>.</summary>
    public override string ToString() => Name;
}
