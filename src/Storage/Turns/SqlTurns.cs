using LatBench.Storage.Sql;

namespace LatBench.Storage.Turns;

/// <summary>Turns as the dialect has them.</summary>
internal sealed class SqlTurns(SqlDatabase database) : ITurns
{
    public Task<IAsyncDisposable?> TryTakeAsync(Turn turn, CancellationToken cancellationToken) => database.TryTakeAsync(turn, cancellationToken);
}
