namespace LatBench.Storage.Devices;

/// <summary>Devices and their targets.</summary>
public interface IDeviceStore
{
    /// <summary>
    /// Registers a device with a one-time enrolment token, all or nothing. A repeat with the same request id and token
    /// replaces the credential and the description of the same device until it has called with its credential, at the latest an hour after the token
    /// has expired. A device that was once under an emulator is private.
    /// </summary>
    /// <exception cref="ArgumentException">A target's slug is known with another device or other settings, or the credential is another token's.</exception>
    Task<EnrolOutcome> EnrolAsync(NewDevice device, CancellationToken cancellationToken);

    /// <summary>Replaces the description and the targets of a device; measurements keep targets that it no longer has. False where there is no such device.</summary>
    /// <exception cref="ArgumentException">A slug is known with another device or other settings: a slug stands for one configuration for ever.</exception>
    Task<bool> DescribeAsync(string deviceId, Hardware hardware, Software software, IReadOnlyList<Target> targets, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>One device; null where there is none.</summary>
    Task<Device?> FindAsync(string deviceId, CancellationToken cancellationToken);

    /// <summary>Devices ordered by id, those after <paramref name="afterId"/> (null for the first page).</summary>
    Task<IReadOnlyList<Device>> ListAsync(string? afterId, int limit, CancellationToken cancellationToken);

    /// <summary>Devices in service whose agents have not called since a time although measurements wait for them, ordered by id.</summary>
    Task<IReadOnlyList<Device>> ListSilentAsync(DateTimeOffset silentSince, CancellationToken cancellationToken);

    /// <summary>Sets whether snapshots leave a device out and whether they hide its name; what is null stays as it is. Null where there is no such device.</summary>
    Task<Device?> SetPublicationAsync(string deviceId, bool? isPrivate, bool? hidesName, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that the agent of a device has called and pauses, or that it goes on where <paramref name="reason"/> is null. A pause with the reason it
    /// had before keeps its beginning. To lease or to describe the device ends a pause as well. False where there is no such device.
    /// </summary>
    Task<bool> SetPauseAsync(string deviceId, PauseReason? reason, string message, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>One target, of a present or past configuration; null where there is none.</summary>
    Task<Target?> FindTargetAsync(string slug, CancellationToken cancellationToken);
}

/// <summary>A device to be enrolled.</summary>
public sealed record NewDevice
{
    /// <summary>Requested identity.</summary>
    public required string Id { get; init; }

    /// <summary>Chosen by the caller; a repeat with the same value is the same call.</summary>
    public required string RequestId { get; init; }

    /// <summary>SHA-256 of the enrolment token.</summary>
    public required byte[] EnrolmentTokenHash { get; init; }

    /// <summary>SHA-256 of the credential the device will use.</summary>
    public required byte[] CredentialHash { get; init; }

    /// <summary>The hardware that it is made of.</summary>
    public required Hardware Hardware { get; init; }

    /// <summary>The software that runs on it.</summary>
    public required Software Software { get; init; }

    /// <summary>The targets it can serve, default first.</summary>
    public required IReadOnlyList<Target> Targets { get; init; }

    /// <summary>Gets a value indicating whether snapshots show it under a made-up name, because its own is that of the machine.</summary>
    public bool HidesName { get; init; }

    /// <summary>Now.</summary>
    public required DateTimeOffset Now { get; init; }
}

/// <summary>The outcome of an enrolment.</summary>
public enum EnrolOutcome
{
    /// <summary>The device is registered.</summary>
    Enrolled,

    /// <summary>The token is unknown, expired, revoked, used for another request, or no enrolment token.</summary>
    InvalidToken,

    /// <summary>Another device has that id.</summary>
    IdTaken,
}
