using LatBench.Storage.Sql;

namespace LatBench.Storage.Campaigns;

/// <summary>Campaigns.</summary>
internal sealed class SqlCampaignStore(SqlDatabase database) : ICampaignStore
{
    private readonly SqlCampaignCreation _creation = new(database);

    public Task<Campaign> CreateAsync(NewCampaign campaign, CancellationToken cancellationToken) =>
        database.WriteAsync(session => _creation.RunAsync(session, campaign), cancellationToken);

    public Task<Campaign?> FindByRequestAsync(string requestId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => (await session.FindAsync<CampaignRow>($"{CampaignRow.Select} WHERE request_id = @requestId", new { requestId }).ConfigureAwait(false))?.ToCampaign(),
            cancellationToken);

    public Task<Campaign?> FindAsync(long campaignId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqlCampaignQueries.FindAsync(session, campaignId), cancellationToken);

    public Task<IReadOnlyList<Campaign>> ListAsync(long? beforeId, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                var rows = await session.QueryAsync<CampaignRow>(
                    $"{CampaignRow.Select} WHERE id < @beforeId ORDER BY id DESC LIMIT @limit",
                    new { beforeId = beforeId ?? long.MaxValue, limit }).ConfigureAwait(false);
                return (IReadOnlyList<Campaign>)[.. rows.Select(row => row.ToCampaign())];
            },
            cancellationToken);

    public Task<CampaignProgress> GetProgressAsync(long campaignId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqlCampaignProgress.RunAsync(session, campaignId), cancellationToken);

    public Task<IReadOnlyList<CampaignDevice>> ListDevicesAsync(long campaignId, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqlCampaignDevices.RunAsync(database, session, campaignId, now), cancellationToken);

    public Task<IReadOnlyList<CampaignArchitecture>> ListSkippedAsync(long campaignId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                var rows = await session.QueryAsync<SkippedRow>(
                    """
                    SELECT architecture AS Architecture, skip_reason AS SkipReason FROM campaign_architectures
                    WHERE campaign_id = @campaignId AND model_sha256 IS NULL ORDER BY position
                    """,
                    new { campaignId }).ConfigureAwait(false);
                return (IReadOnlyList<CampaignArchitecture>)[.. rows.Select(row => new CampaignArchitecture(row.Architecture, null, row.SkipReason))];
            },
            cancellationToken);

    private sealed class SkippedRow
    {
        public required string Architecture { get; init; }

        public string? SkipReason { get; init; }
    }
}
