using LatBench.Storage.Sql;

namespace LatBench.Storage.Tokens;

/// <summary>One token.</summary>
internal sealed class TokenRow
{
    /// <summary>Everything that a select for this row needs, before its WHERE.</summary>
    public const string Select = """
        SELECT id AS Id, hash AS Hash, role AS Role, description AS Description, device_id AS DeviceId, created_at AS CreatedAt,
               expires_at AS ExpiresAt, revoked_at AS RevokedAt, used_at AS UsedAt,
               used_by_request AS UsedByRequest, used_by_device AS UsedByDevice
        FROM tokens
        """;

    public long Id { get; init; }

    public required byte[] Hash { get; init; }

    public int Role { get; init; }

    public required string Description { get; init; }

    public string? DeviceId { get; init; }

    public long CreatedAt { get; init; }

    public long? ExpiresAt { get; init; }

    public long? RevokedAt { get; init; }

    public long? UsedAt { get; init; }

    public string? UsedByRequest { get; init; }

    public string? UsedByDevice { get; init; }

    public Token ToToken() => new()
    {
        Id = Id,
        Role = (Role)Role,
        Description = Description,
        DeviceId = DeviceId,
        CreatedAt = StoredTime.ToTime(CreatedAt),
        ExpiresAt = StoredTime.ToTime(ExpiresAt),
        RevokedAt = StoredTime.ToTime(RevokedAt),
        UsedAt = StoredTime.ToTime(UsedAt),
    };
}
