using LatBench.Measurements;
using LatBench.Models;
using LatBench.Storage.Jobs;
using LatBench.Storage.Models;
using LatBench.Storage.Signals;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Campaigns;

/// <summary>Starts a campaign: architectures, models, measurements, first jobs.</summary>
internal sealed class SqlCampaignCreation(SqlDatabase database)
{
    private static readonly IReadOnlyList<BulkColumn<Model>> GraphColumns =
    [
        BulkColumn<Model>.Text("graph_artifact", model => model.Graph?.Artifact),
        BulkColumn<Model>.Number("graph_offset", model => model.Graph?.Offset),
        BulkColumn<Model>.Number("graph_length", model => model.Graph?.Length),
    ];

    private static readonly IReadOnlyList<BulkColumn<Model>> ModelColumns =
    [
        BulkColumn<Model>.Text("sha256", model => model.Sha256),
        BulkColumn<Model>.Text("weights_sha256", model => model.WeightsSha256),
        BulkColumn<Model>.Text("weights_file_name", model => model.WeightsFileName),
        BulkColumn<Model>.Text("search_space", model => model.SearchSpace),
        BulkColumn<Model>.Text("effective_cell", model => model.CanonicalArchitecture),
        BulkColumn<Model>.Text("architecture", model => model.Architecture),
        BulkColumn<Model>.Text("dataset", model => model.Configuration.Input),
        BulkColumn<Model>.Number("batch", model => model.Configuration.Batch),
        BulkColumn<Model>.Text("model_precision", model => model.Configuration.Precision.Name()),
        BulkColumn<Model>.Text("graph_variant", model => model.Configuration.GraphVariant.Name()),
        .. GraphColumns,
    ];

    private readonly SqlPassTakeover _takeover = new(database);
    private readonly SqlPassQueueing _queueing = new(database);

    public async Task<Campaign> RunAsync(SqlSession session, NewCampaign campaign)
    {
        await CheckTargetsAsync(session, campaign.Targets).ConfigureAwait(false);
        await HoldUploadedAsync(session, campaign.Models).ConfigureAwait(false);
        if (await InsertAsync(session, campaign).ConfigureAwait(false) is not { } id)
            return (await session.FindAsync<CampaignRow>($"{CampaignRow.Select} WHERE request_id = @RequestId", new { campaign.RequestId }).ConfigureAwait(false))!.ToCampaign();
        // Sorted, so that two campaigns that add the same models at once cannot wait for each other.
        var models = campaign.Models.OrderBy(model => model.Sha256, StringComparer.Ordinal).ToArray();
        await database.InsertManyAsync(session, "models", ModelColumns, models, "ON CONFLICT (sha256) DO NOTHING").ConfigureAwait(false);
        // Models of an earlier version have no graph yet.
        await database.UpdateManyAsync(
            session,
            "models",
            "graph_artifact = $graph_artifact, graph_offset = $graph_offset, graph_length = $graph_length",
            "sha256 = $sha256 AND graph_artifact IS NULL",
            [BulkColumn<Model>.Text("sha256", model => model.Sha256), .. GraphColumns],
            [.. models.Where(model => model.Graph is not null)]).ConfigureAwait(false);
        await InsertArchitecturesAsync(session, id, campaign.Architectures).ConfigureAwait(false);
        var measurements = campaign.Models.Count * campaign.Targets.Count;
        var tally = new CampaignStoringTally(database, campaign.Storing, measurements * (1 + campaign.Protocol.MinPasses));
        campaign.Storing?.Report(new CampaignStoring(0, measurements * (1 + campaign.Protocol.MinPasses)));
        await InsertMeasurementsAsync(session, id, campaign, tally).ConfigureAwait(false);
        if (!campaign.Remeasure)
        {
            await SqlMeasurementReuse.RunAsync(session, id).ConfigureAwait(false);
            await _takeover.RunAsync(session, id, campaign.Protocol, campaign.Now).ConfigureAwait(false);
        }

        await _queueing.RunAsync(session, id, campaign.Protocol, campaign.Now, tally).ConfigureAwait(false);
        if (campaign.Profile)
            await InsertProfileJobsAsync(session, id, campaign.Protocol.Seed).ConfigureAwait(false);
        // What is taken over was reviewed where it was measured.
        if (await SqlCampaignQueries.LockFinishedAsync(database, session, id).ConfigureAwait(false) is not null)
            await SqlCampaignQueries.EndAsync(session, id, CampaignState.Succeeded, campaign.Now).ConfigureAwait(false);
        return (await SqlCampaignQueries.FindAsync(session, id).ConfigureAwait(false))!;
    }

