using LatBench.Measurements;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Campaigns;

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
