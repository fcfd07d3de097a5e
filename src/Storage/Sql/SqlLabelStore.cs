using LatBench.Models;
using LatBench.Storage.Labels;

namespace LatBench.Storage.Sql;

/// <summary>Latencies by architecture.</summary>
internal sealed class SqlLabelStore(SqlDatabase database) : ILabelStore
{
    private readonly LabelImport _import = new(database);

    public Task<IReadOnlyList<LabelledTarget>> ListTargetsAsync(string? target, CancellationToken cancellationToken) =>
        database.ReadAsync(session => LabelQueries.ListTargetsAsync(session, target), cancellationToken);

    public Task<IReadOnlyList<Label>> ReadAsync(string target, ModelConfiguration configuration, CancellationToken cancellationToken) =>
        database.ReadAsync(session => LabelQueries.ReadAsync(session, target, configuration), cancellationToken);

    public Task<IReadOnlyList<ProfiledLabel>> ReadProfilesAsync(string target, ModelConfiguration configuration, CancellationToken cancellationToken) =>
        database.ReadAsync(session => LabelQueries.ReadProfilesAsync(session, target, configuration), cancellationToken);

    public Task<ImportResult> ImportAsync(NewImport import, CancellationToken cancellationToken) =>
        database.WriteAsync(session => _import.RunAsync(session, import), cancellationToken);
}
