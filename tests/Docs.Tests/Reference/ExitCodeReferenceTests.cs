using System.Globalization;

namespace LatBench.Docs.Tests.Reference;

/// <summary>Holds docs/reference/exit-codes.md to the programs, by running its examples.</summary>
public sealed class ExitCodeReferenceTests
{
    public static TheoryData<int, string> Examples => [.. ReferenceTable.Rows("docs/reference/exit-codes.md")
        .Where(row => row[^1].StartsWith("`latbench ", StringComparison.Ordinal))
        .Select(row => (int.Parse(row[0], CultureInfo.InvariantCulture), row[^1].Trim('`')))];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Example_ends_with_the_code_of_its_row(int code, string command)
    {
        using var directory = new TempDirectory();

        var result = await CommandResult.RunAsync([.. command.Split(' ').Skip(1), .. command.Contains("--version", StringComparison.Ordinal) ? Array.Empty<string>() : ["--data", directory.PathOf("data")]]);

        result.Expect(code);
    }

    [Fact]
    public void Document_has_an_example_of_every_code() =>
        Assert.Equal([0, 1, 2], Examples.Select(example => example.Data.Item1).Distinct().Order());
}
