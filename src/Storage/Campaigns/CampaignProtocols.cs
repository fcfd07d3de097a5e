using System.Collections.Concurrent;
using LatBench.Measurements;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Campaigns;

/// <summary>The protocols of campaigns, each read once: a campaign never changes its own.</summary>
internal sealed class CampaignProtocols(SqlDatabase database)
{
    /// <summary>More are forgotten, and read once more.</summary>
    private const int MostKnown = 10_000;

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
        if (_known.Count > MostKnown)
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
