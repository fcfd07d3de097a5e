using LatBench.Storage.Sql;
using LatBench.Storage.Tokens;

namespace LatBench.Storage.Devices;

/// <summary>Turns a one-time token into a device with a credential.</summary>
internal sealed class SqlDeviceEnrolment(SqlDatabase database)
{
    /// <summary>The time after the end of its token in which an enrolment may be repeated.</summary>
    private static readonly TimeSpan MaxRepeatDelay = TimeSpan.FromHours(1);

    public async Task<EnrolOutcome> RunAsync(SqlSession session, NewDevice device)
    {
        var token = await session.FindAsync<TokenRow>(
            $"{TokenRow.Select} WHERE hash = @hash AND role = {Role.Enrolment:D} AND revoked_at IS NULL {database.ForUpdate}",
            new { hash = device.EnrolmentTokenHash }).ConfigureAwait(false);
        if (token is null)
            return EnrolOutcome.InvalidToken;
        var outcome = token.UsedAt is null
            ? await RegisterAsync(session, device, token).ConfigureAwait(false)
            : await RepeatAsync(session, device, token).ConfigureAwait(false);
        if (outcome == EnrolOutcome.Enrolled)
        {
            await SqlDeviceDescription.ReplaceAsync(session, device.Id, device.Hardware, device.Software, device.Targets).ConfigureAwait(false);
            await ReplaceCredentialAsync(session, device).ConfigureAwait(false);
        }

        return outcome;
    }

    public static Task RevokeCredentialsAsync(SqlSession session, string deviceId, DateTimeOffset now) =>
        session.ExecuteAsync(
            $"UPDATE tokens SET revoked_at = @now WHERE device_id = @deviceId AND role = {Role.Device:D} AND revoked_at IS NULL",
            new { deviceId, now = StoredTime.From(now) });

    private static async Task<EnrolOutcome> RegisterAsync(SqlSession session, NewDevice device, TokenRow token)
    {
        var now = StoredTime.From(device.Now);
        if (token.ExpiresAt <= now)
            return EnrolOutcome.InvalidToken;
        var inserted = await session.ExecuteAsync(
            $"""
            INSERT INTO devices (id, state, hardware, software, enrolled_at, hides_name)
            VALUES (@Id, {DeviceState.Active:D}, '', '', @now, @HidesName)
            ON CONFLICT (id) DO NOTHING
            """,
            new { device.Id, now, device.HidesName }).ConfigureAwait(false);
        if (inserted == 0)
            return EnrolOutcome.IdTaken;
        await session.ExecuteAsync(
            "UPDATE tokens SET used_at = @now, used_by_request = @RequestId, used_by_device = @DeviceId WHERE id = @TokenId",
            new { now, device.RequestId, DeviceId = device.Id, TokenId = token.Id }).ConfigureAwait(false);
        return EnrolOutcome.Enrolled;
    }

    /// <summary>
    /// The answer to the first call was lost: the same call may be made again, also within an hour after the token has expired. Once the
    /// device has called with its credential the answer has arrived, and the token is worth nothing any more.
    /// </summary>
    private async Task<EnrolOutcome> RepeatAsync(SqlSession session, NewDevice device, TokenRow token)
    {
        if (token.ExpiresAt is { } end && device.Now >= StoredTime.ToTime(end) + MaxRepeatDelay)
            return EnrolOutcome.InvalidToken;
        if (!string.Equals(token.UsedByRequest, device.RequestId, StringComparison.Ordinal)
            || !string.Equals(token.UsedByDevice, device.Id, StringComparison.Ordinal))
            return EnrolOutcome.InvalidToken;
        var present = await session.FindAsync<int?>(
            $"SELECT state FROM devices WHERE id = @Id AND state <> {DeviceState.Removed:D} AND last_seen_at IS NULL {database.ForUpdate}", new { device.Id }).ConfigureAwait(false);
        return present is null ? EnrolOutcome.InvalidToken : EnrolOutcome.Enrolled;
    }

