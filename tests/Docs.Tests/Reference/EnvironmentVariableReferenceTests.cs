using System.Text.RegularExpressions;

namespace LatBench.Docs.Tests.Reference;

/// <summary>Holds docs/reference/environment-variables.md to the variables that the sources name.</summary>
public sealed partial class EnvironmentVariableReferenceTests
{
    [Fact]
    public void Document_has_the_variables_of_the_programs_and_no_others()
    {
        var read = Directory.EnumerateFiles(RepositoryRoot.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Literal().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value));
        var documented = ReferenceTable.Rows("docs/reference/environment-variables.md").SelectMany(row => Name().Matches(row[0]).Select(match => match.Value));

        Assert.Equal(read.Distinct().Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("\"(?<name>LATBENCH_[A-Z_]*[A-Z])\"", RegexOptions.CultureInvariant)]
    private static partial Regex Literal();

    [GeneratedRegex("LATBENCH_[A-Z_]*[A-Z](?![A-Z_])", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
