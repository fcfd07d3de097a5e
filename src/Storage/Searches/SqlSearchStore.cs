using LatBench.Storage.Signals;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Searches;

/// <summary>Searches.</summary>
internal sealed class SqlSearchStore(SqlDatabase database) : ISearchStore
{
    private readonly SqlSearchReporting _reporting = new(database);

    public Task<Search> CreateAsync(NewSearch search, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var id = await session.FindAsync<long?>(
                    $"""
                    INSERT INTO searches (request_id, display_name, request, candidates, candidate_count, state, created_at)
                    VALUES (@RequestId, @DisplayName, @Request, @Candidates, @CandidateCount, {SearchState.Running:D}, @CreatedAt)
                    ON CONFLICT (request_id) DO NOTHING
                    RETURNING id
                    """,
                    new { search.RequestId, search.DisplayName, search.Request, search.Candidates, search.CandidateCount, CreatedAt = StoredTime.From(search.Now) }).ConfigureAwait(false);
                var row = id is { } made
                    ? await session.FindAsync<SearchRow>($"{SearchRow.Select} WHERE id = @made", new { made }).ConfigureAwait(false)
                    : await session.FindAsync<SearchRow>($"{SearchRow.Select} WHERE request_id = @RequestId", new { search.RequestId }).ConfigureAwait(false);
                return row!.ToSearch();
            },
            cancellationToken);

    public Task<Search?> FindByRequestAsync(string requestId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => (await session.FindAsync<SearchRow>($"{SearchRow.Select} WHERE request_id = @requestId", new { requestId }).ConfigureAwait(false))?.ToSearch(),
            cancellationToken);

    public Task<Search?> FindAsync(long searchId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqlSearchQueries.FindAsync(session, searchId), cancellationToken);

    public Task<IReadOnlyList<Search>> ListAsync(long? beforeId, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                var rows = await session.QueryAsync<SearchRow>(
                    $"{SearchRow.Select} WHERE id < @beforeId ORDER BY id DESC LIMIT @limit", new { beforeId = beforeId ?? long.MaxValue, limit }).ConfigureAwait(false);
                return (IReadOnlyList<Search>)[.. rows.Select(row => row.ToSearch())];
            },
            cancellationToken);

    public Task<IReadOnlyList<long>> ListProvingAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.QueryAsync<long>($"SELECT id FROM searches WHERE state = {SearchState.Proving:D} ORDER BY id"), cancellationToken);

    public Task<string?> FindCandidatesAsync(long searchId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FindAsync<string>("SELECT candidates FROM searches WHERE id = @searchId", new { searchId }), cancellationToken);

    public Task<IReadOnlyList<SearchStep>> ListStepsAsync(long searchId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqlSearchQueries.StepsAsync(session, searchId), cancellationToken);

    public Task<IReadOnlyList<SearchStep>> ListStepsAsync(long searchId, string requestId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                var rows = await session.QueryAsync<SearchStepRow>(
                    $"{SearchStepRow.Select} WHERE search_id = @searchId AND request_id = @requestId ORDER BY number", new { searchId, requestId }).ConfigureAwait(false);
                return (IReadOnlyList<SearchStep>)[.. rows.Select(row => row.ToStep())];
            },
            cancellationToken);

    public Task<bool> SuggestAsync(
        long searchId, int seenSteps, int seenReports, string? requestId, IReadOnlyList<NewStep> suggestions, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                if (await SqlSearchQueries.LockAsync(database, session, searchId).ConfigureAwait(false) != SearchState.Running)
                    return false;
                var steps = await SqlSearchQueries.StepsAsync(session, searchId).ConfigureAwait(false);
                if (steps.Count != seenSteps || steps.Count(step => step.Report is not null) != seenReports)
                    return false;
                for (var i = 0; i < suggestions.Count; i++)
                {
                    await session.ExecuteAsync(
                        """
                        INSERT INTO search_steps (search_id, number, architecture, addition, request_id, suggested_at)
                        VALUES (@searchId, @number, @architecture, @addition, @requestId, @now)
                        """,
                        new { searchId, number = seenSteps + i + 1, architecture = suggestions[i].Architecture, addition = suggestions[i].Addition, requestId, now = StoredTime.From(now) }).ConfigureAwait(false);
                }

                session.Raise(Topics.Search(searchId));
                return true;
            },
            cancellationToken);

    public Task<IReadOnlyList<RefusedReport>> ReportAsync(long searchId, IReadOnlyList<NewReport> reports, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(session => _reporting.RunAsync(session, searchId, reports, now), cancellationToken);

    public Task<bool> BeginProofAsync(long searchId, IReadOnlyList<string> targets, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var state = await SqlSearchQueries.LockAsync(database, session, searchId).ConfigureAwait(false);
                if (state != SearchState.Running)
                    return state == SearchState.Proving;
                await session.ExecuteAsync(
                    $"UPDATE searches SET state = {SearchState.Proving:D}, proof_targets = @targets WHERE id = @searchId",
                    new { searchId, targets = StoredJson.Write(targets) }).ConfigureAwait(false);
                session.Raise(Topics.Search(searchId));
                return true;
            },
            cancellationToken);

    public Task AddProofAsync(long searchId, int round, long campaignId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    "INSERT INTO search_proofs (search_id, round, campaign_id) VALUES (@searchId, @round, @campaignId) ON CONFLICT (search_id, round) DO NOTHING",
                    new { searchId, round, campaignId }).ConfigureAwait(false);
                session.Raise(Topics.Search(searchId));
                return true;
            },
            cancellationToken);

    public Task<IReadOnlyList<long>> ListProofsAsync(long searchId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.QueryAsync<long>("SELECT campaign_id FROM search_proofs WHERE search_id = @searchId ORDER BY round", new { searchId }), cancellationToken);

    public Task<Search?> EndAsync(long searchId, SearchState state, string note, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    $"""
                    UPDATE searches SET state = @state, note = @note, ended_at = @now
                    WHERE id = @searchId AND state IN ({SearchState.Running:D}, {SearchState.Proving:D})
                    """,
                    new { searchId, state = (int)state, note, now = StoredTime.From(now) }).ConfigureAwait(false);
                session.Raise(Topics.Search(searchId));
                return await SqlSearchQueries.FindAsync(session, searchId).ConfigureAwait(false);
            },
            cancellationToken);
}
