using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using LatBench.SearchSpaces.Darts.Encoding;
using LatBench.SearchSpaces.Darts.Network;
using LatBench.SearchSpaces.Darts.Weights;

namespace LatBench.SearchSpaces.Darts;

/// <summary>
/// DARTS: a normal and a reduction cell of four nodes, each node the sum of two operations. Texts are genotypes as the published program prints them, or compact ones. Genotypes
/// of NASNet and AmoebaNet, with five nodes and two more operations, are read too.
/// </summary>
/// <remarks>Source: H. Liu, K. Simonyan, Y. Yang, "DARTS: Differentiable Architecture Search", ICLR 2019.</remarks>
internal sealed class DartsSpace : ISearchSpace
{
    /// <summary>The name in files, commands and requests.</summary>
    public const string SpaceName = "darts";

    /// <summary>The name in texts for people.</summary>
    public const string SpaceTitle = "DARTS";

    private readonly ConcurrentDictionary<(InputSpec Input, Precision Precision), Lazy<WeightLayout>> _weights = new();

    private readonly Lazy<DartsEncoders> _encoders;

    public DartsSpace() => _encoders = new(() => new DartsEncoders(DefaultInput));

    public string Name => SpaceName;

    public string Title => SpaceTitle;

    public SpacePaper Paper { get; } = new(
        "DARTS: Differentiable Architecture Search",
        [new("Liu", "Hanxiao"), new("Simonyan", "Karen"), new("Yang", "Yiming")],
        "International Conference on Learning Representations", 2019);

    public long? Size => null;

    public IReadOnlyList<InputSpec> Inputs { get; } = [new("nas-bench-301", 3, 32, 32, 10), new("cifar10", 3, 32, 32, 10), new("imagenet", 3, 224, 224, 1000)];

    public InputSpec DefaultInput => Inputs[0];

    public ArchitectureEncoders Encoders => _encoders.Value.All;

    public IArchitectureKernel Kernel => _encoders.Value.Kernel;

    public IArchitectureCategories Categories { get; } = new GenotypeCategories();

    public IArchitectureVariation Variation { get; } = new DartsVariation();

    public bool TryParse(string? text, out Architecture architecture, [NotNullWhen(false)] out ParseError? error)
    {
        var isParsed = GenotypeTexts.TryParse(text, out var genotype, out error);
        architecture = genotype is null ? default : GenotypeTexts.Of(genotype);
        return isParsed;
    }

    public Architecture Canonicalize(Architecture architecture) => GenotypeTexts.Of(GenotypeTexts.ParseCanonical(architecture));

    public string Code(Architecture architecture) => GenotypeWriter.Code(GenotypeTexts.Parse(architecture));

    public string? WhyNotMeasurable(Architecture architecture) => WhyNotMeasurable(GenotypeTexts.ParseCanonical(architecture));

    public string? WhyNoNetwork(Architecture architecture, GraphVariant variant) => variant == GraphVariant.Pruned ? WhyNotMeasurable(architecture) : WhyNotMeasurable(GenotypeTexts.Parse(architecture));

    public IEnumerable<Architecture> Enumerate() => throw new NotSupportedException("The DARTS space has 10^18 architectures, which are not listed: draw a sample.");

    public IReadOnlyList<Architecture> Sample(int count, ulong seed) => GenotypeSampler.Draw(count, seed);

    public IEnumerable<Architecture> Neighbors(Architecture architecture) => GenotypeChanges.Of(GenotypeTexts.Parse(architecture)).Select(GenotypeTexts.Of);

    public NetworkGraph BuildGraph(Architecture architecture, InputSpec input, GraphVariant variant)
    {
        var genotype = GenotypeTexts.Parse(architecture);
        var isLiteral = variant == GraphVariant.Literal;
        if (!isLiteral)
            genotype = CanonicalForm.Of(genotype);
        return WhyNotMeasurable(genotype) is { } reason
            ? throw new ArgumentException($"Architecture {GenotypeWriter.Code(genotype)} has no network: {reason}", nameof(architecture))
            : NetworkBuilder.Build(Skeleton.Of(input), genotype, isLiteral);
    }

    public Costs Costs(Architecture architecture, InputSpec input) => DartsCosts.Of(GenotypeTexts.Parse(architecture), Skeleton.Of(input));

    public WeightLayout Weights(InputSpec input, Precision precision) =>
        _weights.GetOrAdd((input, precision), key => new Lazy<WeightLayout>(() => WeightPlan.Create(Skeleton.Of(key.Input), key.Precision))).Value;

    private static string? WhyNotMeasurable(Genotype genotype)
    {
        foreach (var isReduction in (bool[])[false, true])
        {
            var count = genotype.Cell(isReduction).Edges.Count(edge => edge.Operation == Operation.Conv7x1Then1x7);
            if (count > 1)
                return $"Its {(isReduction ? "reduction" : "normal")} cell has conv_7x1_1x7 {count} times: the shared weights have one in each cell.";
        }

        return null;
    }
}
