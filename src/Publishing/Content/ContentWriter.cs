using LatBench.Publishing.Tables;
using LatBench.SearchSpace.NasBench201;
using LatBench.Storage.Devices;
using LatBench.Storage.Measurements;

namespace LatBench.Publishing.Content;

/// <summary>
/// Writes the <c>data</c> directory of a snapshot. Samples are streamed; what is held in memory is the architectures of the
/// selection and the figures of one target.
/// </summary>
internal sealed class ContentWriter(IPublicationSource source, PublicationSelection selection, string directory)
{
    private readonly SnapshotContent _content = new();

    /// <exception cref="SnapshotRefusedException">The selection has nothing to publish.</exception>
    public async Task<SnapshotContent> WriteAsync(CancellationToken cancellationToken)
    {
        var targets = await source.ListTargetsAsync(selection, cancellationToken);
        if (targets.Count == 0)
            throw new SnapshotRefusedException("There is nothing to publish: no measurement of the selection has a verdict yet; let a campaign finish first.");

        var architectures = await ArchitecturesByModel.ReadAsync(source, selection, cancellationToken);
        foreach (var (target, _) in targets)
            await WriteTargetAsync(target.Slug, architectures, cancellationToken);
        await WriteTableAsync(ArchitectureTable.Instance, ArchitectureTable.Instance.Path, Space.All, cancellationToken);
        await WriteTableAsync(TargetTable.Instance, TargetTable.Instance.Path, Rows(targets), cancellationToken);
        return _content;
    }

    private static IEnumerable<TargetRow> Rows(IReadOnlyList<(Target Target, Device Device)> targets) =>
        targets.Select(entry => new TargetRow(entry.Target, entry.Device)).OrderBy(row => row.Target.Slug, StringComparer.Ordinal);

    private async Task WriteTargetAsync(string target, ArchitecturesByModel architectures, CancellationToken cancellationToken)
    {
        var rows = new MeasurementRows();
        var canary = new CanaryRows();
        await using (var profiles = new ProfileFile(Path.Combine(directory, ProfileTable.Instance.PathOf(target))))
        await using (var passes = await PassFiles.CreateAsync(directory, target, cancellationToken))
        {
            await foreach (var published in source.ReadMeasurementsAsync(selection, target, cancellationToken))
            {
                rows.Add(published.Measurement, architectures);
                canary.Add(published);
                _content.Seen(published.Measurement.MeasuredAt);
                await passes.AddAsync(published, cancellationToken);
                await profiles.AddAsync(published, cancellationToken);
            }

            await passes.CompleteAsync(_content, cancellationToken);
            await profiles.CompleteAsync(_content, cancellationToken);
        }

        await WriteCanaryAsync(target, canary.Of(target), cancellationToken);
        // The default table has a file for every target, so that its readers find one even where nothing is valid.
        await WriteRowsAsync(MeasurementTables.Latency, target, rows.Valid, cancellationToken);
        if (rows.Suspect.Count > 0)
            await WriteRowsAsync(MeasurementTables.Suspect, target, rows.Suspect, cancellationToken);
        if (rows.Failed.Count > 0)
            await WriteRowsAsync(MeasurementTables.Failures, target, rows.Failed, cancellationToken);
    }

    private async Task WriteCanaryAsync(string target, IReadOnlyList<CanaryRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count > 0)
            await WriteTableAsync(CanaryTable.Instance, CanaryTable.Instance.PathOf(target), rows, cancellationToken);
    }

    private Task WriteRowsAsync(Table<MeasurementRow> table, string target, List<MeasurementRow> rows, CancellationToken cancellationToken)
    {
        rows.Sort();
        return WriteTableAsync(table, table.PathOf(target), rows, cancellationToken);
    }

    private async Task WriteTableAsync<TRow>(Table<TRow> table, string path, IEnumerable<TRow> rows, CancellationToken cancellationToken) =>
        _content.Add(table, await TableWriter<TRow>.WriteFileAsync(table, Path.Combine(directory, path), rows, cancellationToken));
}
