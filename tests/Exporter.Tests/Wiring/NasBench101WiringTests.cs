using LatBench.SearchSpaces;

namespace LatBench.Exporter.Tests.Wiring;

public sealed class NasBench101WiringTests : WiringContract
{
    /// <summary>Remainders of channels whose order the canonical form changes, and an inner edge that is truncated.</summary>
    private const string Truncating = "10001.1110.001.01.1|conv1x1-bn-relu,conv3x3-bn-relu,maxpool3x3,conv1x1-bn-relu";

    /// <summary>The cell with the most parameters, 49,979,274.</summary>
    private const string Largest = "111100.10000.1000.100.10.1|conv3x3-bn-relu,conv3x3-bn-relu,conv3x3-bn-relu,conv3x3-bn-relu,conv3x3-bn-relu";

    /// <summary>Only the input; a pool beside it; a vertex on no path; channels that are the most of two successors.</summary>
    private static readonly string[] Small =
    [
        "1|",
        "11.1|maxpool3x3",
        Truncating,
        "111010.01000.0100.001.01.0|conv3x3-bn-relu,maxpool3x3,conv1x1-bn-relu,conv1x1-bn-relu,conv3x3-bn-relu",
        "1000.111.01.1|conv1x1-bn-relu,conv1x1-bn-relu,maxpool3x3",
    ];

    private static readonly ISearchSpace Space = SearchSpaceRegistry.BuiltIn["nas-bench-101"];

    private static readonly WiringCase MistakenCase = Case(Truncating, GraphVariant.Literal, seed: 7) with { Mistakes = 3 };

    private static readonly Lazy<Task<IReadOnlyList<Comparison>>> Fast = new(() => Comparer.RunAsync([.. Small.SelectMany(Cases), MistakenCase]));

    protected override IReadOnlyList<string> Mistakes { get; } = ["relu left out", "concatenated in reverse order", "truncated to the last channels"];

    private protected override Task<IReadOnlyList<Comparison>> Compared => Fast.Value;

    private protected override WiringCase Probe => MistakenCase;

    private protected override IEnumerable<WiringCase> Sampled => Space.Sample(6, seed: 20).Select(one => one.Text).Append(Largest).SelectMany(Cases);

    private static IEnumerable<WiringCase> Cases(string text, int number) => Enum.GetValues<GraphVariant>().Select(variant => Case(text, variant, (ulong)number));

    private static WiringCase Case(string text, GraphVariant variant, ulong seed) => WiringCase.Of(Space, text, Space.DefaultInput.Name, variant, seed);
}
