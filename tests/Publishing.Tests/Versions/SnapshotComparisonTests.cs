using LatBench.Publishing.Tests.Fakes;
using LatBench.Publishing.Versions;

namespace LatBench.Publishing.Tests.Versions;

public sealed class SnapshotComparisonTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CompareAsync_says_what_changed_for_whom()
    {
        using var lab = Lab.WithEveryVerdict();
        await lab.BuildAsync();
        lab.Replace(Given.Measurement(Given.Live, 0.88));
        lab.Replace(Given.Measurement(Given.Direct, 0.51));
        lab.Add(Given.Measurement(Given.Live, 3, "board-7/ort-1.31.1/cpu/t1"));
        await lab.BuildAsync();

        var delta = await SnapshotComparison.CompareAsync(lab.PathOf("1.0.0"), lab.PathOf("2.0.0"), Token);
        var back = await SnapshotComparison.CompareAsync(lab.PathOf("2.0.0"), lab.PathOf("1.0.0"), Token);

        Assert.Equal(SnapshotChange.Changed, delta.Change);
        Assert.Equal(
            [("board-7/ort-1.31.1/cpu/t1", 1L, 0L, 0L), (Given.Target, 0L, 3L, 0L)],
            delta.Targets.Select(target => (target.Target, target.Rows.Added, target.Rows.Changed, target.Rows.Removed)));
        Assert.Equal(
            [(Given.Live, 0.8, 0.88), (Given.Direct, 0.5, 0.51), (Given.DirectWithDeadEdges, 0.5, 0.51)],
            delta.Targets[1].Rows.Largest.Select(change => (change.Architecture, change.Before, change.After)));
        Assert.Equal(["samples", "conditions", "canary", "targets"], delta.Tables);
        Assert.Equal(1, back.Targets[0].Rows.Removed);
    }

    [Fact]
    public async Task CompareAsync_snapshot_with_itself_changes_nothing()
    {
        using var lab = Lab.WithEveryVerdict();
        await lab.BuildAsync();

        var delta = await SnapshotComparison.CompareAsync(lab.PathOf("1.0.0"), lab.PathOf("1.0.0"), Token);

        Assert.Equal((SnapshotChange.Packaging, 0), (delta.Change, delta.Tables.Count));
    }

    [Fact]
    public async Task CompareAsync_directory_that_is_gone_is_refused_in_one_sentence()
    {
        using var lab = Lab.WithEveryVerdict();
        await lab.BuildAsync();

        var refusal = await Assert.ThrowsAsync<SnapshotRefusedException>(() => SnapshotComparison.CompareAsync(lab.PathOf("0.9.0"), lab.PathOf("1.0.0"), Token));

        Assert.StartsWith("latbench-0.9.0 has no readable manifest", refusal.Message, StringComparison.Ordinal);
    }
}
