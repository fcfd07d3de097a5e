using LatBench.Storage.Sql;

namespace LatBench.Storage.Searches;

/// <summary>Queries about searches that several writers share.</summary>
internal static class SearchQueries
{
    public static async Task<Search?> FindAsync(SqlSession session, long searchId) =>
        (await session.FindAsync<SearchRow>($"{SearchRow.Select} WHERE id = @searchId", new { searchId }).ConfigureAwait(false))?.ToSearch();

    /// <summary>Returns the state of a search, which no other transaction changes until this one ends; null where there is none.</summary>
    public static async Task<SearchState?> LockAsync(SqlDatabase database, SqlSession session, long searchId) =>
        (SearchState?)await session.FindAsync<int?>($"SELECT state FROM searches WHERE id = @searchId {database.ForUpdate}", new { searchId }).ConfigureAwait(false);

    public static async Task<IReadOnlyList<SearchStep>> StepsAsync(SqlSession session, long searchId) =>
        [.. (await session.QueryAsync<SearchStepRow>($"{SearchStepRow.Select} WHERE search_id = @searchId ORDER BY number", new { searchId }).ConfigureAwait(false)).Select(row => row.ToStep())];
}
