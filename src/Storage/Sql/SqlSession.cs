using System.Data.Common;
using Dapper;

namespace LatBench.Storage.Sql;

/// <summary>
/// One open transaction, or a connection for a single select, with the topics to be notified once it is committed and the campaigns to be reviewed before.
/// </summary>
internal sealed class SqlSession(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
{
    private readonly HashSet<string> _topics = [];
    private readonly SortedSet<long> _reviewed = [];

    public DbConnection Connection => connection;

    public DbTransaction? Transaction => transaction;

    public CancellationToken CancellationToken => cancellationToken;

    public IReadOnlyCollection<string> Topics => _topics;

    /// <summary>Gets the campaigns from which the transaction may have taken the last open work.</summary>
    public IReadOnlyCollection<long> CampaignsToReview => _reviewed;

    public void Raise(string topic) => _topics.Add(topic);

    /// <summary>Notes that a campaign may have no open work any more.</summary>
    public void Review(long campaignId)
    {
        _reviewed.Add(campaignId);
        Raise(Signals.Topics.Campaign(campaignId));
    }

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null) =>
        (await connection.QueryAsync<T>(Command(sql, parameters)).ConfigureAwait(false)).AsList();

    /// <summary>Two selects, and whatever else <paramref name="sql"/> does around them, in one round trip.</summary>
    public async Task<(IReadOnlyList<T1> First, IReadOnlyList<T2> Second)> QueryAsync<T1, T2>(string sql, object? parameters = null)
    {
        var results = await connection.QueryMultipleAsync(Command(sql, parameters)).ConfigureAwait(false);
        await using var _ = results.ConfigureAwait(false);
        return ((await results.ReadAsync<T1>().ConfigureAwait(false)).AsList(), (await results.ReadAsync<T2>().ConfigureAwait(false)).AsList());
    }

    public Task<T?> FindAsync<T>(string sql, object? parameters = null) =>
        connection.QuerySingleOrDefaultAsync<T>(Command(sql, parameters));

    public Task<int> ExecuteAsync(string sql, object? parameters = null) =>
        connection.ExecuteAsync(Command(sql, parameters));

    public IAsyncEnumerable<T> StreamAsync<T>(string sql, object? parameters = null) =>
        connection.QueryUnbufferedAsync<T>(sql, parameters, transaction);

    private CommandDefinition Command(string sql, object? parameters) =>
        new(sql, parameters, transaction, cancellationToken: cancellationToken);
}
