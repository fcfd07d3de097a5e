using LatBench.Storage.Devices;

namespace LatBench.Coordinator.Campaigns;

/// <summary>From what a campaign calls a target (a slug, or a device) to targets that a device serves now.</summary>
internal sealed class TargetResolver(IDeviceStore devices)
{
    private const string DevicePrefix = "devices/";

    /// <summary>The targets in order, none twice. Faults go to <paramref name="faults"/>.</summary>
    public async Task<IReadOnlyList<Target>> ResolveAsync(IReadOnlyList<string> names, string precision, CampaignFaults faults, CancellationToken cancellationToken)
    {
        if (names.Count == 0)
            faults.Add("targets", "The campaign names no target: give the slug of a target or the name of a device; 'latbench devices list' shows them.");

        var targets = new List<Target>(names.Count);
        for (var i = 0; i < names.Count; i++)
        {
            var (target, fault) = await ResolveAsync(names[i], precision, cancellationToken);
            if (fault is not null)
                faults.Add($"targets[{i}]", fault);
            else if (target is not null && targets.All(t => t.Slug != target.Slug))
                targets.Add(target);
        }

        return targets;
    }

    private async Task<(Target? Target, string? Fault)> ResolveAsync(string name, string precision, CancellationToken cancellationToken)
    {
        var text = name.StartsWith(DevicePrefix, StringComparison.Ordinal) ? name[DevicePrefix.Length..] : name;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var deviceId = slash < 0 ? text : text[..slash];
        var device = await devices.FindAsync(deviceId, cancellationToken);
        if (device is null || device.State == DeviceState.Removed)
            return (null, $"There is no device '{Shorten(deviceId)}' in service: 'latbench devices list' shows those there are.");
        if (!device.Software.Precisions.Contains(precision))
            return (null, $"The device {device.Id} does not run {precision}: it runs {string.Join(", ", device.Software.Precisions)}.");
        if (slash < 0)
            return (device.Targets[0], null);

        var target = device.Targets.FirstOrDefault(t => t.Slug == text);
        return target is not null
            ? (target, null)
            : (null, $"The device {device.Id} does not serve the target '{Shorten(text)}': it serves {string.Join(", ", device.Targets.Select(t => t.Slug))}.");
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
