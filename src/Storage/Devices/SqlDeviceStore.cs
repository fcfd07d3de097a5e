using LatBench.Storage.Signals;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Devices;

/// <summary>Devices and their targets.</summary>
internal sealed class SqlDeviceStore(SqlDatabase database) : IDeviceStore
{
    private readonly SqlDeviceEnrolment _enrolment = new(database);
    private readonly SqlDeviceRemoval _removal = new(database);

    public Task<EnrolOutcome> EnrolAsync(NewDevice device, CancellationToken cancellationToken) =>
        database.WriteAsync(session => _enrolment.RunAsync(session, device), cancellationToken);

    public Task<bool> DescribeAsync(string deviceId, Hardware hardware, Software software, IReadOnlyList<Target> targets, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                if (await SqlDeviceQueries.TouchAsync(session, deviceId, now).ConfigureAwait(false) is null)
                    return false;
                await SqlDeviceDescription.ReplaceAsync(session, deviceId, hardware, software, targets).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    public Task<Device?> FindAsync(string deviceId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindAsync(session, deviceId), cancellationToken);

    public Task<IReadOnlyList<Device>> ListAsync(string? afterId, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                var rows = await session.QueryAsync<DeviceRow>(
                    $"{DeviceRow.Select} WHERE id > @afterId ORDER BY id LIMIT @limit",
                    new { afterId = afterId ?? "", limit }).ConfigureAwait(false);
                return await SqlDeviceQueries.WithTargetsAsync(database, session, rows).ConfigureAwait(false);
            },
            cancellationToken);

    public Task<IReadOnlyList<Device>> ListSilentAsync(DateTimeOffset silentSince, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                var rows = await session.QueryAsync<DeviceRow>(
                    $"""
                    {DeviceRow.Select} WHERE state <> {DeviceState.Removed:D} AND {SqlDeviceRemoval.Silent} AND EXISTS (
                        SELECT 1 FROM jobs WHERE jobs.device_id = devices.id AND jobs.kind = {Jobs.JobKind.Timed:D} AND jobs.state IN ({Jobs.JobState.Queued:D}, {Jobs.JobState.Leased:D}))
                    ORDER BY id
                    """,
                    new { silentSince = StoredTime.From(silentSince) }).ConfigureAwait(false);
                return await SqlDeviceQueries.WithTargetsAsync(database, session, rows).ConfigureAwait(false);
            },
            cancellationToken);

    public Task<GivenUp> GiveUpAsync(SqlSession session, string deviceId, DateTimeOffset silentSince, string message) =>
        _removal.GiveUpAsync(session, deviceId, silentSince, message);

    public async Task<Device?> SetStateAsync(SqlSession session, string deviceId, DeviceState state, DateTimeOffset now)
    {
        var changed = await session.ExecuteAsync(
            $"UPDATE devices SET state = @state, failure_streak = 0, quarantined_at = NULL WHERE id = @deviceId AND state <> {DeviceState.Removed:D}",
            new { deviceId, state = (int)state }).ConfigureAwait(false);
        if (changed == 0)
            return null;
        if (state == DeviceState.Removed)
            await _removal.RunAsync(session, deviceId, now).ConfigureAwait(false);
        session.Raise(Topics.Device(deviceId));
        return await FindAsync(session, deviceId).ConfigureAwait(false);
    }

    public Task<Device?> SetPublicationAsync(string deviceId, bool? isPrivate, bool? hidesName, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                if (isPrivate is { } leavesOut)
                    await session.ExecuteAsync("UPDATE devices SET is_private = @leavesOut WHERE id = @deviceId", new { deviceId, leavesOut }).ConfigureAwait(false);
                if (hidesName is { } hides)
                    await session.ExecuteAsync("UPDATE devices SET hides_name = @hides WHERE id = @deviceId", new { deviceId, hides }).ConfigureAwait(false);
                return await FindAsync(session, deviceId).ConfigureAwait(false);
            },
            cancellationToken);

    public Task<bool> SetPauseAsync(string deviceId, PauseReason? reason, string message, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(session => SqlDevicePause.SetAsync(session, deviceId, reason, message, now), cancellationToken);

    public Task<Target?> FindTargetAsync(string slug, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => (await session.FindAsync<TargetRow>($"{TargetRow.Select} WHERE slug = @slug", new { slug }).ConfigureAwait(false))?.ToTarget(),
            cancellationToken);

    private async Task<Device?> FindAsync(SqlSession session, string deviceId)
    {
        var rows = await session.QueryAsync<DeviceRow>($"{DeviceRow.Select} WHERE id = @deviceId", new { deviceId }).ConfigureAwait(false);
        return (await SqlDeviceQueries.WithTargetsAsync(database, session, rows).ConfigureAwait(false)).SingleOrDefault();
    }
}

/// <summary>Keeps why the agent of a device pauses.</summary>
internal static class SqlDevicePause
{
    /// <summary>The assignments that end a pause, for statements that change the row of a device anyway.</summary>
    public const string End = "pause_reason = NULL, pause_message = NULL, paused_at = NULL";

    public static async Task<bool> SetAsync(SqlSession session, string deviceId, PauseReason? reason, string message, DateTimeOffset now)
    {
        var parameters = new { deviceId, reason = (int?)reason, message, now = StoredTime.From(now) };
        var changed = reason is null
            ? await session.ExecuteAsync($"UPDATE devices SET last_seen_at = @now, {End} WHERE id = @deviceId", parameters).ConfigureAwait(false)
            : await session.ExecuteAsync(
                """
                UPDATE devices SET last_seen_at = @now, pause_reason = @reason, pause_message = @message,
                       paused_at = CASE WHEN pause_reason = @reason THEN paused_at ELSE @now END
                WHERE id = @deviceId
                """,
                parameters).ConfigureAwait(false);
        if (changed == 0)
            return false;
        var campaigns = await session.QueryAsync<long>(
            $"SELECT id FROM campaigns WHERE state = {Campaigns.CampaignState.Running:D} AND EXISTS (SELECT 1 FROM jobs WHERE campaign_id = campaigns.id AND device_id = @deviceId AND state IN (1, 2))",
            parameters).ConfigureAwait(false);
        foreach (var campaign in campaigns)
            session.Raise(Topics.Campaign(campaign));
        return true;
    }
}
