using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;
using LatBench.TestKit;

namespace LatBench.Exporter.Tests.Wiring;

public sealed class NasBench201WiringTests : WiringContract
{
    /// <summary>Each operation on each edge; dead edges of all kinds; convolutions that only the literal graph feeds, with zeros.</summary>
    private static readonly string[] Codes =
        ["333333", "222222", "412344", "323124", "214332", "003103", "320300", "032013", "123432", "430213", "241340", "304121"];

    private static readonly WiringCase MistakenCase =
        WiringCase.Of(Nas201.SearchSpace, Cell.Parse("423033").ToString(), Dataset.ImageNet16Dash120.Name(), GraphVariant.Literal, seed: 7) with { Mistakes = 8 };

    private static readonly Lazy<Task<IReadOnlyList<Comparison>>> Fast = new(() => Comparer.RunAsync([.. Codes.Select(Cell.Parse).SelectMany(Cases), MistakenCase]));

    protected override IReadOnlyList<string> Mistakes { get; } = ["relu left out", "padding counted", "edge reads the cell's input"];

    private protected override Task<IReadOnlyList<Comparison>> Compared => Fast.Value;

    private protected override WiringCase Probe => MistakenCase;

    private protected override IEnumerable<WiringCase> Sampled => Space.Sample(200, seed: 20).SelectMany(Cases);

    /// <summary>Both variants of a cell, each input in turn.</summary>
    private static IEnumerable<WiringCase> Cases(Cell cell, int number)
    {
        var inputs = Nas201.SearchSpace.Inputs;
        return Enum.GetValues<GraphVariant>()
            .Select(variant => WiringCase.Of(Nas201.SearchSpace, cell.ToString(), inputs[number % inputs.Count].Name, variant, seed: (ulong)number));
    }
}
