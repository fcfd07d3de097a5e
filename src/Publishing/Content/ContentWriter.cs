using LatBench.Measurements;
using LatBench.Publishing.Figures;
using LatBench.Publishing.Packaging;
using LatBench.Publishing.Tables;
using LatBench.SearchSpaces;
using LatBench.SnapshotFormat;
using LatBench.Storage.Devices;
using LatBench.Storage.Measurements;
using LatBench.Storage.Models;

namespace LatBench.Publishing.Content;

/// <summary>
/// Writes the <c>data</c> directory of a snapshot, and <c>models</c> where it is asked for. Samples are streamed; what is held in memory is the architectures of the
/// selection and the figures of one target.
/// </summary>
internal sealed class ContentWriter(IPublicationSource source, SearchSpaceRegistry spaces, SnapshotRequest request, string directory)
{
    private readonly PublicationSelection _selection = request.Selection;
    private readonly SnapshotContent _content = new();
    private readonly PublishedArchitectures _architectures = new(keepsValid: request.Predictions is not null);

    /// <exception cref="SnapshotRefusedException">The selection has nothing to publish.</exception>
    public async Task<SnapshotContent> WriteAsync(CancellationToken cancellationToken)
    {
        var targets = await source.ListTargetsAsync(_selection, cancellationToken);
        if (targets.Count == 0)
            throw new SnapshotRefusedException("There is nothing to publish: no measurement of the selection is finished; let a campaign finish, or take up a cancelled one with 'latbench campaigns resume'.");

        _content.Names = new PublishedNames(targets);
        var architectures = await ArchitecturesByModel.ReadAsync(source, spaces, _selection, cancellationToken);
        string[] slugs = [.. targets.Select(entry => entry.Target.Slug).OrderBy(slug => _content.Names[slug], StringComparer.Ordinal)];
        foreach (var slug in slugs)
            await WriteTargetAsync(slug, architectures, cancellationToken);
        if (request.Predictions is { } predictions)
            await WritePredictionsAsync(predictions, slugs, cancellationToken);
        await WriteArchitecturesAsync(cancellationToken);
        await WriteModelsAsync(cancellationToken);
        await WriteTableAsync(TargetTable.Instance, TargetTable.Instance.Path, Rows(targets), cancellationToken);
        if (!_content.Names.Same(new PublishedNames(await source.ListTargetsAsync(_selection, cancellationToken))))
            throw new SnapshotRefusedException("A target was added, removed or renamed while the snapshot was made; make it again.");
        return _content;
    }

    private IEnumerable<TargetRow> Rows(IReadOnlyList<(Target Target, Device Device)> targets) => targets
        .Select(entry => new TargetRow(entry.Target with { Slug = _content.Names[entry.Target.Slug] }, entry.Device with { Id = PublishedNames.NameOf(entry.Device) }))
        .OrderBy(row => row.Target.Slug, StringComparer.Ordinal);

    /// <summary>A measurement as it is published: under the published name of its target, without free text unless it was asked for.</summary>
    private PublishedMeasurement Public(PublishedMeasurement published) => published with
    {
        Measurement = published.Measurement with
        {
            Target = _content.Names[published.Measurement.Target],
            FailureMessage = request.IncludesMessages ? published.Measurement.FailureMessage : null,
        },
    };

    private async Task WriteTargetAsync(string slug, ArchitecturesByModel architectures, CancellationToken cancellationToken)
    {
        var target = _content.Names[slug];
        var rows = new MeasurementRows();
        var canary = new CanaryRows();
        await using (var profiles = new ProfileFile(Path.Combine(directory, ProfileTable.Instance.PathOf(target))))
        await using (var passes = await PassFiles.CreateAsync(directory, target, cancellationToken))
        {
            await foreach (var measured in source.ReadMeasurementsAsync(_selection, slug, cancellationToken))
            {
                var published = Public(measured);
                rows.Add(published.Measurement, architectures);
                canary.Add(published);
                _content.Seen(published.Measurement.MeasuredAt);
                await passes.AddAsync(published, cancellationToken);
                await profiles.AddAsync(published, cancellationToken);
            }

            await passes.CompleteAsync(_content, cancellationToken);
            await profiles.CompleteAsync(_content, cancellationToken);
        }

        var readings = canary.Of(target);
        await WriteOptionalAsync(CanaryTable.Instance, target, readings, cancellationToken);
        var repeats = await ReadRepeatsAsync(slug, rows, cancellationToken);
        await WriteOptionalAsync(RepeatTable.Instance, target, repeats, cancellationToken);
        _architectures.Add(slug, rows);
        // The default table has a file for every target, so that its readers find one even where nothing is valid.
        await WriteRowsAsync(MeasurementTables.Latency, target, rows.Valid, cancellationToken);
        if (rows.Suspect.Count > 0)
            await WriteRowsAsync(MeasurementTables.Suspect, target, rows.Suspect, cancellationToken);
        if (rows.Failed.Count > 0)
            await WriteRowsAsync(MeasurementTables.Failures, target, rows.Failed, cancellationToken);
        _content.Figures.Add(CardFigures.Describe(TargetFigures.Of(spaces, target, rows, readings, repeats)));
    }

