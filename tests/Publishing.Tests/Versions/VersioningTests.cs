using LatBench.Measurements;
using LatBench.Publishing.Tests.Fakes;
using LatBench.SearchSpaces;
using LatBench.Storage.Measurements;
using LatBench.TestKit;

namespace LatBench.Publishing.Tests.Versions;

public sealed class VersioningTests
{
    private const string OtherTarget = "board-7/ort-1.31.1/cpu/t1";

    [Fact]
    public async Task BuildAsync_architecture_added_is_minor() =>
        await AssertNextAsync("1.1.0", lab => lab.Add(Given.Measurement("|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|", 0.3)));

    [Fact]
    public async Task BuildAsync_architecture_that_shares_a_measured_model_added_is_minor() =>
        await AssertNextAsync("1.1.0", lab => lab.Source.Architectures.Add(
            new PublishedArchitecture("|nor_conv_3x3~0|+|none~0|none~1|+|nor_conv_3x3~0|none~1|none~2|", Given.Model(Given.Direct).Sha256)));

    [Fact]
    public async Task BuildAsync_target_added_is_minor() =>
        await AssertNextAsync("1.1.0", lab => lab.Add(Given.Measurement(Given.Live, 3, OtherTarget)));

    [Fact]
    public async Task BuildAsync_failure_added_is_minor() =>
        await AssertNextAsync("1.1.0", lab => lab.Add(Given.Measurement("|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|") with { Verdict = Verdict.Failed, Summary = null }));

    [Fact]
    public async Task BuildAsync_latency_changed_is_major() =>
        await AssertNextAsync("2.0.0", lab => lab.Replace(Given.Measurement(Given.Live, 0.81)));

    [Fact]
    public async Task BuildAsync_one_value_beside_the_latency_changed_is_major() =>
        await AssertNextAsync("2.0.0", lab => lab.Replace(
            Given.Measurement(Given.Live, 0.8) with { Summary = Given.Summary(0.8) with { PeakMemoryBytes = null } }));

    [Fact]
    public async Task BuildAsync_row_no_longer_valid_is_major() =>
        await AssertNextAsync("2.0.0", lab => lab.Replace(Given.Measurement(Given.Live, 0.8) with { Verdict = Verdict.Suspect }));

    [Fact]
    public async Task BuildAsync_rows_added_and_removed_is_major() =>
        await AssertNextAsync("2.0.0", lab =>
        {
            lab.Source.Measurements.RemoveAll(known => known.Measurement.Model.Sha256 == Given.Model(Given.Live).Sha256);
            lab.Add(Given.Measurement("|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|", 0.3));
        });

    [Fact]
    public async Task BuildAsync_target_removed_is_major()
    {
        using var lab = Lab.WithEveryVerdict();
        lab.Add(Given.Measurement(Given.Live, 3, OtherTarget));
        await lab.BuildAsync();

        var build = await lab.BuildAsync(selection: new PublicationSelection([], [Given.Target]));

        Assert.Equal("2.0.0", build.Snapshot.Version);
    }

    [Fact]
    public async Task BuildAsync_profile_added_is_minor() => await AssertNextAsync("1.1.0", lab => lab.Profile(Given.Direct));

    [Fact]
    public async Task BuildAsync_device_described_anew_is_patch() =>
        await AssertNextAsync("1.0.1", lab => lab.Source.Targets[0] =
            (lab.Source.Targets[0].Target, Given.Device() with { Software = Given.Device().Software with { Kernel = "6.1.1" } }));

    [Fact]
    public async Task BuildAsync_snapshot_before_is_gone_is_major_as_nothing_can_be_promised() =>
        await AssertNextAsync("2.0.0", lab =>
        {
            Directory.Delete(lab.PathOf("1.0.0"), recursive: true);
            lab.Add(Given.Measurement("|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|", 0.3));
        });

    [Fact]
    public async Task BuildAsync_many_rows_added_among_many_is_minor()
    {
        using var lab = new Lab();
        var cells = Nas201.SearchSpace.Sample(400, seed: 7);
        foreach (var cell in cells.Take(200))
            lab.Add(Given.Measurement(cell.Text, 1 + (SpaceIndex.Of(Nas201.SearchSpace)![cell] / 1000.0)));
        await lab.BuildAsync();
        foreach (var cell in cells.Skip(200))
            lab.Add(Given.Measurement(cell.Text, 1 + (SpaceIndex.Of(Nas201.SearchSpace)![cell] / 1000.0)));

        Assert.Equal("1.1.0", (await lab.BuildAsync()).Snapshot.Version);
    }

