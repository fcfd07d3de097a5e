using System.Globalization;
using LatBench.SearchSpaces.NasBench101;
using LatBench.SearchSpaces.NasBench101.Hashing;
using LatBench.SearchSpaces.NasBench101.Texts;
using LatBench.TestKit;

namespace LatBench.SearchSpaces.Tests.NasBench101;

public sealed class PublishedTableTests
{
    private static readonly ISearchSpace Space101 = SearchSpaceRegistry.BuiltIn["nas-bench-101"];

    [Fact]
    public void Hash_and_parameters_of_30001_cells_are_the_published_ones()
    {
        var lines = ReferenceData.Lines("nas-bench-101-accuracy.csv");
        var header = lines[0].Split(',');
        var (hash, matrix, operations, parameters) = (Array.IndexOf(header, "hash"), Array.IndexOf(header, "matrix"), Array.IndexOf(header, "operations"), Array.IndexOf(header, "trainable_params"));
        Assert.Equal(30_001, lines.Count - 1);
        foreach (var row in lines.Skip(1).Select(line => line.Split(',')))
        {
            var json = $$"""{"matrix": ["{{row[matrix].Replace("/", "\", \"", StringComparison.Ordinal)}}"], "ops": ["{{row[operations].Replace("|", "\", \"", StringComparison.Ordinal)}}"]}""";
            var cell = CellTexts.Parse(Space101.Parse(json));
            Assert.Equal(row[hash], CellHash.Of(cell));
            Assert.Equal(long.Parse(row[parameters], CultureInfo.InvariantCulture), CostCounts.Of(cell, Space101.DefaultInput).Parameters);
        }
    }
}
