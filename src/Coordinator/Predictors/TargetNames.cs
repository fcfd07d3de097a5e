using LatBench.Storage;

namespace LatBench.Coordinator.Predictors;

/// <summary>From what a caller calls a target, a slug or a device, to the slug.</summary>
internal sealed class TargetNames(IStore store)
{
    private const string DevicePrefix = "devices/";

    /// <summary>The slug; of a device, that of its default target.</summary>
    /// <exception cref="Errors.RefusalException">UNKNOWN_TARGET.</exception>
    public async Task<string> ResolveAsync(string name, CancellationToken cancellationToken) =>
        await FindAsync(name, cancellationToken) ?? throw PredictorRefusals.NoTarget(name);

    private async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var id = name.StartsWith(DevicePrefix, StringComparison.Ordinal) ? name[DevicePrefix.Length..] : name;
        if (await store.Devices.FindTargetAsync(name, cancellationToken) is not null || (await store.Labels.ListTargetsAsync(name, cancellationToken)).Count > 0)
            return name;
        return await store.Devices.FindAsync(id, cancellationToken) is { Targets: [var standard, ..] } ? standard.Slug : null;
    }
}
