using LatBench.Storage.Turns;

namespace LatBench.Storage.Sql;

/// <summary>Turns as the dialect has them.</summary>
internal sealed class SqlTurns(SqlDatabase database) : ITurns
{
    public Task<IAsyncDisposable?> TryTakeAsync(Turn turn, CancellationToken cancellationToken) => database.TryTakeAsync(turn, cancellationToken);
}