    /// <summary>After all targets, as a space that cannot be listed is predicted where any of them was measured.</summary>
    private async Task WritePredictionsAsync(IPredictionSource predictions, IEnumerable<string> slugs, CancellationToken cancellationToken)
    {
        var measured = _architectures.BySpace;
        foreach (var slug in slugs)
        {
            var (target, predicted) = (_content.Names[slug], await predictions.ListAsync(slug, measured, cancellationToken));
            await WriteOptionalAsync(PredictionTable.Instance, target, PredictionRow.Of(target, predicted, _architectures.ValidOf(slug), spaces), cancellationToken);
        }

        if (!_content.Has(PredictionTable.Instance))
            throw new SnapshotRefusedException("None of the published targets has a predictor: train one with 'latbench predictors train', or publish without predictions.");
    }

    private async Task WriteArchitecturesAsync(CancellationToken cancellationToken)
    {
        var measured = _architectures.BySpace;
        _content.Spaces = [.. spaces.Spaces.Where(space => measured.ContainsKey(space.Name)).Select(space => new PublishedSpace(space, ArchitectureTable.Of(space)))];
        foreach (var (space, table) in _content.Spaces)
            await WriteTableAsync(table, table.Path, ArchitectureTable.Rows(space, measured[space.Name], request.Publication.OfficialIndexes), cancellationToken);
    }

    private async Task WriteModelsAsync(CancellationToken cancellationToken)
    {
        if (!_architectures.BySpace.TryGetValue(UploadedModel.SearchSpace, out var measured))
        {
            if (request.ModelFiles is not null)
                throw new SnapshotRefusedException("None of the published measurements is of an uploaded model: publish without the files of models.");
            return;
        }

        string[] sha256s = [.. measured.Select(architecture => architecture.Text)];
        var stored = (await source.ListUploadedModelsAsync(sha256s, cancellationToken)).ToDictionary(model => model.Sha256, StringComparer.Ordinal);
        await WriteTableAsync(ModelTable.Instance, ModelTable.Instance.Path, ModelTable.Rows(sha256s, stored), cancellationToken);
        if (request.ModelFiles is { } artifacts)
            _content.ModelFiles = await new ModelFolder(artifacts, Path.Combine(directory, SnapshotLayout.ModelFolder)).WriteAsync(stored.Values, cancellationToken);
    }

    private async Task<IReadOnlyList<RepeatRow>> ReadRepeatsAsync(string slug, MeasurementRows rows, CancellationToken cancellationToken)
    {
        if (request.RepeatCampaignId is not { } campaign)
            return [];
        var known = rows.Valid.Concat(rows.Suspect).Select(row => row.Measurement).DistinctBy(measurement => measurement.Model.Sha256)
            .ToDictionary(measurement => measurement.Model.Sha256, StringComparer.Ordinal);
        var repeats = new List<RepeatRow>();
        await foreach (var again in source.ReadMeasurementsAsync(new PublicationSelection([campaign], []), slug, cancellationToken))
        {
            // One that was taken over from the first campaign repeats nothing.
            if (Public(again).Measurement is { Verdict: Verdict.Valid or Verdict.Suspect, Summary: not null } second
                && known.TryGetValue(second.Model.Sha256, out var first) && first.Id != second.Id)
                repeats.Add(new(first, second));
        }

        return repeats;
    }

    private async Task WriteOptionalAsync<TRow>(Table<TRow> table, string target, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count > 0)
            await WriteTableAsync(table, table.PathOf(target), rows, cancellationToken);
    }

    private Task WriteRowsAsync(Table<MeasurementRow> table, string target, List<MeasurementRow> rows, CancellationToken cancellationToken)
    {
        rows.Sort();
        return WriteTableAsync(table, table.PathOf(target), rows, cancellationToken);
    }

    private async Task WriteTableAsync<TRow>(Table<TRow> table, string path, IEnumerable<TRow> rows, CancellationToken cancellationToken) =>
        _content.Add(table, await TableWriter<TRow>.WriteFileAsync(table, Path.Combine(directory, path), rows, cancellationToken));
}
