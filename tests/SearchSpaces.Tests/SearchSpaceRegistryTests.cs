using LatBench.TestKit.ToySpaces;

namespace LatBench.SearchSpaces.Tests;

public sealed class SearchSpaceRegistryTests
{
    [Fact]
    public void BuiltIn_begins_with_nas_bench_201() => Assert.Equal("nas-bench-201", SearchSpaceRegistry.BuiltIn.Default.Name);

    [Fact]
    public void Indexer_unknown_name_lists_those_that_there_are() => Assert.Contains(
        $"There is no search space 'toy': use one of {string.Join(", ", SearchSpaceRegistry.BuiltIn.Spaces.Select(space => space.Name))}.",
        Assert.Throws<ArgumentException>(() => SearchSpaceRegistry.BuiltIn["toy"]).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_space_from_elsewhere_can_be_registered()
    {
        var registry = new SearchSpaceRegistry([.. SearchSpaceRegistry.BuiltIn.Spaces, new ToySpace()]);
        Assert.True(registry.TryGet("toy", out var space));
        Assert.Equal("Toy", space.Title);
        Assert.Equal("nas-bench-201", registry.Default.Name);
    }
}
