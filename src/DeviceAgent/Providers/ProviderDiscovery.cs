using LatBench.DeviceAgent.Running;
using LatBench.Hosting;
using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent.Providers;

/// <summary>Finds out what the configured providers can do on a runtime. The operator asked for them, so one that cannot be used on the main runtime ends the agent.</summary>
internal static class ProviderDiscovery
{
    /// <summary>The providers, each with its I/O modes that ran a whole model.</summary>
    /// <param name="providers">The providers as they are configured.</param>
    /// <param name="command">The command that starts a runner on the runtime.</param>
    /// <param name="required">False to leave out a provider that the runtime cannot use.</param>
    /// <param name="cpus">The CPUs to measure on.</param>
    /// <param name="limits">The limits of time of this device.</param>
    /// <param name="clock">Bounds the trials.</param>
    /// <param name="logger">Takes what was found.</param>
    /// <param name="cancellationToken">Ends the trials.</param>
    /// <exception cref="AgentException">A provider that is required runs none; the message names it and says why.</exception>
    public static async Task<IReadOnlyList<ProviderTarget>> RunAsync(
        IReadOnlyList<ProviderSettings> providers, RunnerCommand command, bool required, IReadOnlyList<int> cpus, TimeLimits limits, TimeProvider clock, ILogger<ProviderProbe> logger, CancellationToken cancellationToken)
    {
        var probe = new ProviderProbe(command, cpus, limits, clock);
        var targets = new List<ProviderTarget>();
        foreach (var provider in providers)
        {
            ProviderReport report;
            try
            {
                report = await probe.RunAsync(provider, cancellationToken).ConfigureAwait(false);
                if (report.Host is { } failure)
                    throw new AgentException($"{failure.Message} Fix it, or take '{provider.Name}' out of the providers file.");
            }
            catch (AgentException exception) when (!required)
            {
                ProviderLog.NotOnRuntime(logger, provider.Name, exception.Message);
                continue;
            }

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

    [LoggerMessage(EventIds.ProviderNotOnRuntime, LogLevel.Warning, "Execution provider {Name} is not offered on an added runtime: {Reason}")]
    public static partial void NotOnRuntime(ILogger logger, string name, string reason);
}