    [Fact]
    public async Task BuildAsync_versions_of_all_selections_are_one_line()
    {
        using var lab = Lab.WithEveryVerdict();
        lab.Add(Given.Measurement(Given.Live, 3, OtherTarget));
        var part = new PublicationSelection([], [Given.Target]);

        Assert.Equal("1.0.0", (await lab.BuildAsync()).Snapshot.Version);
        Assert.Equal("2.0.0", (await lab.BuildAsync(selection: part)).Snapshot.Version);
        Assert.Equal("1.0.0", (await lab.BuildAsync()).Snapshot.Version);
        Assert.Equal("2.0.0", (await lab.BuildAsync(selection: part)).Snapshot.Version);
    }

    [Fact]
    public async Task BuildAsync_wished_first_version_is_taken()
    {
        using var lab = Lab.WithEveryVerdict();

        Assert.Equal("0.3.0", (await lab.BuildAsync("0.3.0")).Snapshot.Version);
    }

    [Theory]
    [InlineData("1.1.0")]
    [InlineData("1.7.2")]
    [InlineData("3.0.0")]
    public async Task BuildAsync_wished_version_that_says_what_changed_is_taken(string wished)
    {
        using var lab = Lab.WithEveryVerdict();
        await lab.BuildAsync();
        lab.Add(Given.Measurement(Given.Live, 3, OtherTarget));

        Assert.Equal(wished, (await lab.BuildAsync(wished)).Snapshot.Version);
    }

    [Theory]
    [InlineData("1.0.0", "Version 1.0.0 exists, and a snapshot never changes; leave the version away or ask for a later one.")]
    [InlineData("0.9.0", "Version 0.9.0 is not after 1.0.0, the newest snapshot; ask for 2.0.0 or later.")]
    [InlineData("1.1.0", "Version 1.1.0 would hide that rows changed or were removed since 1.0.0; ask for 2.0.0 or later.")]
    public async Task BuildAsync_wished_version_that_cannot_be_given_is_refused(string wished, string sentence)
    {
        using var lab = Lab.WithEveryVerdict();
        await lab.BuildAsync();
        lab.Replace(Given.Measurement(Given.Live, 0.81));

        var refusal = await Assert.ThrowsAsync<SnapshotRefusedException>(() => lab.BuildAsync(wished));

        Assert.Equal(sentence, refusal.Message);
        Assert.Equal(["latbench-1.0.0"], lab.Entries);
    }

    [Fact]
    public async Task BuildAsync_wished_patch_where_rows_were_added_is_refused()
    {
        using var lab = Lab.WithEveryVerdict();
        await lab.BuildAsync();
        lab.Add(Given.Measurement(Given.Live, 3, OtherTarget));

        var refusal = await Assert.ThrowsAsync<SnapshotRefusedException>(() => lab.BuildAsync("1.0.1"));

        Assert.Equal("Version 1.0.1 would hide that rows or columns were added since 1.0.0; ask for 1.1.0 or later.", refusal.Message);
    }

    [Fact]
    public async Task BuildAsync_latency_file_from_elsewhere_in_the_snapshot_before_is_refused_in_one_sentence()
    {
        using var lab = Lab.WithEveryVerdict();
        await lab.BuildAsync();
        var file = Directory.EnumerateFiles(Path.Combine(lab.PathOf("1.0.0"), "data", "latency"), "*.parquet", SearchOption.AllDirectories).Single();
        DuckDb.Query($"COPY (SELECT 1 AS arch_str, 'x' AS latency_ms) TO '{file}' (FORMAT parquet)");
        lab.Replace(Given.Measurement(Given.Live, 0.81));
        Assert.Equal("2.0.0", (await lab.BuildAsync()).Snapshot.Version);
        await File.WriteAllTextAsync(Directory.EnumerateFiles(Path.Combine(lab.PathOf("2.0.0"), "data", "latency"), "*.parquet", SearchOption.AllDirectories).Single(), "no Parquet", TestContext.Current.CancellationToken);
        lab.Replace(Given.Measurement(Given.Live, 0.82));

        var refusal = await Assert.ThrowsAsync<SnapshotRefusedException>(() => lab.BuildAsync());

        Assert.Equal("A latency file of latbench-2.0.0 cannot be read as LatBench wrote it: check that snapshot with `latbench snapshots verify` and restore it from a copy.", refusal.Message);
        Assert.Equal(["latbench-1.0.0", "latbench-2.0.0"], lab.Entries);
    }

    private static async Task AssertNextAsync(string expected, Action<Lab> change)
    {
        using var lab = Lab.WithEveryVerdict();
        await lab.BuildAsync();
        change(lab);

        var build = await lab.BuildAsync();

        Assert.Equal((expected, true), (build.Snapshot.Version, build.Created));
    }
}
