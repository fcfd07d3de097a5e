using System.Data.Common;
using Dapper;

namespace LatBench.Storage.Sql;

/// <summary>One open transaction, and the topics to be notified once it is committed.</summary>
internal sealed class SqlSession(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
{
    private readonly HashSet<string> _topics = [];

    public DbConnection Connection => connection;

    public DbTransaction Transaction => transaction;

    public CancellationToken CancellationToken => cancellationToken;

    public IReadOnlyCollection<string> Topics => _topics;

    public void Raise(string topic) => _topics.Add(topic);

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null) =>
        (await connection.QueryAsync<T>(Command(sql, parameters)).ConfigureAwait(false)).AsList();

    public Task<T?> FindAsync<T>(string sql, object? parameters = null) =>
        connection.QuerySingleOrDefaultAsync<T>(Command(sql, parameters));

    public Task<int> ExecuteAsync(string sql, object? parameters = null) =>
        connection.ExecuteAsync(Command(sql, parameters));

    public IAsyncEnumerable<T> StreamAsync<T>(string sql, object? parameters = null) =>
        connection.QueryUnbufferedAsync<T>(sql, parameters, transaction);

    private CommandDefinition Command(string sql, object? parameters) =>
        new(sql, parameters, transaction, cancellationToken: cancellationToken);
}
