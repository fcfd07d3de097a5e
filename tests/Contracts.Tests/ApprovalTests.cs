using LatBench.TestKit;

namespace LatBench.Contracts.Tests;

public sealed class ApprovalTests
{
    [Theory]
    [InlineData(null, null, false)]
    [InlineData("0", null, false)]
    [InlineData("1", null, true)]
    [InlineData("1", "", true)]
    [InlineData(null, "true", false)]
    public void Read_asks_only_where_a_developer_says_so(string? approve, string? ci, bool expected) => Assert.Equal(expected, Read(approve, ci));

    [Theory]
    [InlineData("true")]
    [InlineData("1")]
    public void Read_under_CI_fails(string ci) => Assert.Throws<InvalidOperationException>(() => Read("1", ci));

    /// <summary>No test decides by itself whether to approve.</summary>
    [Fact]
    public void Variable_is_read_in_one_place()
    {
        const string variable = "\"LATBENCH_" + "APPROVE\"";
        var readers = Directory.EnumerateFiles(RepositoryRoot.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains(variable, StringComparison.Ordinal)).Select(Path.GetFileName);
        Assert.Equal(["Approval.cs"], readers);
    }

    private static bool Read(string? approve, string? ci) => Approval.Read(name => name switch { "CI" => ci, _ => approve });
}
