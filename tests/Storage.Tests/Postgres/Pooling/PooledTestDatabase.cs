using LatBench.Storage.Tests.Contract;
using LatBench.TestKit;

namespace LatBench.Storage.Tests.Postgres.Pooling;

/// <summary>
/// A database behind PgBouncer in transaction mode with a single connection to the server: each transaction has another client's session, and one that
/// waited for a second connection while it is open would wait for ever.
/// </summary>
internal static class PooledTestDatabase
{
    private static readonly Lazy<Task<PgBouncer>> Pooler = new(StartAsync);

    public static async Task<ITestDatabase> CreateAsync() => await PostgresTestDatabase.CreateAsync(await Pooler.Value);

    private static async Task<PgBouncer> StartAsync()
    {
        var pooler = await PgBouncer.StartAsync(await PostgresServer.SharedAsync(), "default_pool_size=1", "max_client_conn=1000");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => pooler.Dispose();
        return pooler;
    }
}
