using LatBench.Hosting;
using LatBench.Storage.Devices;
using LatBench.Storage.Snapshots;

namespace LatBench.Coordinator.Errors;

/// <summary>Adds the nearest name to the sentence that there is nothing of a name.</summary>
internal static class NearestHint
{
    /// <summary>The number of names that are looked through, the first or the newest ones.</summary>
    private const int MaxNames = 1000;

    /// <summary>Gets a question that follows a sentence, with the blank before it; empty where no name is near.</summary>
    public static string Of(string given, IEnumerable<string> names) => NearestName.Of(given, names) is { } near ? $" Did you mean '{near}'?" : "";

    /// <summary>Gets the question for the name of a device.</summary>
    public static async Task<string> OfDeviceAsync(IDeviceStore devices, string given, CancellationToken cancellationToken) =>
        Of(given, (await devices.ListAsync(null, MaxNames, cancellationToken)).Where(device => device.State != DeviceState.Removed).Select(device => device.Id));

    /// <summary>Gets the question for the name of a target of a device.</summary>
    public static async Task<string> OfTargetAsync(IDeviceStore devices, string given, CancellationToken cancellationToken) =>
        Of(given, (await devices.ListAsync(null, MaxNames, cancellationToken)).SelectMany(device => device.Targets).Select(target => target.Slug));

    /// <summary>Gets the question for the version of a snapshot.</summary>
    public static async Task<string> OfSnapshotAsync(ISnapshotStore snapshots, string given, CancellationToken cancellationToken) =>
        Of(given, (await snapshots.ListAsync(null, MaxNames, cancellationToken)).Select(snapshot => snapshot.Version));
}
