using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Mcp;

/// <summary>From what an assistant calls a target, a slug or a device, to the slug.</summary>
internal sealed class TargetNames(McpApi api)
{
    private const int PageSize = 1000;
    private const string DevicePrefix = "devices/";

    private IReadOnlyList<Device>? _devices;

    /// <summary>Reads all devices, once for each request.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<Device>> ListDevicesAsync(CancellationToken cancellationToken)
    {
        if (_devices is not null)
            return _devices;
        var devices = new List<Device>();
        var request = new ListDevicesRequest { PageSize = PageSize };
        do
        {
            var page = await api.Devices.ListDevicesAsync(request, cancellationToken: cancellationToken);
            devices.AddRange(page.Devices);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return _devices = devices;
    }

    /// <summary>Gets what an assistant must say of the latencies of targets, by slug; targets of which there is nothing to say are missing.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyDictionary<string, string>> ReadNotesAsync(CancellationToken cancellationToken) =>
        (await ListDevicesAsync(cancellationToken))
            .SelectMany(device => device.Targets, (device, target) => (target.Slug, Note: NoteOf(device)))
            .Where(target => target.Note is not null)
            .ToDictionary(target => target.Slug, target => target.Note!, StringComparer.Ordinal);

    /// <summary>Gets what an assistant must say of the latencies of a device; null where there is nothing.</summary>
    /// <param name="device">The device.</param>
    public static string? NoteOf(Device device) => device.Hardware is { HasEmulator: true, Emulator: var emulator }
        ? $"measured under the emulator {emulator}: latencies are those of the emulator"
        : null;

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
