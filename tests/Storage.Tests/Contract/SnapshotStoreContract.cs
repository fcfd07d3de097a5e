using LatBench.Storage.Snapshots;

namespace LatBench.Storage.Tests.Contract;

public abstract class SnapshotStoreContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    [Fact]
    public async Task AddAsync_existing_version_changes_nothing()
    {
        Assert.True(await Store.Snapshots.AddAsync(Snapshot("0.1.0"), Token));
        Assert.False(await Store.Snapshots.AddAsync(Snapshot("0.1.0") with { Rows = 99 }, Token));

        var found = await Store.Snapshots.FindAsync("0.1.0", Token);
        Assert.Equal(Snapshot("0.1.0") with { Id = found!.Id }, found);
        Assert.True(found.Id > 0);
        Assert.Null(await Store.Snapshots.FindAsync("0.2.0", Token));
    }

    [Fact]
    public async Task ListAsync_pages_newest_first()
    {
        foreach (var version in new[] { "0.1.0", "0.2.0", "0.10.0" })
            await Store.Snapshots.AddAsync(Snapshot(version), Token);

        var first = await Store.Snapshots.ListAsync(null, 2, Token);
        var second = await Store.Snapshots.ListAsync(first[^1].Id, 2, Token);

        Assert.Equal(["0.10.0", "0.2.0"], first.Select(snapshot => snapshot.Version));
        Assert.Equal(["0.1.0"], second.Select(snapshot => snapshot.Version));
    }

    private static Snapshot Snapshot(string version) => new()
    {
        Version = version,
        DirectoryName = $"latbench-{version}",
        Selection = "{\"campaigns\":[]}",
        ContentSha256 = new string('a', 64),
        Rows = 5_000_000_000,
        Sha256 = new string('b', 64),
        SizeBytes = 6_000_000_000,
        CreatedAt = Now,
    };
}
