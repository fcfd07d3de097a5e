using System.Text.RegularExpressions;
using LatBench.TestKit;

namespace LatBench.Architecture.Tests;

/// <summary>Holds what is made in one place only, by the text of the sources: how a host is built cannot be seen in the assemblies.</summary>
public sealed partial class SourceTests
{
    [GeneratedRegex(@"WebApplication\.Create(Slim)?Builder|WebApplication\.Create\(|\bWebHost\.Create|\bHost\.Create(?!EmptyApplicationBuilder)|new (Web)?HostBuilder|new HostApplicationBuilder\b|AddJsonFile|AddIniFile|AddXmlFile|AddEnvironmentVariables|AddUserSecrets|FileSystemWatcher|reloadOnChange")]
    private static partial Regex AmbientConfiguration { get; }

    [Fact]
    public void Hosts_are_built_without_configuration_that_lies_about() =>
        Assert.Empty(Find(AmbientConfiguration, "src", "bench", "tests"));

    [GeneratedRegex(@"new HttpClient\b|new SocketsHttpHandler|new HttpClientHandler|new WinHttpHandler|GrpcChannel\.ForAddress|HttpClient\.DefaultProxy|new WebProxy\(\w")]
    private static partial Regex Connections { get; }

    [Fact]
    public void Clients_and_channels_are_made_by_the_transport_alone()
    {
        var places = Find(Connections, "src", "bench", "tests").ToArray();

        Assert.NotEmpty(places);
        Assert.All(places, place => Assert.StartsWith(RepositoryRoot.PathOf("src", "Contracts", "Transport"), place, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\b(NasBench\d+|Darts)\b")]
    private static partial Regex SearchSpaceNames { get; }

    /// <summary>The folders that all spaces share; each of the others is one space's.</summary>
    private static readonly string[] SharedFolders = ["Abstractions", "Encoding", "Sampling"];

    /// <summary>Pages that draw cells and offer their operations; a space without a drawing of its own is shown as text.</summary>
    private static readonly string[] DrawnIn = [Path.Combine("Dashboard", "Cells"), Path.Combine("Dashboard", "Pages", "Cells"), Path.Combine("Dashboard", "Pages", "Measurements")];

    /// <summary>A new space touches its folder, one line of the registry, one class of tests and one page of documentation.</summary>
    [Fact]
    public void Search_spaces_are_named_in_their_folders_and_the_registry_alone() =>
        Assert.All(Find(SearchSpaceNames, "src").Where(place => !IsOfSpace(place) && !IsDrawing(place)), place =>
            Assert.StartsWith(RepositoryRoot.PathOf("src", "SearchSpaces", "SearchSpaceRegistry.cs"), place, StringComparison.Ordinal));

    [GeneratedRegex(@"15_?,?625\b|15_?,?284\b|\b[Ss]ix\b|\barch_code\b")]
    private static partial Regex FiguresOfOneSpace { get; }

    [Fact]
    public void Figures_of_one_space_are_in_its_folder_and_the_columns_of_snapshots_alone() =>
        Assert.All(Find(FiguresOfOneSpace, "src").Where(place => !IsOfSpace(place)), place =>
            Assert.StartsWith(RepositoryRoot.PathOf("src", "Publishing", "Tables"), place, StringComparison.Ordinal));

    private static bool IsDrawing(string place) => DrawnIn.Any(folder => place.StartsWith(RepositoryRoot.PathOf("src", folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    private static bool IsOfSpace(string place)
    {
        var folders = Path.GetRelativePath(RepositoryRoot.PathOf("src", "SearchSpaces"), place).Split(Path.DirectorySeparatorChar);
        return folders is [not "..", _, ..] && !SharedFolders.Contains(folders[0]);
    }

    /// <summary>The lines that match, outside of comments, generated files and this file.</summary>
    private static IEnumerable<string> Find(Regex pattern, params string[] folders) =>
        from folder in folders
        from file in Directory.EnumerateFiles(RepositoryRoot.PathOf(folder), "*.cs", SearchOption.AllDirectories)
        where Path.GetFileName(file) != $"{nameof(SourceTests)}.cs"
        from line in File.ReadLines(file)
        where !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && pattern.IsMatch(line)
        select $"{file}: {line.Trim()}";
}
