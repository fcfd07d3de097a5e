using LatBench.Publishing.Tests.Fakes;
using LatBench.SnapshotFormat;
using LatBench.Storage.Measurements;
using LatBench.TestKit;

namespace LatBench.Publishing.Tests;

public sealed class SnapshotBuilderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BuildAsync_first_snapshot_is_1_0_0_whole_and_recorded()
    {
        using var lab = Lab.WithEveryVerdict();

        var build = await lab.BuildAsync();

        Assert.True(build.Created);
        Assert.Equal("1.0.0", build.Snapshot.Version);
        Assert.Equal("latbench-1.0.0", build.Snapshot.DirectoryName);
        Assert.Equal(3, build.Snapshot.Rows);
        Assert.Equal([build.Snapshot], lab.Store.Snapshots);
        Assert.Equal(["latbench-1.0.0"], lab.Entries);
        var verification = await SnapshotVerifier.VerifyAsync(lab.PathOf("1.0.0"), Token);
        Assert.Empty(verification.Problems);
        Assert.Equal(build.Snapshot.Sha256, verification.Sha256);
        Assert.Equal(Files(lab.PathOf("1.0.0")).Sum(file => new FileInfo(file.Value).Length), build.Snapshot.SizeBytes);
    }

    [Fact]
    public async Task BuildAsync_writes_the_promised_files()
    {
        using var lab = Lab.WithEveryVerdict();
        await lab.BuildAsync();
        const string directory = "lab-xeon~ort-1.31.1~cpu~t1";

        Assert.Equal(
            [
                "CHANGELOG.md", "CITATION.cff", "DATASHEET.md", "LICENSE", "README.md", "SHA256SUMS", "croissant.json", "data/architectures.parquet", $"data/canary/{directory}/part-00000.parquet",
                $"data/conditions/{directory}/part-00000.parquet", $"data/failures/{directory}/part-00000.parquet",
                $"data/latency/{directory}/part-00000.parquet", $"data/profiles/{directory}/part-00000.parquet", $"data/samples/{directory}/part-00000.parquet",
                $"data/suspect/{directory}/part-00000.parquet", "data/targets.parquet", "manifest.json", "schema.json",
            ],
            Files(lab.PathOf("1.0.0")).Keys);
    }

    [Fact]
    public async Task BuildAsync_same_data_in_two_places_gives_the_same_bytes()
    {
        using var first = Lab.WithEveryVerdict();
        using var second = Lab.WithEveryVerdict();
        second.Source.Measurements.Reverse();
        second.Source.Architectures.Reverse();

        await first.BuildAsync();
        await second.BuildAsync();

        var left = Files(first.PathOf("1.0.0"));
        var right = Files(second.PathOf("1.0.0"));
        Assert.Equal(left.Keys, right.Keys);
        Assert.All(left.Keys, path => Assert.True(File.ReadAllBytes(left[path]).AsSpan().SequenceEqual(File.ReadAllBytes(right[path])), path));
    }

    [Fact]
    public async Task BuildAsync_manifest_holds_the_time_of_the_newest_measurement()
    {
        using var lab = Lab.WithEveryVerdict();
        lab.Replace(Given.Measurement(Given.Live, 0.8) with { MeasuredAt = Given.Start.AddDays(2) });

        await lab.BuildAsync(selection: new PublicationSelection([1], []));

        var manifest = SnapshotManifestJson.TryRead(await File.ReadAllBytesAsync(Path.Combine(lab.PathOf("1.0.0"), "manifest.json"), Token));
        Assert.Equal(Given.Start.AddDays(2), manifest!.NewestMeasuredAt);
        Assert.Equal("campaigns=1", manifest.Selection);
        Assert.Equal(["latency", "suspect", "failures", "samples", "conditions", "canary", "profiles", "architectures", "targets"], manifest.Tables.Select(table => table.Name));
        Assert.Equal([3, 1, 1, 24, 6, 6, 4, 15_625, 1], manifest.Tables.Select(table => table.Rows));
    }

    [Fact]
    public async Task BuildAsync_same_data_again_gives_the_same_snapshot()
    {
        using var lab = Lab.WithEveryVerdict();
        var first = await lab.BuildAsync();

        var second = await lab.BuildAsync();

        Assert.False(second.Created);
        Assert.Equal(first.Snapshot, second.Snapshot);
        Assert.Equal(["latbench-1.0.0"], lab.Entries);
    }

    [Fact]
    public async Task BuildAsync_same_data_of_another_selection_is_a_snapshot_of_its_own()
    {
        using var lab = Lab.WithEveryVerdict();
        await lab.BuildAsync();

        var build = await lab.BuildAsync(selection: new PublicationSelection([], [Given.Target]));

        Assert.Equal(("1.0.1", true), (build.Snapshot.Version, build.Created));
    }

    [Fact]
    public async Task BuildAsync_nothing_measured_is_refused_in_one_sentence()
    {
        using var lab = new Lab();
        lab.Add(Given.Measurement(Given.Live) with { Verdict = null });

        var refusal = await Assert.ThrowsAsync<SnapshotRefusedException>(() => lab.BuildAsync());

        Assert.Equal("There is nothing to publish: no measurement of the selection is finished; let a campaign finish, or take up a cancelled one with 'latbench campaigns resume'.", refusal.Message);
        Assert.Empty(lab.Entries);
        Assert.Empty(lab.Store.Snapshots);
    }

    [Fact]
    public async Task BuildAsync_only_failures_still_has_a_default_table()
    {
        using var lab = new Lab();
        lab.Add(Given.Measurement(Given.Live) with { Verdict = Measurements.Verdict.Failed, Summary = null });

        var build = await lab.BuildAsync();

        Assert.Equal(0, build.Snapshot.Rows);
        Assert.Equal(0L, DuckDb.Value($"SELECT count(*) FROM '{lab.PathOf("1.0.0")}/data/latency/*/*.parquet'"));
    }

    [Fact]
    public async Task BuildAsync_cancelled_half_way_leaves_nothing()
    {
        using var lab = Lab.WithEveryVerdict();
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        lab.Source.OnRead = read =>
        {
            if (read == 2)
                cancellation.Cancel();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lab.Builder.BuildAsync(new SnapshotRequest(), cancellation.Token));

        Assert.Empty(lab.Entries);
        Assert.Empty(lab.Store.Snapshots);
    }

    [Fact]
    public async Task BuildAsync_source_breaks_half_way_leaves_the_snapshots_before_as_they_were()
    {
        using var lab = Lab.WithEveryVerdict();
        await lab.BuildAsync();
        lab.Source.OnRead = read => throw new InvalidDataException("the connection was lost");

        await Assert.ThrowsAsync<InvalidDataException>(() => lab.BuildAsync());

        Assert.Equal(["latbench-1.0.0"], lab.Entries);
        Assert.True((await SnapshotVerifier.VerifyAsync(lab.PathOf("1.0.0"), Token)).IsIntact);
    }

    [Fact]
    public async Task BuildAsync_removes_what_a_killed_build_left()
    {
        using var lab = Lab.WithEveryVerdict();
        Directory.CreateDirectory(Path.Combine(lab.Snapshots, ".building", "data"));
        await File.WriteAllTextAsync(Path.Combine(lab.Snapshots, ".building", "data", "half.parquet"), "PAR1", Token);

        await lab.BuildAsync();

        Assert.Equal(["latbench-1.0.0"], lab.Entries);
        Assert.True((await SnapshotVerifier.VerifyAsync(lab.PathOf("1.0.0"), Token)).IsIntact);
    }

    [Fact]
    public async Task BuildAsync_same_snapshot_on_disk_without_record_is_adopted()
    {
        using var lab = Lab.WithEveryVerdict();
        lab.Store.Failure = new IOException("the database is gone");
        await Assert.ThrowsAsync<IOException>(() => lab.BuildAsync());
        var written = Directory.GetCreationTimeUtc(lab.PathOf("1.0.0"));
        lab.Store.Failure = null;

        var build = await lab.BuildAsync();

        Assert.Equal(("1.0.0", true), (build.Snapshot.Version, build.Created));
        Assert.Equal(["latbench-1.0.0"], lab.Entries);
        Assert.Equal(written, Directory.GetCreationTimeUtc(lab.PathOf("1.0.0")));
    }

    [Fact]
    public async Task BuildAsync_other_snapshot_on_disk_without_record_is_moved_aside()
    {
        using var lab = Lab.WithEveryVerdict();
        lab.Store.Failure = new IOException("the database is gone");
        await Assert.ThrowsAsync<IOException>(() => lab.BuildAsync());
        lab.Store.Failure = null;
        lab.Replace(Given.Measurement(Given.Live, 0.9));

        await lab.BuildAsync();

        Assert.Equal([".unrecorded-latbench-1.0.0-1", "latbench-1.0.0"], lab.Entries);
        Assert.True((await SnapshotVerifier.VerifyAsync(lab.PathOf("1.0.0"), Token)).IsIntact);
    }

    [Fact]
    public async Task BuildAsync_recorded_snapshot_whose_directory_was_lost_is_restored()
    {
        using var lab = Lab.WithEveryVerdict();
        var first = await lab.BuildAsync();
        Directory.Delete(lab.PathOf("1.0.0"), recursive: true);

        var second = await lab.BuildAsync();

        Assert.Equal(first.Snapshot, second.Snapshot);
        Assert.False(second.Created);
        Assert.Equal(first.Snapshot.Sha256, (await SnapshotVerifier.VerifyAsync(lab.PathOf("1.0.0"), Token)).Sha256);
    }

    [Fact]
    public async Task BuildAsync_while_another_process_builds_there_is_refused()
    {
        using var lab = Lab.WithEveryVerdict();
        Directory.CreateDirectory(lab.Snapshots);
        await using var other = new FileStream(Path.Combine(lab.Snapshots, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        var refusal = await Assert.ThrowsAsync<SnapshotRefusedException>(() => lab.BuildAsync());

        Assert.Contains("Another process is making a snapshot", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BuildAsync_two_calls_at_once_wait_for_each_other()
    {
        using var lab = Lab.WithEveryVerdict();

        var builds = await Task.WhenAll(lab.BuildAsync(), lab.BuildAsync(), lab.BuildAsync());

        Assert.Single(builds, build => build.Created);
        Assert.All(builds, build => Assert.Equal("1.0.0", build.Snapshot.Version));
    }

    [Fact]
    public async Task BuildAsync_directory_is_a_file_is_refused()
    {
        using var lab = Lab.WithEveryVerdict();
        await File.WriteAllTextAsync(lab.Snapshots, "not a directory", Token);

        var refusal = await Assert.ThrowsAsync<SnapshotRefusedException>(() => lab.BuildAsync());

        Assert.Contains("Snapshots cannot be written to", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("is a file", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BuildAsync_disk_that_takes_nothing_is_refused_for_that_and_not_for_another_process()
    {
        using var mounts = new MountedDirectories();

        foreach (var (directory, reason, full) in new[] { (mounts.ReadOnly, "its file system is read-only", false), (mounts.NoInodes, "its disk is full", true), (mounts.Full, "its disk is full", true) })
        {
            using var lab = Lab.WithEveryVerdict();
            Directory.CreateSymbolicLink(lab.Snapshots, directory);

            var refusal = await Assert.ThrowsAsync<SnapshotRefusedException>(() => lab.BuildAsync());

            Assert.Contains($"cannot be written to '{lab.Snapshots}' ({reason}): ", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(full, refusal.IsFull);
            Assert.Empty(lab.Store.Snapshots);
        }
    }

    private static SortedDictionary<string, string> Files(string directory) => new(
        Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(directory, path).Replace(Path.DirectorySeparatorChar, '/')),
        StringComparer.Ordinal);
}
