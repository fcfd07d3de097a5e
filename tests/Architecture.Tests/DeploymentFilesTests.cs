using System.Text.RegularExpressions;
using LatBench.TestKit;

namespace LatBench.Architecture.Tests;

/// <summary>The version of a release stands in <c>Directory.Build.props</c>; a chart cannot refer to it.</summary>
public sealed partial class DeploymentFilesTests
{
    [Fact]
    public void Chart_has_the_version_of_the_repository()
    {
        var version = Version().Match(File.ReadAllText(RepositoryRoot.PathOf("Directory.Build.props"))).Groups[1].Value;
        var chart = File.ReadAllLines(RepositoryRoot.PathOf("deploy", "helm", "latbench", "Chart.yaml"));
        Assert.Contains($"version: {version}", chart);
        Assert.Contains($"appVersion: \"{version}\"", chart);
    }

    /// <summary>A file is either described, with what was run of it, or it is not there.</summary>
    [Fact]
    public void Every_file_is_in_the_table_of_what_was_run()
    {
        var readme = File.ReadAllText(RepositoryRoot.PathOf("deploy", "README.md"));
        var entries = new DirectoryInfo(RepositoryRoot.PathOf("deploy")).EnumerateFileSystemInfos()
            .Select(entry => entry.Name)
            .Where(name => name is not ("README.md" or "secrets") && !name.EndsWith(".dockerignore", StringComparison.Ordinal));
        Assert.DoesNotContain(entries, name => !readme.Contains($"`{name}", StringComparison.Ordinal));
    }

    [GeneratedRegex("<Version>([^<]+)</Version>")]
    private static partial Regex Version();
}
