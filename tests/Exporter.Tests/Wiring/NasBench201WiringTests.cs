using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;
using LatBench.TestKit;

namespace LatBench.Exporter.Tests.Wiring;

public sealed class NasBench201WiringTests
{
    /// <summary>Each operation on each edge; dead edges of all kinds; convolutions that only the literal graph feeds, with zeros.</summary>
    private static readonly string[] Codes =
        ["333333", "222222", "412344", "323124", "214332", "003103", "320300", "032013", "123432", "430213", "241340", "304121"];

    private static readonly string[] Mistakes = ["relu left out", "padding counted", "edge reads the cell's input"];

    private static readonly WiringCase Probe =
        WiringCase.Of(Nas201.SearchSpace, Cell.Parse("423033").ToString(), Dataset.ImageNet16Dash120.Name(), GraphVariant.Literal, seed: 7) with { Mistakes = 8 };

    private static readonly Lazy<Task<IReadOnlyList<Comparison>>> Compared = new(() => Comparer.RunAsync([.. Codes.Select(Cell.Parse).SelectMany(Cases), Probe]));

    [Fact]
    public async Task Run_exported_networks_compute_what_PyTorch_computes() => Assert.All(await Compared.Value, one => one.AssertEqual());

    [Fact]
    public async Task Run_any_single_mistake_changes_the_logits() =>
        (await Compared.Value)[^1].AssertMistakesDiffer(Mistakes);

    [Fact(Explicit = true)]
    [Trait("category", "slow")]
    public async Task Run_sampled_200_networks_compute_what_PyTorch_computes() =>
        Assert.All(await Comparer.RunAsync(Space.Sample(200, seed: 20).SelectMany(Cases)), one => one.AssertEqual());

    [Fact(Explicit = true)]
    [Trait("category", "slow")]
    public async Task Run_every_single_mistake_changes_the_logits() =>
        Assert.Single(await Comparer.RunAsync([Probe with { Mistakes = int.MaxValue }])).AssertMistakesDiffer(Mistakes);

    /// <summary>Both variants of a cell, each input in turn.</summary>
    private static IEnumerable<WiringCase> Cases(Cell cell, int number)
    {
        var inputs = Nas201.SearchSpace.Inputs;
        return Enum.GetValues<GraphVariant>()
            .Select(variant => WiringCase.Of(Nas201.SearchSpace, cell.ToString(), inputs[number % inputs.Count].Name, variant, seed: (ulong)number));
    }
}
