using LatBench.Storage.Tests.Contract;

namespace LatBench.Storage.Tests.Postgres;

public sealed class PostgresSignalTests() : SignalContract(PostgresTestDatabase.CreateAsync)
{
    /// <summary>A store that begins to listen wakes every caller that waits, once.</summary>
    internal static Task ListenAsync(IStore store) =>
        store.Signals.WaitAsync("anything", TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    protected override Task SettleAsync() => ListenAsync(Store);
}
