using LatBench.TestKit;

namespace LatBench.Storage.Tests.Sqlite;

public sealed class SqliteBackupTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Database => _directory.PathOf("latbench.db");

    private string Copy => _directory.PathOf("copy.db");

    [Fact]
    public async Task Backup_of_a_database_in_use_holds_what_was_there_and_restores_it()
    {
        await using (var store = await OpenAsync())
        {
            await store.Tokens.CreateAsync(TestData.EnrolmentToken("before"), Token);
            Stores.BackupSqlite(Database, Copy);
            await store.Tokens.CreateAsync(TestData.EnrolmentToken("after"), Token);
        }

        var kept = Stores.RestoreSqlite(Copy, Database, TestData.Now);

        await using var restored = await OpenAsync();
        Assert.Equal("for before", Assert.Single(await restored.Tokens.ListAsync(null, 10, Token)).Description);
        await using var old = Stores.Sqlite(kept!);
        Assert.Equal(2, (await old.Tokens.ListAsync(null, 10, Token)).Count);
    }

    [Fact]
    public async Task A_copy_that_cannot_be_written_is_refused_with_its_own_path_and_what_is_in_the_way()
    {
        await using var store = await OpenAsync();
        var copy = _directory.PathOf("none/copy.db");

        var refused = Assert.Throws<StorageException>(() => Stores.BackupSqlite(Database, copy));

        Assert.Equal($"The copy '{copy}' cannot be written (the directory {_directory.PathOf("none")} does not exist): create it, or name another place.", refused.Message);
    }

    [Fact]
    public async Task A_file_that_exists_is_not_overwritten()
    {
        await using var store = await OpenAsync();
        await File.WriteAllTextAsync(Copy, "mine", Token);

        Assert.Throws<StorageException>(() => Stores.BackupSqlite(Database, Copy));

        Assert.Equal("mine", await File.ReadAllTextAsync(Copy, Token));
    }

    [Fact]
    public async Task What_is_no_database_is_not_restored()
    {
        await using (var store = await OpenAsync())
            await store.Tokens.CreateAsync(TestData.EnrolmentToken("mine"), Token);
        await File.WriteAllTextAsync(Copy, new string('x', 10_000), Token);

        Assert.Throws<StorageException>(() => Stores.RestoreSqlite(Copy, Database, TestData.Now));

        await using var still = await OpenAsync();
        Assert.Single(await still.Tokens.ListAsync(null, 10, Token));
    }

    public void Dispose() => _directory.Dispose();

    private async Task<IStore> OpenAsync()
    {
        var store = Stores.Sqlite(Database);
        await store.MigrateAsync(Token);
        return store;
    }
}
