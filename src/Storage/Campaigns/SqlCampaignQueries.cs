using System.Collections.Concurrent;
using LatBench.Measurements;
using LatBench.Storage.Signals;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Campaigns;

/// <summary>Queries about campaigns that several stores share.</summary>
internal static class SqlCampaignQueries
{
    /// <summary>The condition on a measurement that still waits for its verdict.</summary>
    public const string Pending = "verdict IS NULL AND stop_reason IS NULL";

    /// <summary>The verdicts that a snapshot may hold: all but cancelled.</summary>
    public const string PublishedVerdicts = "(1, 2, 3)";

    /// <summary>The condition on a campaign that still waits for a profile.</summary>
    private const string ProfilesOpen = "EXISTS (SELECT 1 FROM jobs WHERE campaign_id = @campaignId AND kind = 2 AND state IN (1, 2))";

    public static async Task<Campaign?> FindAsync(SqlSession session, long campaignId) =>
        (await session.FindAsync<CampaignRow>($"{CampaignRow.Select} WHERE id = @campaignId", new { campaignId }).ConfigureAwait(false))?.ToCampaign();

    /// <summary>
    /// Returns the protocol of a running campaign that has nothing pending, neither a measurement nor a profile; null for any other. The campaign is
    /// locked before it is looked at: of two transactions that finish its last two measurements at once, the second sees the first.
    /// </summary>
    public static async Task<MeasurementProtocol?> LockFinishedAsync(SqlDatabase database, SqlSession session, long campaignId)
    {
        await session.FindAsync<long>($"SELECT id FROM campaigns WHERE id = @campaignId {database.ForUpdate}", new { campaignId }).ConfigureAwait(false);
        var protocol = await session.FindAsync<string>(
            $"""
            SELECT protocol FROM campaigns WHERE id = @campaignId AND state = {CampaignState.Running:D}
              AND NOT EXISTS (SELECT 1 FROM measurements WHERE campaign_id = @campaignId AND {Pending}) AND NOT {ProfilesOpen}
            """,
            new { campaignId }).ConfigureAwait(false);
        return protocol is null ? null : StoredJson.Read<MeasurementProtocol>(protocol);
    }

    public static async Task<bool> EndAsync(SqlSession session, long campaignId, CampaignState state, DateTimeOffset now)
    {
        session.Raise(Topics.Campaign(campaignId));
        return await session.ExecuteAsync(
            $"UPDATE campaigns SET state = {state:D}, ended_at = @now WHERE id = @campaignId AND state = {CampaignState.Running:D}",
            new { campaignId, now = StoredTime.From(now) }).ConfigureAwait(false) > 0;
    }
}

/// <summary>One campaign.</summary>
internal sealed class CampaignRow
{
    /// <summary>Everything that a select for this row needs, before its WHERE.</summary>
    public const string Select = """
        SELECT id AS Id, display_name AS DisplayName, request AS Request, protocol AS Protocol, targets AS Targets,
               state AS State, created_at AS CreatedAt, ended_at AS EndedAt
        FROM campaigns
        """;

    public long Id { get; init; }

    public required string DisplayName { get; init; }

    public required string Request { get; init; }

    public required string Protocol { get; init; }

    public required string Targets { get; init; }

    public int State { get; init; }

    public long CreatedAt { get; init; }

    public long? EndedAt { get; init; }

    public Campaign ToCampaign() => new()
    {
        Id = Id,
        DisplayName = DisplayName,
        Request = Request,
        Protocol = StoredJson.Read<MeasurementProtocol>(Protocol),
        Targets = StoredJson.Read<string[]>(Targets),
        State = (CampaignState)State,
        CreatedAt = StoredTime.ToTime(CreatedAt),
        EndedAt = StoredTime.ToTime(EndedAt),
    };
}

/// <summary>The protocols of campaigns, each read once: a campaign never changes its own.</summary>
internal sealed class CampaignProtocols(SqlDatabase database)
{
    /// <summary>More are forgotten, and read once more.</summary>
    private const int MaxKnown = 10_000;

    private readonly ConcurrentDictionary<long, MeasurementProtocol> _known = new();

    /// <summary>Those of campaigns that exist.</summary>
    public async Task<IReadOnlyDictionary<long, MeasurementProtocol>> GetAsync(SqlSession session, IEnumerable<long> campaignIds)
    {
        var found = new Dictionary<long, MeasurementProtocol>();
        var missing = new List<long>();
        foreach (var id in campaignIds.Distinct())
        {
            if (_known.TryGetValue(id, out var protocol))
                found[id] = protocol;
            else
                missing.Add(id);
        }

        if (missing.Count == 0)
            return found;
        var rows = await session.QueryAsync<Row>(
            $"SELECT id AS Id, protocol AS Protocol FROM campaigns WHERE id {database.In("ids")}", new { ids = missing.ToArray() }).ConfigureAwait(false);
        if (_known.Count > MaxKnown)
            _known.Clear();
        foreach (var row in rows)
            found[row.Id] = _known[row.Id] = StoredJson.Read<MeasurementProtocol>(row.Protocol);
        return found;
    }

    private sealed class Row
    {
        public long Id { get; init; }

        public required string Protocol { get; init; }
    }
}
