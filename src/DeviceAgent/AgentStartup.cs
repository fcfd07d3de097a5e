using LatBench.DeviceAgent.CustomOperators;
using LatBench.DeviceAgent.Enrolment;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Providers;
using LatBench.DeviceAgent.Running;
using Microsoft.Extensions.Hosting.Systemd;

namespace LatBench.DeviceAgent;

/// <summary>The start of an agent: finds out what the device can run, and makes it known to the coordinator.</summary>
internal sealed class AgentStartup(
    AgentOptions options,
    DeviceEnrolment enrolment,
    AllowedCpus allowed,
    SystemFiles files,
    HardwareProbe hardware,
    RuntimeSet runtimes,
    RuntimeDiscovery discovery,
    CustomOperatorDiscovery operators,
    AgentIdentity identity)
{
    /// <summary>Starts runners, tries runtimes and providers, enrols, and prints the line that says that the agent is ready.</summary>
    /// <exception cref="AgentException">The agent cannot run.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var targets = new TargetCatalog(hardware.UsableCpus(), await discovery.RunAsync(runtimes, stop).ConfigureAwait(false));
        var precisions = await PrecisionProbe.RunAsync(runtimes.Main.Runners[0], allowed.Cpus, stop).ConfigureAwait(false);
        var description = new DeviceDescription(hardware.Describe(), SoftwareProbe.Describe(files, precisions, await operators.RunAsync(runtimes, stop).ConfigureAwait(false)), targets.Targets);
        // An enrolled device waits for its coordinator as part of its work; the boot of its machine does not.
        var notifier = new SystemdNotifier();
        var enrolled = enrolment.IsEnrolled();
        if (enrolled) notifier.Notify(ServiceState.Ready);
        var device = await enrolment.EnsureAsync(description, stop).ConfigureAwait(false);
        identity.Set(device, targets);
        await Console.Out.WriteLineAsync($"LatBench agent ready: device={device} server={options.Server}").ConfigureAwait(false);
        if (!enrolled) notifier.Notify(ServiceState.Ready);
    }
}

/// <summary>The device as the coordinator knows it, from the end of <see cref="AgentStartup"/> on.</summary>
internal sealed class AgentIdentity
{
    private (string Device, TargetCatalog Targets)? _known;

    /// <summary>Gets the name of the device, <c>devices/{device}</c>.</summary>
    public string Device => Known.Device;

    /// <summary>Gets the targets of the device.</summary>
    public TargetCatalog Targets => Known.Targets;

    private (string Device, TargetCatalog Targets) Known => _known ?? throw new InvalidOperationException("The device is not enrolled yet.");

    /// <summary>Notes what the enrolment gave.</summary>
    public void Set(string device, TargetCatalog targets) => _known = (device, targets);
}
