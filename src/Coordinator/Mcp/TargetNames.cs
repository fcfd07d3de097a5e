using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Mcp;

/// <summary>From what an assistant calls a target, a slug or a device, to the slug.</summary>
internal sealed class TargetNames(McpApi api)
{
    private const int PageSize = 1000;
    private const string DevicePrefix = "devices/";

    /// <summary>Reads all devices.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<Device>> ListDevicesAsync(CancellationToken cancellationToken)
    {
        var devices = new List<Device>();
        var request = new ListDevicesRequest { PageSize = PageSize };
        do
        {
            var page = await api.Devices.ListDevicesAsync(request, cancellationToken: cancellationToken);
            devices.AddRange(page.Devices);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return devices;
    }

    /// <summary>Reads what is known of the latencies of targets: a row for each search space and model configuration.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<LabelledTarget>> ListLabelledAsync(CancellationToken cancellationToken)
    {
        var targets = new List<LabelledTarget>();
        var request = new ListLabelledTargetsRequest { PageSize = PageSize };
        do
        {
            var page = await api.Measurements.ListLabelledTargetsAsync(request, cancellationToken: cancellationToken);
            targets.AddRange(page.Targets);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return targets;
    }

    /// <summary>Returns the slug; of a device, that of its default target.</summary>
    /// <param name="name">A slug, or the name of a device.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ToolException">There is no such target.</exception>
    public async Task<string> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        var devices = await ListDevicesAsync(cancellationToken);
        if (devices.Any(device => device.Targets.Any(target => target.Slug == name)))
            return name;
        var id = name.StartsWith(DevicePrefix, StringComparison.Ordinal) ? name : DevicePrefix + name;
        if (devices.FirstOrDefault(device => device.Name == id) is { Targets: [var standard, ..] })
            return standard.Slug;
        return (await ListLabelledAsync(cancellationToken)).Any(target => target.Target == name)
            ? name
            : throw new ToolException($"There is no target '{Limits.Shorten(name)}': list_targets shows those there are.");
    }
}
