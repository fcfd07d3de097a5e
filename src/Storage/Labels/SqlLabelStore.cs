using LatBench.Models;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Labels;

/// <summary>Latencies by architecture.</summary>
internal sealed class SqlLabelStore(SqlDatabase database) : ILabelStore
{
    private readonly SqlLabelImport _import = new(database);

    public Task<IReadOnlyList<LabelledTarget>> ListTargetsAsync(string? target, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqlLabelQueries.ListTargetsAsync(session, target), cancellationToken);

    public Task<IReadOnlyList<Label>> ReadAsync(string target, string searchSpace, ModelConfiguration configuration, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqlLabelQueries.ReadAsync(session, target, searchSpace, configuration), cancellationToken);

    public Task<IReadOnlyList<ProfiledLabel>> ReadProfilesAsync(string target, string searchSpace, ModelConfiguration configuration, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqlLabelQueries.ReadProfilesAsync(session, target, searchSpace, configuration), cancellationToken);

    public Task<string> GetPointsVersionAsync(string target, string searchSpace, ModelConfiguration configuration, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqlLatencyPoints.VersionAsync(session, target, searchSpace, configuration), cancellationToken);

    public Task<IReadOnlyList<LatencyPoint>> ReadPointsAsync(string target, string searchSpace, ModelConfiguration configuration, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqlLatencyPoints.ReadAsync(session, target, searchSpace, configuration), cancellationToken);

    public Task<IReadOnlyList<TargetLatency>> FindLatenciesAsync(string searchSpace, string architecture, string canonical, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqlLatencyPoints.FindAsync(session, searchSpace, architecture, canonical), cancellationToken);

    public Task<ImportResult> ImportAsync(NewImport import, CancellationToken cancellationToken) =>
        database.WriteAsync(session => _import.RunAsync(session, import), cancellationToken);
}
