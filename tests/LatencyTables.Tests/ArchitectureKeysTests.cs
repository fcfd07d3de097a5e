using LatBench.SearchSpaces;
using LatBench.TestKit;

namespace LatBench.LatencyTables.Tests;

public sealed class ArchitectureKeysTests
{
    private const string Hash = "b49ac8c578b4561d79ac7087988f1c61";

    private const string Row = Hash + ",0110/0010/0001/0000,input|conv3x3-bn-relu|maxpool3x3|output";

    private static readonly ISearchSpace Space = SearchSpaceRegistry.BuiltIn["nas-bench-101"];

    private static readonly string Chain = $"{Hash},010/001/000,input|conv3x3-bn-relu|output";

    [Fact]
    public void TryFind_hash_of_the_table_gives_the_architecture()
    {
        var keys = ArchitectureKeys.Parse(Space, "t.csv", ["hash,matrix,operations", Chain]);

        Assert.Equal(1, keys.Count);
        Assert.True(keys.TryFind(Hash.ToUpperInvariant(), out var architecture, out _));
        Assert.Equal("10.1|conv3x3-bn-relu", architecture.Text);
    }

    [Fact]
    public void TryFind_other_hash_says_what_the_table_holds()
    {
        Assert.False(ArchitectureKeys.Parse(Space, "t.csv", ["hash,arch_str", $"{Hash},10.1|conv3x3-bn-relu"]).TryFind(new string('0', 32), out _, out var error));
        Assert.Equal(0, error.Position);
        Assert.Contains("a hash of the table t.csv, which holds 1 architecture and not this one", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hash,matrix,operations", Row, "line 2: '" + Hash + "' is not the hash of the architecture, which is ")]
    [InlineData("hash,matrix,operations", Hash + ",010/011/000,input|maxpool3x3|output", "line 2: Not a NAS-Bench-101 architecture: at position 5 (counted from 0) expected '0' (the matrix is upper triangular), found '1'")]
    [InlineData("hash,matrix,operations", Hash + ",010/001/000,input|maxpool|output", "at position 6 (counted from 0) expected one of conv3x3-bn-relu, ")]
    [InlineData("hash,matrix,operations", Hash + ",010/001/000,input|output", "expected 3 operations with '|' between")]
    [InlineData("hash,matrix,operations", Hash + ",010/001/0000,input|maxpool3x3|output", "at position 11 (counted from 0) expected the end")]
    [InlineData("hash,matrix,operations", Hash + ",,input|output", "rows of 2 to 32 digits")]
    [InlineData("hash,valid_108ep", Hash + ",90", "names its architectures by hash alone, which does not describe them: add the columns matrix and operations, or arch_str.")]
    [InlineData("matrix,operations", "01/00,input|output", "no table of architectures by hash")]
    public void Parse_of_a_bad_table_says_what_and_where(string header, string row, string expected) =>
        Assert.Contains(expected, Assert.Throws<TableException>(() => ArchitectureKeys.Parse(Space, "t.csv", [header, row])).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_for_a_space_without_keys_is_refused() =>
        Assert.Contains("NAS-Bench-201 has no keys", Assert.Throws<TableException>(() => ArchitectureKeys.Parse(Nas201.SearchSpace, "t.csv", ["hash,arch", "0,000100"])).Message, StringComparison.Ordinal);

    [Fact]
    public void AccuracyTable_of_matrices_has_canonical_architectures()
    {
        const string Isomorphic = "0110/0001/0001/0000,input|maxpool3x3|conv3x3-bn-relu|output,91";
        var table = AccuracyTable.Parse(Space, "t.csv", ["matrix,operations,valid", "01/00,input|output,90", Isomorphic], "valid");

        Assert.Equal(["1|", "110.01.1|conv3x3-bn-relu,maxpool3x3"], table.Accuracies.Keys.Select(one => one.Text));
        Assert.Contains("has no column of accuracies beside those", Assert.Throws<TableException>(() => AccuracyTable.Parse(Space, "t.csv", ["hash,matrix,operations", Chain], "hash")).Message, StringComparison.Ordinal);
        Assert.Contains("has no column 'matrix': use one of valid.", Assert.Throws<TableException>(() => AccuracyTable.Parse(Space, "t.csv", ["matrix,operations,valid", "01/00,input|output,90"], "matrix")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_of_hashes_alone_are_read_with_a_table_of_keys()
    {
        var keys = ArchitectureKeys.Parse(Space, "cells.csv", ["hash,matrix,operations", Chain]);

        var accuracies = AccuracyTable.Parse(Space, "t.csv", ["hash,valid", $"{Hash},90"], "valid", keys);
        var latencies = LatencyTable.Parse(Space, "t.csv", ["hash;ms", $"{Hash.ToUpperInvariant()};2.5"], keys: keys);

        Assert.Equal(("10.1|conv3x3-bn-relu", 90), (Assert.Single(accuracies.Accuracies).Key.Text, accuracies.Accuracies.Values.Single()));
        Assert.Equal(["ms"], latencies.Columns);
        Assert.Equal("10.1|conv3x3-bn-relu", Assert.Single(latencies.Read("ms").Latencies).Architecture.Text);
    }

    [Fact]
    public void Tables_of_hashes_alone_say_which_table_is_missing_and_which_hash()
    {
        var keys = ArchitectureKeys.Parse(Space, "cells.csv", ["hash,matrix,operations", Chain]);
        string[] lines = ["hash,valid", $"{Hash},90", $"{new string('f', 32)},80"];

        Assert.EndsWith("or arch_str, or name a table that has them with --table.", Assert.Throws<TableException>(() => AccuracyTable.Parse(Space, "t.csv", lines, "valid")).Message, StringComparison.Ordinal);
        Assert.Contains("line 3: Not a NAS-Bench-101 architecture: at position 0 (counted from 0) expected a hash of the table cells.csv, which holds 1 architecture and not this one", Assert.Throws<TableException>(() => AccuracyTable.Parse(Space, "t.csv", lines, "valid", keys)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IndexTable_of_matrices_says_what_indices_mean()
    {
        var indices = IndexTable.Parse(Space, "i.csv", ["index,matrix,operations", "7,010/001/000,input|conv3x3-bn-relu|output"]);

        Assert.Equal("10.1|conv3x3-bn-relu", Assert.Single(LatencyTable.Parse(Space, "t.csv", ["index,ms", "7,2"], indices).Read("ms").Latencies).Architecture.Text);
        Assert.EndsWith("and one of arch_str, architecture, arch, code, or matrix and operations.", Assert.Throws<TableException>(() => IndexTable.Parse(Space, "i.csv", ["index,matrix", "7,01/00"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LatencyTable_of_matrices_leaves_the_columns_of_architectures_out()
    {
        var table = LatencyTable.Parse(Space, "t.csv", ["hash,matrix,operations,device_ms", Chain + ",2.5"]);

        Assert.Equal(["device_ms"], table.Columns);
        Assert.Equal("10.1|conv3x3-bn-relu", Assert.Single(table.Read("device_ms").Latencies).Architecture.Text);
    }

    /// <summary>The literal networks of two orders of the same vertices are two networks.</summary>
    [Fact]
    public void LatencyTable_keeps_the_order_of_the_vertices()
    {
        string[] texts = ["110.01.1|maxpool3x3,conv3x3-bn-relu", "110.01.1|conv3x3-bn-relu,maxpool3x3"];
        var table = LatencyTable.Parse(Space, "t.csv", ["arch_str;ms", .. texts.Select((text, row) => $"{text};{row + 1}")]);

        Assert.Equal(texts, table.Read("ms").Latencies.Select(one => one.Architecture.Text));
    }

    [Fact]
    public void ArchitectureFile_of_matrices_keeps_the_order_of_the_vertices() => Assert.Equal(
        ["110.01.1|maxpool3x3,conv3x3-bn-relu"], ArchitectureFile.Parse(Space, "t.csv", "matrix,operations\n0110/0001/0001/0000,input|maxpool3x3|conv3x3-bn-relu|output").Select(one => one.Text));

    [Fact]
    public void ArchitectureFile_of_matrices_may_begin_with_its_separator() =>
        Assert.Equal(["1|"], ArchitectureFile.Parse(Space, "t.csv", "sep=;\nmatrix;operations\n01/00;input|output\n").Select(one => one.Text));

    [Fact]
    public void ArchitectureFile_of_matrices_names_architectures()
    {
        Assert.Equal(["10.1|conv3x3-bn-relu"], ArchitectureFile.Parse(Space, "t.csv", "hash,matrix,operations\n" + Chain).Select(one => one.Text));
        Assert.Equal(["110.01.1|maxpool3x3,conv3x3-bn-relu"], ArchitectureFile.Parse(Space, "t.txt", "110.01.1|maxpool3x3,conv3x3-bn-relu\n").Select(one => one.Text));
    }

    [Fact]
    public void Open_published_table_has_30001_architectures_and_their_accuracies()
    {
        ReferenceData.Lines("nas-bench-101-accuracy.csv");
        var path = RepositoryRoot.PathOf("..", "shared", "reference-data", "nas-bench-101-accuracy.csv");

        Assert.Equal(30_001, ArchitectureKeys.Open(Space, path).Count);
        Assert.Equal(30_001, AccuracyTable.Open(Space, path, "valid_108ep").Accuracies.Count);
        Assert.Equal(["valid_4ep", "valid_12ep", "valid_36ep", "valid_108ep", "trainable_params", "train_seconds"], AccuracyTable.ColumnsOf(Space, path));
        Assert.Equal(30_001, ArchitectureFile.ReadNames(Space, path).Count);
    }
}
