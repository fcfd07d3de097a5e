using LatBench.TestKit.ToySpaces;

namespace LatBench.SearchSpaces.Tests.Abstractions;

/// <summary>A space that cannot be enumerated fulfils the contract too.</summary>
public sealed class UnlistedToySpaceTests : SearchSpaceContract
{
    protected override ISearchSpace Space { get; } = new ToySpace(isListed: false);

    protected override IReadOnlyList<(string Text, int Position)> Malformed => [("conv>pool", 9)];

    protected override int Count => 30;

    [Fact]
    public void SpaceIndex_of_it_is_none() => Assert.Null(SpaceIndex.Of(Space));
}
