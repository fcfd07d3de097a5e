using LatBench.Storage.Sql;

namespace LatBench.Storage.Tokens;

/// <summary>Access tokens.</summary>
internal sealed class SqlTokenStore(SqlDatabase database) : ITokenStore
{
    private const int MaxAtOnce = 256;

    /// <summary>One lane: what comes while a look-up is under way makes the next one larger, and costs nothing more.</summary>
    private readonly Batches<byte[], Token?> _lookups = new(lanes: 1, MaxAtOnce, hashes => FindAsync(database, hashes));

    public Task<Token> CreateAsync(NewToken token, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var id = await InsertAsync(session, token).ConfigureAwait(false);
                var row = await session.FindAsync<TokenRow>($"{TokenRow.Select} WHERE id = @id", new { id }).ConfigureAwait(false);
                return row!.ToToken();
            },
            cancellationToken);

    /// <summary>Every call asks for its token; those that come at the same time ask together.</summary>
    public Task<Token?> FindAsync(byte[] hash, CancellationToken cancellationToken) => _lookups.RunAsync(hash, cancellationToken);

    public Task<IReadOnlyList<Token>> ListAsync(long? beforeId, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                var rows = await session.QueryAsync<TokenRow>(
                    $"{TokenRow.Select} WHERE id < @beforeId ORDER BY id DESC LIMIT @limit",
                    new { beforeId = beforeId ?? long.MaxValue, limit }).ConfigureAwait(false);
                return (IReadOnlyList<Token>)[.. rows.Select(row => row.ToToken())];
            },
            cancellationToken);

    public Task<bool> RevokeAsync(long tokenId, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session => await session.ExecuteAsync(
                "UPDATE tokens SET revoked_at = COALESCE(revoked_at, @now) WHERE id = @tokenId",
                new { tokenId, now = StoredTime.From(now) }).ConfigureAwait(false) > 0,
            cancellationToken);

    private static async Task<IReadOnlyList<Token?>> FindAsync(SqlDatabase database, IReadOnlyList<byte[]> hashes)
    {
        var rows = await database.SelectAsync<TokenRow>($"{TokenRow.Select} WHERE hash {database.In("hashes")}", new { hashes = hashes.ToArray() }, CancellationToken.None).ConfigureAwait(false);
        var found = rows.ToDictionary(row => Convert.ToHexString(row.Hash), row => row.ToToken(), StringComparer.Ordinal);
        return [.. hashes.Select(hash => found.GetValueOrDefault(Convert.ToHexString(hash)))];
    }

    public static async Task<long> InsertAsync(SqlSession session, NewToken token) =>
        await session.FindAsync<long>(
            """
            INSERT INTO tokens (hash, role, description, device_id, created_at, expires_at)
            VALUES (@Hash, @Role, @Description, @DeviceId, @CreatedAt, @ExpiresAt)
            RETURNING id
            """,
            new
            {
                token.Hash,
                Role = (int)token.Role,
                token.Description,
                token.DeviceId,
                CreatedAt = StoredTime.From(token.CreatedAt),
                ExpiresAt = StoredTime.From(token.ExpiresAt),
            }).ConfigureAwait(false);
}

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
