using System.Diagnostics;
using LatBench.Publishing.Tests.Fakes;
using LatBench.SearchSpaces;
using LatBench.TestKit;

namespace LatBench.Publishing.Tests.Packaging;

public sealed class PackageFilesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Citation_has_the_properties_that_its_format_requires()
    {
        using var lab = Lab.WithEveryVerdict();
        await lab.Builder.BuildAsync(new SnapshotRequest { Publication = new Publication { License = DataLicense.Find("CC0-1.0")!, Publisher = "The \"A\" lab: all", Url = "https://example.org/latbench" } }, Token);

        var citation = await ReadAsync(lab, "1.0.0", "CITATION.cff");

        // Citation File Format 1.2.0 requires the first, the message, the title and the authors.
        Assert.StartsWith("cff-version: \"1.2.0\"\ntype: \"dataset\"\ntitle: \"LatBench 1.0.0: latencies of neural networks measured on devices\"\nmessage: \"", citation, StringComparison.Ordinal);
        Assert.Contains("\nversion: \"1.0.0\"\ndate-released: \"2024-03-01\"\nlicense: \"CC0-1.0\"\nurl: \"https://example.org/latbench\"\nauthors:\n  - name: \"The \\\"A\\\" lab: all\"\n", citation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Card_names_the_licence_as_the_hub_does()
    {
        using var lab = Lab.WithEveryVerdict();
        await lab.Builder.BuildAsync(new SnapshotRequest { Publication = new Publication { License = DataLicense.Find("odbl-1.0")! } }, Token);

        Assert.StartsWith("---\npretty_name: LatBench\nlicense: odbl\nannotations_creators:\n", await ReadAsync(lab, "1.0.0", "README.md"), StringComparison.Ordinal);
        Assert.Contains("SPDX-License-Identifier: ODbL-1.0", await ReadAsync(lab, "1.0.0", "LICENSE"), StringComparison.Ordinal);
    }

    [Fact]
    public void License_that_is_not_known_is_not_found() => Assert.Null(DataLicense.Find("WTFPL"));

    [Fact]
    public async Task Change_log_says_what_became_of_the_rows_version_by_version()
    {
        using var lab = Lab.WithEveryVerdict();
        await lab.BuildAsync();
        lab.Replace(Given.Measurement(Given.Live, 0.81));
        lab.Add(Given.Measurement("|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|", 0.3));
        await lab.BuildAsync();

        Assert.EndsWith(
            $"""
            ## 2.0.0

            - Selection: everything.
            - Rows changed or were removed since 1.0.0.
            - `{Given.Target}`: 1 rows added, 1 changed, 0 removed.
            - Also different: `samples`, `conditions`, `canary`.

            ## 1.0.0

            - Selection: everything.
            - The first snapshot of its installation.


            """.ReplaceLineEndings("\n"),
            await ReadAsync(lab, "2.0.0", "CHANGELOG.md"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_log_is_the_same_when_a_lost_directory_is_written_again()
    {
        using var lab = Lab.WithEveryVerdict();
        await lab.BuildAsync();
        lab.Add(Given.Measurement("|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|", 0.3));
        var second = await lab.BuildAsync();
        Directory.Delete(lab.PathOf("1.1.0"), recursive: true);

        var again = await lab.BuildAsync();

        Assert.Equal((second.Snapshot, false), (again.Snapshot, again.Created));
        Assert.True(Directory.Exists(lab.PathOf("1.1.0")));
    }

    [Fact]
    public async Task Datasheet_answers_every_section()
    {
        using var lab = Lab.WithEveryVerdict();
        await lab.BuildAsync();

        var datasheet = await ReadAsync(lab, "1.0.0", "DATASHEET.md");

        Assert.Equal(
            ["## Motivation", "## Composition", "## Collection", "## Preprocessing", "## Uses", "## Distribution", "## Maintenance"],
            datasheet.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Sha256sum_finds_every_file_right()
    {
        using var lab = Lab.WithEveryVerdict();
        await lab.BuildAsync();

        using var process = Process.Start(new ProcessStartInfo("sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"]) { WorkingDirectory = lab.PathOf("1.0.0") })!;
        await process.WaitForExitAsync(Token);

        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task Architectures_have_the_index_of_a_given_table()
    {
        using var lab = Lab.WithEveryVerdict();
        int[] indexes = [.. Enumerable.Range(0, Nas201.All.Count).Select(index => index == 7 ? -1 : Nas201.All.Count - 1 - index)];
        await lab.Builder.BuildAsync(new SnapshotRequest { Publication = new Publication { OfficialIndexes = indexes } }, Token);

        Assert.Equal(
            [15_624L, 0, 15_624],
            DuckDb.Query($"SELECT count(official_index), min(official_index), max(official_index) FROM '{lab.PathOf("1.0.0")}/data/architectures.parquet'").Single());
        Assert.Equal(
            15_624 - SpaceIndex.Of(Nas201.SearchSpace)![Nas201.Parse(Given.Live)],
            DuckDb.Value($"SELECT official_index FROM '{lab.PathOf("1.0.0")}/data/architectures.parquet' WHERE arch_str = '{Given.Live}'"));
    }

    private static Task<string> ReadAsync(Lab lab, string version, string file) => File.ReadAllTextAsync(Path.Combine(lab.PathOf(version), file), Token);
}
