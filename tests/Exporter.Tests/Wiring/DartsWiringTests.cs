using LatBench.SearchSpaces;

namespace LatBench.Exporter.Tests.Wiring;

public sealed class DartsWiringTests : WiringContract
{
    private const string Small = "nas-bench-301";

    /// <summary>All seven operations, at both strides.</summary>
    private const string Mixed =
        "Genotype(normal=[('avg_pool_3x3', 1), ('sep_conv_3x3', 0), ('dil_conv_3x3', 0), ('skip_connect', 2), ('sep_conv_5x5', 1), ('max_pool_3x3', 3), ('dil_conv_5x5', 4), ('skip_connect', 0)], " +
        "normal_concat=range(2, 6), " +
        "reduce=[('skip_connect', 0), ('avg_pool_3x3', 1), ('sep_conv_3x3', 1), ('max_pool_3x3', 0), ('dil_conv_3x3', 0), ('skip_connect', 2), ('sep_conv_5x5', 3), ('skip_connect', 1)], " +
        "reduce_concat=range(2, 6))";

    private const string Darts2 =
        "Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 1), ('skip_connect', 0), ('skip_connect', 0), ('dil_conv_3x3', 2)], " +
        "normal_concat=range(2, 6), " +
        "reduce=[('max_pool_3x3', 0), ('max_pool_3x3', 1), ('skip_connect', 2), ('max_pool_3x3', 1), ('max_pool_3x3', 0), ('skip_connect', 2), ('skip_connect', 2), ('max_pool_3x3', 1)], " +
        "reduce_concat=range(2, 6))";

    /// <summary>A node that no output depends on, one input twice, long kernels.</summary>
    private const string Partial =
        "Genotype(normal=[('sep_conv_5x5', 1), ('skip_connect', 0), ('dil_conv_3x3', 0), ('max_pool_3x3', 2), ('sep_conv_3x3', 2), ('skip_connect', 2), ('avg_pool_3x3', 4), ('sep_conv_3x3', 0)], " +
        "normal_concat=[2, 5], " +
        "reduce=[('conv_7x1_1x7', 1), ('skip_connect', 1), ('sep_conv_7x7', 0), ('max_pool_3x3', 0), ('sep_conv_3x3', 3), ('avg_pool_3x3', 1), ('dil_conv_5x5', 2), ('skip_connect', 0)], " +
        "reduce_concat=[3, 4, 5])";

    /// <summary>Normal cells read the last cell alone, and reduction cells the one before it: the pruned network leaves out cells 1 and 4.</summary>
    private const string OneInput =
        "Genotype(normal=[('sep_conv_3x3', 1), ('skip_connect', 1), ('dil_conv_3x3', 1), ('skip_connect', 2), ('max_pool_3x3', 1), ('skip_connect', 3), ('avg_pool_3x3', 4), ('sep_conv_3x3', 1)], " +
        "normal_concat=range(2, 6), " +
        "reduce=[('sep_conv_3x3', 0), ('skip_connect', 0), ('dil_conv_3x3', 0), ('skip_connect', 2), ('max_pool_3x3', 0), ('skip_connect', 3), ('avg_pool_3x3', 4), ('sep_conv_3x3', 0)], " +
        "reduce_concat=range(2, 6))";

    private const string AmoebaNet =
        "Genotype(normal=[('avg_pool_3x3', 0), ('max_pool_3x3', 1), ('sep_conv_3x3', 0), ('sep_conv_5x5', 2), ('sep_conv_3x3', 0), ('avg_pool_3x3', 3), ('sep_conv_3x3', 1), ('skip_connect', 1), ('skip_connect', 0), ('avg_pool_3x3', 1)], " +
        "normal_concat=[4, 5, 6], " +
        "reduce=[('avg_pool_3x3', 0), ('sep_conv_3x3', 1), ('max_pool_3x3', 0), ('sep_conv_7x7', 2), ('sep_conv_7x7', 0), ('avg_pool_3x3', 1), ('max_pool_3x3', 0), ('max_pool_3x3', 1), ('conv_7x1_1x7', 0), ('sep_conv_3x3', 5)], " +
        "reduce_concat=[3, 4, 6])";

    private const string NasNet =
        "Genotype(normal=[('sep_conv_5x5', 1), ('sep_conv_3x3', 0), ('sep_conv_5x5', 0), ('sep_conv_3x3', 0), ('avg_pool_3x3', 1), ('skip_connect', 0), ('avg_pool_3x3', 0), ('avg_pool_3x3', 0), ('sep_conv_3x3', 1), ('skip_connect', 1)], " +
        "normal_concat=[2, 3, 4, 5, 6], " +
        "reduce=[('sep_conv_5x5', 1), ('sep_conv_7x7', 0), ('max_pool_3x3', 1), ('sep_conv_7x7', 0), ('avg_pool_3x3', 1), ('sep_conv_5x5', 0), ('skip_connect', 3), ('avg_pool_3x3', 2), ('sep_conv_3x3', 2), ('max_pool_3x3', 1)], " +
        "reduce_concat=[4, 5, 6])";

    private static readonly ISearchSpace Space = SearchSpaceRegistry.BuiltIn["darts"];

    private static readonly WiringCase MistakenCase = WiringCase.Of(Space, Mixed, Small, GraphVariant.Literal, seed: 7) with { Mistakes = 3 };

    private static readonly Lazy<Task<IReadOnlyList<Comparison>>> Fast = new(() =>
        Comparer.RunAsync([.. new[] { Mixed, Darts2, Partial, OneInput }.SelectMany((text, number) => Cases(text, Small, number)), MistakenCase]));

    protected override IReadOnlyList<string> Mistakes { get; } = ["relu left out", "padding counted", "inputs exchanged", "concatenated in reverse order", "second half not shifted"];

    private protected override Task<IReadOnlyList<Comparison>> Compared => Fast.Value;

    private protected override WiringCase Probe => MistakenCase;

    private protected override IEnumerable<WiringCase> Sampled => Space.Sample(12, seed: 20).SelectMany((one, number) => Cases(one.Text, Small, number));

    [Theory(Explicit = true)]
    [Trait("category", "slow")]
    [InlineData("cifar10")]
    [InlineData("imagenet")]
    public async Task Run_large_networks_compute_what_PyTorch_computes(string input) => Assert.All(
        await Comparer.RunAsync(new[] { Mixed, Darts2, Partial, AmoebaNet, NasNet }.SelectMany((text, number) => Cases(text, input, number))), one => one.AssertEqual());

    private static IEnumerable<WiringCase> Cases(string text, string input, int number) =>
        Enum.GetValues<GraphVariant>().Select(variant => WiringCase.Of(Space, text, input, variant, seed: (ulong)number));
}
