using LatBench.SnapshotFormat;

namespace LatBench.Cli.Tests.Snapshots;

public sealed class PushCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Static_layout_has_a_directory_a_version_and_says_where_the_newest_is()
    {
        using var folder = new TempDirectory();
        await SnapshotSample.WriteAsync(folder.File("source"));

        var first = await PushAsync(folder, "static");
        var second = await PushAsync(folder, "static");

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Contains("already", second.Out, StringComparison.Ordinal);
        var verified = await SnapshotVerifier.VerifyAsync(folder.File("site/latbench-1.0.0"), Token);
        Assert.True(verified.IsIntact);
        Assert.Equal(
            $$"""{"version":"1.0.0","path":"latbench-1.0.0/","sha256":"{{verified.Sha256}}"}""" + "\n",
            await File.ReadAllTextAsync(folder.File("site/latest.json"), Token));
    }

    [Fact]
    public async Task Static_layout_never_changes_a_version_that_is_there()
    {
        using var folder = new TempDirectory();
        await SnapshotSample.WriteAsync(folder.File("source"));
        folder.Write("site/latbench-1.0.0/README.md", "another one");

        var run = await PushAsync(folder, "static");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("exists and is not this snapshot", run.Error, StringComparison.Ordinal);
        Assert.Equal("another one", await File.ReadAllTextAsync(folder.File("site/latbench-1.0.0/README.md"), Token));
    }

    [Fact]
    public async Task Hugging_face_layout_replaces_what_an_earlier_push_wrote_and_nothing_else()
    {
        using var folder = new TempDirectory();
        await SnapshotSample.WriteAsync(folder.File("source"));
        folder.Write("site/.git/config", "[core]");
        folder.Write("site/README.md", "made by the hub");
        folder.Write("site/mine.txt", "mine");
        Assert.Equal(0, (await PushAsync(folder, "hugging-face")).ExitCode);
        // An older push knew one more file.
        folder.Write("site/data/old/gone.parquet", "x");
        var sums = await File.ReadAllTextAsync(folder.File("site/SHA256SUMS"), Token);
        folder.Write("site/SHA256SUMS", $"{new string('0', 64)}  data/old/gone.parquet\n" + sums);

        Assert.Equal(0, (await PushAsync(folder, "hugging-face")).ExitCode);

        Assert.Equal("Read me.", await File.ReadAllTextAsync(folder.File("site/README.md"), Token));
        Assert.Equal(sums, await File.ReadAllTextAsync(folder.File("site/SHA256SUMS"), Token));
        Assert.False(Directory.Exists(folder.File("site/data")));
        Assert.True(File.Exists(folder.File("site/.git/config")) && File.Exists(folder.File("site/mine.txt")));
        Assert.Equal("*.parquet filter=lfs diff=lfs merge=lfs -text\n", await File.ReadAllTextAsync(folder.File("site/.gitattributes"), Token));
    }

    [Fact]
    public async Task Hugging_face_layout_leaves_the_data_of_others_alone()
    {
        using var folder = new TempDirectory();
        await SnapshotSample.WriteAsync(folder.File("source"));
        folder.Write("site/data/train.parquet", "theirs");

        var run = await PushAsync(folder, "hugging-face");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("which no earlier push wrote", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("site/SHA256SUMS")));
    }

    [Fact]
    public async Task Snapshot_with_a_changed_byte_is_not_pushed()
    {
        using var folder = new TempDirectory();
        await SnapshotSample.WriteAsync(folder.File("source"));
        folder.Write("source/README.md", "Read me!");

        var run = await PushAsync(folder, "static");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is not an intact snapshot", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("site")));
    }

    private static Task<CliRun> PushAsync(TempDirectory folder, string layout) =>
        CliRun.InvokeAsync("snapshots", "push", folder.File("source"), "--to", folder.File("site"), "--layout", layout);
}
