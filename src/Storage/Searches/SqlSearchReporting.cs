using LatBench.Storage.Signals;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Searches;

/// <summary>Takes reports, all of a call or none. The search is locked first: of two reporters that race, the second sees what the first has said.</summary>
internal sealed class SqlSearchReporting(SqlDatabase database)
{
    private const int Accuracy = 1;

    private const int Failure = 2;

    public async Task<IReadOnlyList<RefusedReport>> RunAsync(SqlSession session, long searchId, IReadOnlyList<NewReport> reports, DateTimeOffset now)
    {
        await SqlSearchQueries.LockAsync(database, session, searchId).ConfigureAwait(false);
        var steps = (await SqlSearchQueries.StepsAsync(session, searchId).ConfigureAwait(false)).ToDictionary(step => step.Architecture);
        var (refused, fresh) = (new List<RefusedReport>(), new Dictionary<string, NewReport>());
        for (var place = 0; place < reports.Count; place++)
        {
            var report = reports[place];
            if (!steps.TryGetValue(report.Architecture, out var step))
                refused.Add(new RefusedReport(place, ReportFault.NotSuggested, null));
            else if (step.Report is { } before && before.Accuracy != report.Accuracy)
                refused.Add(new RefusedReport(place, ReportFault.Contradicts, before));
            else if (step.Report is null && !fresh.TryAdd(report.Architecture, report) && fresh[report.Architecture] != report)
                refused.Add(new RefusedReport(place, ReportFault.Contradicts, null));
        }

        if (refused.Count > 0 || fresh.Count == 0)
            return refused;
        var number = steps.Values.Count(step => step.Report is not null);
        foreach (var report in fresh.Values)
        {
            await session.ExecuteAsync(
                """
                UPDATE search_steps SET outcome = @outcome, accuracy = @accuracy, report_number = @number, reported_at = @now
                WHERE search_id = @searchId AND architecture = @architecture
                """,
                new
                {
                    searchId,
                    architecture = report.Architecture,
                    outcome = report.Accuracy is null ? Failure : Accuracy,
                    accuracy = report.Accuracy,
                    number = ++number,
                    now = StoredTime.From(now),
                }).ConfigureAwait(false);
        }

        session.Raise(Topics.Search(searchId));
        return refused;
    }
}
