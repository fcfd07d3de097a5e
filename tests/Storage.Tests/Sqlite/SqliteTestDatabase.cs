using LatBench.Storage.Tests.Contract;
using LatBench.TestKit;

namespace LatBench.Storage.Tests.Sqlite;

internal sealed class SqliteTestDatabase : ITestDatabase
{
    private readonly TempDirectory _directory = new();

    private SqliteTestDatabase() => Store = OpenAnother();

    public IStore Store { get; }

    public static async Task<ITestDatabase> CreateAsync()
    {
        var database = new SqliteTestDatabase();
        await database.Store.MigrateAsync(TestContext.Current.CancellationToken);
        return database;
    }

    public IStore OpenAnother() => Stores.Sqlite(_directory.PathOf("latbench.db"));

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _directory.Dispose();
    }
}
