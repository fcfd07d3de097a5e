using CsCheck;
using LatBench.Search.Strategies.BrpNas;

namespace LatBench.Search.Tests.Strategies;

public sealed class ComparisonSortTests
{
    [Fact]
    public void Sort_of_a_consistent_relation_is_the_order() =>
        Gen.Int[0, 50].Array[0, 40].Sample(items => Assert.Equal(items.OrderDescending(), ComparisonSort.Sort(items, (a, b) => a > b)));

    [Fact]
    public void Sort_of_a_contradicting_relation_ends_and_loses_nothing() =>
        Gen.Int[0, 50].Array[0, 40].Sample(items => Assert.Equal(items.Order(), ComparisonSort.Sort(items, (a, b) => (a * 7 + b * 3) % 5 < 2).Order()));
}
