using LatBench.Storage.Tests.Contract;
using LatBench.TestKit;

namespace LatBench.Storage.Tests.Postgres.Pooling;

/// <summary>
/// A database behind PgBouncer in transaction mode with a single connection to the server: each transaction has another client's session, and one that
/// waited for a second connection while it is open would wait for ever.
/// </summary>
internal static class PooledTestDatabase
{
    private static readonly Lazy<Task<PgBouncer>> One = new(() => StartAsync("default_pool_size=1"));
    private static readonly Lazy<Task<PgBouncer>> Several = new(() => StartAsync());

    public static async Task<ITestDatabase> CreateAsync() => await PostgresTestDatabase.CreateAsync(await One.Value);

    /// <summary>With four connections to the server, for tests that keep a transaction open on purpose.</summary>
    public static async Task<ITestDatabase> CreateWithSeveralAsync() => await PostgresTestDatabase.CreateAsync(await Several.Value);

    private static async Task<PgBouncer> StartAsync(params string[] settings)
    {
        var pooler = await PgBouncer.StartAsync(await PostgresServer.SharedAsync(), ["max_client_conn=1000", .. settings]);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => pooler.Dispose();
        return pooler;
    }
}
