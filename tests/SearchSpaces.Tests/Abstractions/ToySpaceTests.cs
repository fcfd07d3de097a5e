using LatBench.TestKit.ToySpaces;

namespace LatBench.SearchSpaces.Tests.Abstractions;

/// <summary>A space outside of src/ fulfils the contract.</summary>
public sealed class ToySpaceTests : SearchSpaceContract
{
    protected override ISearchSpace Space { get; } = new ToySpace();

    protected override IReadOnlyList<(string Text, int Position)> Malformed => [("conv>pool", 9), ("conv>pol>skip", 5), ("conv>pool>skip>conv", 14)];

    protected override int Count => 30;
}
