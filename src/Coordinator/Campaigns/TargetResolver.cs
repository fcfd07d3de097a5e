using LatBench.Contracts.CommandLines;
using LatBench.Coordinator.Errors;
using LatBench.Models;
using LatBench.Storage.Devices;
using Campaign = LatBench.Contracts.V1.Campaign;
using Device = LatBench.Storage.Devices.Device;
using DeviceState = LatBench.Storage.Devices.DeviceState;
using Target = LatBench.Storage.Devices.Target;

namespace LatBench.Coordinator.Campaigns;

/// <summary>From what a campaign calls a target (a slug, a device, a combination of settings) to targets that a device serves now.</summary>
internal sealed class TargetResolver(IDeviceStore devices)
{
    private const string DevicePrefix = "devices/";

    /// <summary>The targets in order, none twice. Faults go to <paramref name="faults"/>.</summary>
    public async Task<IReadOnlyList<Target>> ResolveAsync(
        Campaign campaign, ICampaignModels models, CampaignFaults faults, CancellationToken cancellationToken)
    {
        var grid = campaign.TargetGrid;
        if (campaign.Targets.Count == 0 && grid is null)
            faults.Add("targets", "The campaign names no target: give the slug of a target or the name of a device; 'latbench devices list' shows them.");
        if (grid is { Devices.Count: 0 })
            faults.Add("target_grid.devices", "The grid of targets names no device: give at least one; 'latbench devices list' shows them.");

        string[] precisions = [.. models.Precisions.Select(precision => precision.Name()).Distinct()];
        var targets = new List<Target>();
        for (var i = 0; i < campaign.Targets.Count; i++)
        {
            var slug = Slug(campaign.Targets[i]);
            if (await DeviceAsync(slug.Split('/')[0], precisions, models.CustomOperators, $"targets[{i}]", faults, cancellationToken) is { } device)
                targets.AddRange(Named(device, slug, $"targets[{i}]", faults));
        }

        for (var i = 0; i < grid?.Devices.Count; i++)
        {
            if (await DeviceAsync(Slug(grid.Devices[i]), precisions, models.CustomOperators, $"target_grid.devices[{i}]", faults, cancellationToken) is { } device)
                targets.AddRange(TargetCombinations.Of(device, grid, faults));
        }

        return [.. targets.DistinctBy(target => target.Slug)];
    }

    private static string Slug(string name) => name.StartsWith(DevicePrefix, StringComparison.Ordinal) ? name[DevicePrefix.Length..] : name;

    /// <summary>A device in service that runs every precision and custom operator; null where it is not, with a fault.</summary>
    private async Task<Device?> DeviceAsync(
        string id, string[] precisions, IReadOnlyList<(string Operator, string Model)> operators, string field, CampaignFaults faults, CancellationToken cancellationToken)
    {
        var device = await devices.FindAsync(id, cancellationToken);
        if (device is null || device.State == DeviceState.Removed)
        {
            faults.Add(field, $"There is no device '{Shorten(id)}' in service: 'latbench devices list' shows those there are.{await NearestHint.OfDeviceAsync(devices, id, cancellationToken)}");
            return null;
        }

        if (device.State == DeviceState.Draining)
        {
            faults.Add(field, $"The device {device.Id} is draining and gets no new jobs: let it take work again with 'latbench devices resume {ShellWord.Quote(device.Id)}', or name another.");
            return null;
        }

        if (operators.FirstOrDefault(needed => device.Software.CustomOperators?.Contains(needed.Operator) != true) is { Operator: { } missing, Model: var model })
        {
            faults.Add(field, $"The device {device.Id} lacks the custom operator '{missing}', which {Shorten(model)} needs: start its agent with a library of it (latbench agent run --custom-operators {ShellWord.Quote("LIBRARY")}), or name another device.");
            return null;
        }

        string[] lacking = [.. precisions.Except(device.Software.Precisions)];
        if (lacking.Length == 0)
            return device;
        faults.Add(field, $"The device {device.Id} does not run {string.Join(", ", lacking)}: it runs {string.Join(", ", device.Software.Precisions)}.");
        return null;
    }

    private static IEnumerable<Target> Named(Device device, string slug, string field, CampaignFaults faults)
    {
        if (slug == device.Id)
            return device.Targets.Take(1);
        var target = device.Targets.FirstOrDefault(t => t.Slug == slug);
        if (target is not null)
            return [target];
        faults.Add(field, $"The device {device.Id} does not serve the target '{Shorten(slug)}': it serves {string.Join(", ", device.Targets.Select(t => t.Slug))}.{NearestHint.Of(slug, device.Targets.Select(t => t.Slug))}");
        return [];
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
