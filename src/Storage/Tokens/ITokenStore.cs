namespace LatBench.Storage.Tokens;

/// <summary>Access tokens, stored as SHA-256 hashes.</summary>
public interface ITokenStore
{
    /// <summary>Adds a token and returns it with its id.</summary>
    Task<Token> CreateAsync(NewToken token, CancellationToken cancellationToken);

    /// <summary>The token with this hash, good or not; null where there is none.</summary>
    Task<Token?> FindAsync(byte[] hash, CancellationToken cancellationToken);

    /// <summary>Tokens, newest first, those before <paramref name="beforeId"/> (null for the first page).</summary>
    Task<IReadOnlyList<Token>> ListAsync(long? beforeId, int limit, CancellationToken cancellationToken);

    /// <summary>Revokes a token; keeps the first time where it was revoked before. False where there is no such token.</summary>
    Task<bool> RevokeAsync(long tokenId, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>A token to be added.</summary>
public sealed record NewToken(byte[] Hash, Role Role, string Description, string? DeviceId, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);

/// <summary>A token without its secret.</summary>
public sealed record Token
{
    /// <summary>Identity.</summary>
    public required long Id { get; init; }

    /// <summary>The role, which decides what it allows.</summary>
    public required Role Role { get; init; }

    /// <summary>The description by its maker.</summary>
    public required string Description { get; init; }

    /// <summary>The device it belongs to; null for other roles.</summary>
    public string? DeviceId { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it stops working; null where it does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked; null while it is good.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When a one-time token was used; null before.</summary>
    public DateTimeOffset? UsedAt { get; init; }
}

/// <summary>The role of a token, which decides what its bearer may do. The numbers are stored: they never change.</summary>
public enum Role
{
    /// <summary>Everything.</summary>
    Admin = 1,

    /// <summary>Submits campaigns and makes snapshots; reads everything.</summary>
    Submitter = 2,

    /// <summary>Reads.</summary>
    Viewer = 3,

    /// <summary>Enrols one device, once.</summary>
    Enrolment = 4,

    /// <summary>Leases and reports for one device.</summary>
    Device = 5,
}