    private async Task CheckTargetsAsync(SqlSession session, IReadOnlyList<string> targets)
    {
        var known = await session.QueryAsync<string>(
            $"SELECT slug FROM targets WHERE slug {database.In("targets")}", new { targets = targets.ToArray() }).ConfigureAwait(false);
        if (targets.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
            throw new ArgumentException($"There is no target '{unknown}'.");
    }

    /// <summary>Keeps uploaded models from being deleted until the campaign is there; one may have been deleted since the campaign was planned, and its artefacts with it.</summary>
    private async Task HoldUploadedAsync(SqlSession session, IReadOnlyList<Model> models)
    {
        string[] uploaded = [.. models.Where(model => model.SearchSpace == UploadedModel.SearchSpace).Select(model => model.Architecture).Distinct().Order(StringComparer.Ordinal)];
        if (uploaded.Length == 0)
            return;
        var held = await session.QueryAsync<string>(
            $"SELECT sha256 FROM uploaded_models WHERE sha256 {database.In("uploaded")} ORDER BY sha256 {database.ForUpdate}", new { uploaded }).ConfigureAwait(false);
        if (uploaded.Except(held, StringComparer.Ordinal).FirstOrDefault() is { } gone)
            throw new StorageException($"The uploaded model {gone} was deleted while the campaign was planned: submit the campaign again without it.", isTransient: true);
    }

    /// <summary>Null where the request was made before; a concurrent repeat waits here for the first.</summary>
    private static Task<long?> InsertAsync(SqlSession session, NewCampaign campaign) =>
        session.FindAsync<long?>(
            $"""
            INSERT INTO campaigns (request_id, display_name, request, protocol, targets, state, created_at)
            VALUES (@RequestId, @DisplayName, @Request, @Protocol, @Targets, {CampaignState.Running:D}, @CreatedAt)
            ON CONFLICT (request_id) DO NOTHING
            RETURNING id
            """,
            new
            {
                campaign.RequestId,
                campaign.DisplayName,
                campaign.Request,
                Protocol = StoredJson.Write(campaign.Protocol),
                Targets = StoredJson.Write(campaign.Targets),
                CreatedAt = StoredTime.From(campaign.Now),
            });

    private Task InsertArchitecturesAsync(SqlSession session, long campaignId, IReadOnlyList<CampaignArchitecture> architectures) =>
        database.InsertManyAsync(
            session,
            "campaign_architectures",
            [
                BulkColumn<(int Position, CampaignArchitecture Row)>.Number("campaign_id", _ => campaignId),
                BulkColumn<(int Position, CampaignArchitecture Row)>.Number("position", item => item.Position),
                BulkColumn<(int Position, CampaignArchitecture Row)>.Text("architecture", item => item.Row.Architecture),
                BulkColumn<(int Position, CampaignArchitecture Row)>.Text("model_sha256", item => item.Row.ModelSha256),
                BulkColumn<(int Position, CampaignArchitecture Row)>.Text("skip_reason", item => item.Row.SkipReason),
            ],
            [.. architectures.Index()]);

    private static Task InsertMeasurementsAsync(SqlSession session, long campaignId, NewCampaign campaign, CampaignStoringTally tally) =>
        tally.InsertAsync(
            session,
            "measurements",
            [
                BulkColumn<(string Model, string Target)>.Number("campaign_id", _ => campaignId),
                BulkColumn<(string Model, string Target)>.Text("model_sha256", item => item.Model),
                BulkColumn<(string Model, string Target)>.Text("target", item => item.Target),
            ],
            [.. from target in campaign.Targets from model in campaign.Models select (model.Sha256, target)]);

    /// <summary>One job a measurement, after the passes of its cohort.</summary>
    private async Task InsertProfileJobsAsync(SqlSession session, long campaignId, ulong seed)
    {
        var rows = await session.QueryAsync<ProfiledRow>(
            """
            SELECT m.id AS Id, m.model_sha256 AS ModelSha256, t.device_id AS DeviceId,
                   COALESCE((SELECT MAX(j.cohort) FROM jobs AS j WHERE j.measurement_id = m.id), 0) AS Cohort
            FROM measurements AS m JOIN targets AS t ON t.slug = m.target
            WHERE m.campaign_id = @campaignId
              AND NOT EXISTS (SELECT 1 FROM profiles AS p WHERE p.measurement_id = COALESCE(m.reused_from, m.id))
            ORDER BY m.id
            """,
            new { campaignId }).ConfigureAwait(false);
        await database.InsertManyAsync(
            session,
            "jobs",
            [
                BulkColumn<ProfiledRow>.Number("campaign_id", _ => campaignId),
                BulkColumn<ProfiledRow>.Number("measurement_id", row => row.Id),
                BulkColumn<ProfiledRow>.Text("device_id", row => row.DeviceId),
                BulkColumn<ProfiledRow>.Number("cohort", row => row.Cohort),
                BulkColumn<ProfiledRow>.Number("kind", _ => (long)JobKind.Profile),
                BulkColumn<ProfiledRow>.Number("pass", _ => IJobStore.ProfilePass),
                BulkColumn<ProfiledRow>.Number("order_key", row => PassOrder.Key(seed, IJobStore.ProfilePass, row.ModelSha256)),
                BulkColumn<ProfiledRow>.Number("state", _ => (long)JobState.Queued),
            ],
            rows).ConfigureAwait(false);
        foreach (var device in rows.Select(row => row.DeviceId).Distinct(StringComparer.Ordinal))
            session.Raise(Topics.Device(device));
    }

    private sealed class ProfiledRow
    {
        public long Id { get; init; }

        public required string ModelSha256 { get; init; }

        public required string DeviceId { get; init; }

        public int Cohort { get; init; }
    }
}

/// <summary>Inserts rows in groups, and tells after each how many there are.</summary>
/// <param name="database">The dialect.</param>
/// <param name="progress">Told how far it is; null for none.</param>
/// <param name="total">Rows to be inserted, at most.</param>
internal sealed class CampaignStoringTally(SqlDatabase database, IProgress<CampaignStoring>? progress, int total)
{
    private const int GroupSize = 5000;

    private int _stored;

    public async Task InsertAsync<T>(SqlSession session, string table, IReadOnlyList<BulkColumn<T>> columns, IReadOnlyList<T> rows)
    {
        foreach (var group in rows.Chunk(GroupSize))
        {
            await database.InsertManyAsync(session, table, columns, group).ConfigureAwait(false);
            progress?.Report(new CampaignStoring(_stored += group.Length, total));
        }
    }
}