    private static async Task ReplaceCredentialAsync(SqlSession session, NewDevice device)
    {
        var known = await session.FindAsync<TokenRow>($"{TokenRow.Select} WHERE hash = @CredentialHash", new { device.CredentialHash }).ConfigureAwait(false);
        if (known is { Role: (int)Role.Device, RevokedAt: null } && known.DeviceId == device.Id)
            return;
        if (known is not null)
            throw new ArgumentException("The credential of a device must be new.");
        await RevokeCredentialsAsync(session, device.Id, device.Now).ConfigureAwait(false);
        await SqlTokenStore.InsertAsync(
            session, new NewToken(device.CredentialHash, Role.Device, $"credential of {device.Id}", device.Id, device.Now, null)).ConfigureAwait(false);
    }
}

/// <summary>Replaces what a device says of itself.</summary>
internal static class SqlDeviceDescription
{
    /// <summary>An emulator that was seen once is kept: what was measured under it stays among the data of the device.</summary>
    public static async Task ReplaceAsync(SqlSession session, string deviceId, Hardware hardware, Software software, IReadOnlyList<Target> targets)
    {
        hardware = hardware with { Emulator = hardware.Emulator ?? await FindEmulatorAsync(session, deviceId).ConfigureAwait(false) };
        await session.ExecuteAsync(
            $"UPDATE devices SET hardware = @hardware, software = @software, {SqlDevicePause.End} WHERE id = @deviceId",
            new { deviceId, hardware = StoredJson.Write(hardware), software = StoredJson.Write(software) }).ConfigureAwait(false);
        if (hardware.Emulator is not null)
            await session.ExecuteAsync("UPDATE devices SET is_private = @yes WHERE id = @deviceId", new { deviceId, yes = true }).ConfigureAwait(false);
        await session.ExecuteAsync("UPDATE targets SET position = NULL WHERE device_id = @deviceId", new { deviceId }).ConfigureAwait(false);
        for (var position = 0; position < targets.Count; position++)
            await PutTargetAsync(session, deviceId, targets[position], position).ConfigureAwait(false);
    }

    private static async Task<string?> FindEmulatorAsync(SqlSession session, string deviceId)
    {
        var known = await session.FindAsync<string>("SELECT hardware FROM devices WHERE id = @deviceId", new { deviceId }).ConfigureAwait(false);
        return string.IsNullOrEmpty(known) ? null : StoredJson.Read<Hardware>(known).Emulator;
    }

    /// <summary>A slug stands for one configuration for ever: measurements hang on it.</summary>
    private static async Task PutTargetAsync(SqlSession session, string deviceId, Target target, int position)
    {
        if (!string.Equals(target.DeviceId, deviceId, StringComparison.Ordinal))
            throw new ArgumentException($"Target '{target.Slug}' names device '{target.DeviceId}', not '{deviceId}'.");
        var changed = await session.ExecuteAsync(
            """
            INSERT INTO targets (slug, device_id, runtime, runtime_version, execution_provider, threads, graph_optimization, io_mode, position)
            VALUES (@Slug, @deviceId, @Runtime, @RuntimeVersion, @ExecutionProvider, @Threads, @GraphOptimization, @IoMode, @position)
            ON CONFLICT (slug) DO UPDATE SET position = excluded.position
            WHERE targets.device_id = excluded.device_id AND targets.runtime = excluded.runtime
              AND targets.runtime_version = excluded.runtime_version AND targets.execution_provider = excluded.execution_provider
              AND targets.threads = excluded.threads AND targets.graph_optimization = excluded.graph_optimization
              AND targets.io_mode = excluded.io_mode
            """,
            new { target.Slug, deviceId, target.Runtime, target.RuntimeVersion, target.ExecutionProvider, target.Threads, target.GraphOptimization, target.IoMode, position }).ConfigureAwait(false);
        if (changed == 0)
            throw new ArgumentException($"Target '{target.Slug}' is known with another device or other settings; give the new configuration another slug.");
    }
}
