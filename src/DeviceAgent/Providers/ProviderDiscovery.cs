using LatBench.DeviceAgent.Running;
using LatBench.Hosting;
using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent.Providers;

/// <summary>Finds out what the configured providers can do here. The operator asked for them, so one that cannot be used ends the agent.</summary>
internal static class ProviderDiscovery
{
    /// <summary>The providers, each with its I/O modes that ran a whole model.</summary>
    /// <exception cref="AgentException">A provider runs none; the message names it and says why.</exception>
    public static async Task<IReadOnlyList<ProviderTarget>> RunAsync(
        IReadOnlyList<ProviderSettings> providers, RunnerCommand command, IReadOnlyList<int> cpus, TimeProvider clock, ILogger<ProviderProbe> logger, CancellationToken cancellationToken)
    {
        var probe = new ProviderProbe(command, cpus, clock);
        var targets = new List<ProviderTarget>();
        foreach (var provider in providers)
        {
            var report = await probe.RunAsync(provider, cancellationToken).ConfigureAwait(false);
            if (report.Host is { } failure)
                throw new AgentException($"{failure.Message} Fix it, or take '{provider.Name}' out of the providers file.");
            if (report.Device is { } device)
                ProviderLog.Found(logger, provider.Name, device.Provider, device.Version ?? "of no version", device.Type, device.HardwareVendor);
            if (report.Resident is { } none) ProviderLog.NotResident(logger, provider.Name, none.Message);
            targets.Add(new ProviderTarget(
                provider with { Version = report.Device?.Version },
                report.Resident is null ? [IoMode.Host, IoMode.Resident] : [IoMode.Host]));
        }

        return targets;
    }
}

/// <summary>The log messages of discovery.</summary>
internal static partial class ProviderLog
{
    [LoggerMessage(EventIds.ProviderFound, LogLevel.Information, "Execution provider {Name}: {Provider} {Version} on a {Type} of {Vendor}.")]
    public static partial void Found(ILogger logger, string name, string provider, string version, string type, string vendor);

    [LoggerMessage(EventIds.ProviderNotResident, LogLevel.Information, "Execution provider {Name} is measured host to host only: {Reason}")]
    public static partial void NotResident(ILogger logger, string name, string reason);
}
