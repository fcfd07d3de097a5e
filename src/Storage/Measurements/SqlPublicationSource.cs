using System.Runtime.CompilerServices;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Devices;
using LatBench.Storage.Models;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Measurements;

/// <summary>The data that a snapshot is made from.</summary>
internal sealed class SqlPublicationSource(SqlDatabase database) : IPublicationSource
{
    /// <summary>Measurements read at once: what is in memory while the rest streams.</summary>
    private const int PageSize = 256;

    public Task<IReadOnlyList<(Target Target, Device Device)>> ListTargetsAsync(PublicationSelection selection, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ListTargetsAsync(session, selection), cancellationToken);

    public IAsyncEnumerable<PublishedMeasurement> ReadMeasurementsAsync(PublicationSelection selection, string target, CancellationToken cancellationToken) =>
        database.StreamAsync(session => ReadMeasurementsAsync(session, selection, target, cancellationToken), cancellationToken);

    public IAsyncEnumerable<PublishedArchitecture> ReadArchitecturesAsync(PublicationSelection selection, CancellationToken cancellationToken) =>
        database.StreamAsync(session => ReadArchitecturesAsync(session, selection), cancellationToken);

    public Task<IReadOnlyList<UploadedModel>> ListUploadedModelsAsync(IReadOnlyCollection<string> sha256s, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                var models = new List<UploadedModel>();
                foreach (var some in sha256s.Chunk(PageSize))
                    models.AddRange((await session.QueryAsync<UploadedModelRow>($"{UploadedModelRow.Select} WHERE sha256 {database.In("some")}", new { some }).ConfigureAwait(false)).Select(row => row.ToModel()));
                return (IReadOnlyList<UploadedModel>)models;
            },
            cancellationToken);

    private async Task<IReadOnlyList<(Target Target, Device Device)>> ListTargetsAsync(SqlSession session, PublicationSelection selection)
    {
        var targets = await session.QueryAsync<TargetRow>(
            $"""
            {TargetRow.Select}
            WHERE EXISTS (
                SELECT 1 FROM measurements AS m JOIN measurements AS original ON original.id = COALESCE(m.reused_from, m.id)
                WHERE m.target = targets.slug AND m.verdict IN {SqlCampaignQueries.PublishedVerdicts} {Campaigns("m", selection)} {Measured(selection)})
            {(selection.IncludesPrivate ? "" : "AND device_id NOT IN (SELECT id FROM devices WHERE is_private)")}
            {(selection.Targets.Count == 0 ? "" : $"AND slug {database.In("targets")}")}
            ORDER BY slug
            """,
            Parameters(selection)).ConfigureAwait(false);
        var deviceRows = await session.QueryAsync<DeviceRow>(
            $"{DeviceRow.Select} WHERE id {database.In("ids")}",
            new { ids = targets.Select(target => target.DeviceId).Distinct(StringComparer.Ordinal).ToArray() }).ConfigureAwait(false);
        var devices = (await SqlDeviceQueries.WithTargetsAsync(database, session, deviceRows).ConfigureAwait(false))
            .ToDictionary(device => device.Id, StringComparer.Ordinal);
        return [.. targets.Select(target => (target.ToTarget(), devices[target.DeviceId]))];
    }

    private async IAsyncEnumerable<PublishedMeasurement> ReadMeasurementsAsync(
        SqlSession session, PublicationSelection selection, string target, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (selection.Targets.Count > 0 && !selection.Targets.Contains(target, StringComparer.Ordinal))
            yield break;
        // Only the identities, in their order; the rows come page by page.
        var ids = await session.QueryAsync<long>(
            $"""
            SELECT id FROM (
                SELECT original.id, original.model_sha256,
                       ROW_NUMBER() OVER (PARTITION BY original.model_sha256 ORDER BY original.verdict, original.id DESC) AS choice
                FROM measurements AS original
                WHERE original.id IN (
                    SELECT COALESCE(m.reused_from, m.id) FROM measurements AS m
                    WHERE m.target = @target AND m.verdict IN {SqlCampaignQueries.PublishedVerdicts} {Campaigns("m", selection)}) {Measured(selection)}
            ) AS ranked
            WHERE choice = 1 ORDER BY model_sha256
            """,
            Parameters(selection, target)).ConfigureAwait(false);
        foreach (var page in ids.Chunk(PageSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var published in await ReadPageAsync(session, page).ConfigureAwait(false))
                yield return published;
        }
    }

    private async Task<IEnumerable<PublishedMeasurement>> ReadPageAsync(SqlSession session, long[] ids)
    {
        var measurements = await session.QueryAsync<MeasurementRow>(
            $"{MeasurementRow.Select} WHERE m.id {database.In("ids")} ORDER BY m.model_sha256", new { ids }).ConfigureAwait(false);
        var passes = await session.QueryAsync<PassRow>(
            $"{PassRow.Select} WHERE measurement_id {database.In("ids")} ORDER BY counted DESC, number, id", new { ids }).ConfigureAwait(false);
        var profiles = (await session.QueryAsync<ProfileRow>($"{ProfileRow.Select} WHERE measurement_id {database.In("ids")}", new { ids }).ConfigureAwait(false))
            .ToDictionary(row => row.MeasurementId);
        var byMeasurement = passes.ToLookup(pass => pass.MeasurementId);
        return measurements.Select(row => new PublishedMeasurement(
            row.ToMeasurement(), [.. byMeasurement[row.Id].Select(pass => pass.ToPass())], profiles.GetValueOrDefault(row.Id)?.ToProfile()));
    }

    private IAsyncEnumerable<PublishedArchitecture> ReadArchitecturesAsync(SqlSession session, PublicationSelection selection) =>
        session.StreamAsync<PublishedArchitecture>(
            $"""
            SELECT DISTINCT architecture AS Architecture, model_sha256 AS ModelSha256 FROM campaign_architectures AS a
            WHERE model_sha256 IS NOT NULL {Campaigns("a", selection)}
            ORDER BY architecture, model_sha256
            """,
            Parameters(selection));

    private string Campaigns(string table, PublicationSelection selection) =>
        selection.CampaignIds.Count == 0 ? "" : $"AND {table}.campaign_id {database.In("campaigns")}";

    private string Measured(PublicationSelection selection)
    {
        var verdicts = selection.Verdicts.Count == 0 ? "" : $"AND original.verdict {database.In("verdicts")}";
        var from = selection.MeasuredFrom is null ? "" : "AND original.measured_at >= @measuredFrom";
        var until = selection.MeasuredUntil is null ? "" : "AND original.measured_at < @measuredUntil";
        return $"{verdicts} {from} {until}";
    }

    private static object Parameters(PublicationSelection selection, string? target = null) => new
    {
        target,
        campaigns = selection.CampaignIds.ToArray(),
        targets = selection.Targets.ToArray(),
        verdicts = selection.Verdicts.Select(verdict => (long)verdict).ToArray(),
        measuredFrom = selection.MeasuredFrom is { } from ? StoredTime.From(from) : (long?)null,
        measuredUntil = selection.MeasuredUntil is { } until ? StoredTime.From(until) : (long?)null,
    };
}
