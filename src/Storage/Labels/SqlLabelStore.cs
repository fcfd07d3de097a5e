using LatBench.Storage.Sql;

namespace LatBench.Storage.Labels;

/// <summary>Latencies by architecture.</summary>
internal sealed class SqlLabelStore(SqlDatabase database) : ILabelStore
{
    private readonly LabelImport _import = new(database);

    public Task<IReadOnlyList<LabelledTarget>> ListTargetsAsync(string? target, CancellationToken cancellationToken) =>
        database.ReadAsync(session => LabelQueries.ListTargetsAsync(session, target), cancellationToken);

    public Task<IReadOnlyList<Label>> ReadAsync(string target, ModelForm form, CancellationToken cancellationToken) =>
        database.ReadAsync(session => LabelQueries.ReadAsync(session, target, form), cancellationToken);

    public Task<IReadOnlyList<ProfiledLabel>> ReadProfilesAsync(string target, ModelForm form, CancellationToken cancellationToken) =>
        database.ReadAsync(session => LabelQueries.ReadProfilesAsync(session, target, form), cancellationToken);

    public Task<ImportResult> ImportAsync(NewImport import, CancellationToken cancellationToken) =>
        database.WriteAsync(session => _import.RunAsync(session, import), cancellationToken);
}
