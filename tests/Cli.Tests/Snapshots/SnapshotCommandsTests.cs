using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LatBench.Contracts.V1;
using LatBench.SnapshotFormat;

namespace LatBench.Cli.Tests.Snapshots;

public sealed class SnapshotCommandsTests
{
    [Fact]
    public async Task Verify_intact_exits_with_0()
    {
        using var folder = new TempDirectory();
        await SnapshotSample.WriteAsync(folder.Path);
        var run = await CliRun.InvokeAsync("snapshots", "verify", folder.Path);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("is intact: version 1.0.0", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_one_byte_changed_exits_with_1_and_names_the_file()
    {
        using var folder = new TempDirectory();
        await SnapshotSample.WriteAsync(folder.Path);
        folder.Write("README.md", "Read me!");
        var run = await CliRun.InvokeAsync("snapshots", "verify", folder.Path);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("changed: README.md: ", run.Out, StringComparison.Ordinal);
        Assert.Contains("README.md", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_json_lists_every_problem()
    {
        using var folder = new TempDirectory();
        await SnapshotSample.WriteAsync(folder.Path);
        File.Delete(folder.File("README.md"));
        folder.Write("extra", "x");
        var run = await CliRun.InvokeAsync("snapshots", "verify", folder.Path, "--json");
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            ["missing README.md", "unlisted extra"],
            json.RootElement.GetProperty("problems").EnumerateArray().Select(item => $"{item.GetProperty("kind").GetString()} {item.GetProperty("path").GetString()}"));
    }

    [Fact]
    public async Task Download_broken_stream_goes_on_where_it_ended()
    {
        using var folder = new TempDirectory();
        var answers = await SnapshotSample.AnswersAsync(folder.File("source"), breakAfter: 70);
        await using var coordinator = await CoordinatorDouble.StartAsync(answers);
        var run = await coordinator.RunAsync("snapshots", "download", "latest", "--out", folder.File("copy"));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(70, answers.Offsets);
        Assert.True((await SnapshotVerifier.VerifyAsync(folder.File("copy"), TestContext.Current.CancellationToken)).IsIntact);
        Assert.False(Directory.Exists(folder.File("copy.partial")));
    }

    [Fact]
    public async Task Download_earlier_attempt_is_continued()
    {
        using var folder = new TempDirectory();
        var answers = await SnapshotSample.AnswersAsync(folder.File("source"));
        var half = Encoding.UTF8.GetString(answers.Files["manifest.json"].AsSpan(0, 40));
        folder.Write("copy.partial/manifest.json", half);
        await using var coordinator = await CoordinatorDouble.StartAsync(answers);
        Assert.Equal(0, (await coordinator.RunAsync("snapshots", "download", "1.0.0", "--out", folder.File("copy"))).ExitCode);
        Assert.Contains(40, answers.Offsets);
    }

    [Fact]
    public async Task Download_damaged_file_is_refused_and_nothing_appears()
    {
        using var folder = new TempDirectory();
        var answers = await SnapshotSample.AnswersAsync(folder.File("source"));
        answers.Files["README.md"][0] ^= 1;
        await using var coordinator = await CoordinatorDouble.StartAsync(answers);
        var run = await coordinator.RunAsync("snapshots", "download", "1.0.0", "--out", folder.File("copy"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("README.md of snapshots/1.0.0 does not have its SHA-256, twice", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("copy")));
    }

    [Fact]
    public async Task Download_path_that_leads_outside_is_refused()
    {
        using var folder = new TempDirectory();
        var answers = await SnapshotSample.AnswersAsync(folder.File("source"));
        answers.Snapshot!.Files.Insert(0, new SnapshotFile { Path = "../evil", SizeBytes = 1, Sha256 = new string('0', 64) });
        await using var coordinator = await CoordinatorDouble.StartAsync(answers);
        var run = await coordinator.RunAsync("snapshots", "download", "1.0.0", "--out", folder.File("copy"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("'../evil'", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("evil")));
    }

    [Fact]
    public async Task Download_directory_with_something_else_is_left_alone()
    {
        using var folder = new TempDirectory();
        var answers = await SnapshotSample.AnswersAsync(folder.File("source"));
        folder.Write("copy/mine.txt", "mine");
        await using var coordinator = await CoordinatorDouble.StartAsync(answers);
        Assert.Equal(1, (await coordinator.RunAsync("snapshots", "download", "1.0.0", "--out", folder.File("copy"))).ExitCode);
        Assert.Equal("mine", await File.ReadAllTextAsync(folder.File("copy/mine.txt"), TestContext.Current.CancellationToken));
    }
}

/// <summary>A small snapshot on disk and as a coordinator would give it.</summary>
internal static class SnapshotSample
{
    public static async Task<string> WriteAsync(string directory)
    {
        Directory.CreateDirectory(directory);
        var readme = "Read me."u8.ToArray();
        await File.WriteAllBytesAsync(Path.Combine(directory, "README.md"), readme, TestContext.Current.CancellationToken);
        var manifest = new SnapshotManifest
        {
            Format = SnapshotLayout.Format,
            Name = "latbench",
            Version = "1.0.0",
            Tables = [],
            Files = [new SnapshotFileEntry("README.md", readme.Length, Convert.ToHexStringLower(SHA256.HashData(readme)))],
        };
        await File.WriteAllBytesAsync(Path.Combine(directory, "manifest.json"), SnapshotManifestJson.Write(manifest), TestContext.Current.CancellationToken);
        return await ChecksumList.WriteFileAsync(directory, TestContext.Current.CancellationToken);
    }

    public static async Task<CoordinatorDouble.Answers> AnswersAsync(string directory, int? breakAfter = null)
    {
        var sha256 = await WriteAsync(directory);
        var files = Directory.GetFiles(directory).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);
        return new CoordinatorDouble.Answers
        {
            Files = files,
            BreakAfter = breakAfter,
            Snapshot = new Snapshot
            {
                Name = "snapshots/1.0.0",
                Version = "1.0.0",
                Sha256 = sha256,
                Files =
                {
                    files.Select(file => new SnapshotFile { Path = file.Key, SizeBytes = file.Value.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(file.Value)) }),
                },
            },
        };
    }
}
