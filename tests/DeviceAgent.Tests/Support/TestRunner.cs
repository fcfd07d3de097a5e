using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Running;
using Microsoft.Extensions.Logging.Abstractions;

namespace LatBench.DeviceAgent.Tests.Support;

/// <summary>Supervisors of real runner processes, or of executables that only claim to be one.</summary>
internal static class TestRunner
{
    public static RunnerSupervisor Real() => Of(RunnerCommand.Self());

    /// <summary>A real one whose models may take so much memory.</summary>
    public static RunnerSupervisor Bounded(int mebibytes) => Of(RunnerCommand.Self(mebibytes));

    /// <summary>A shell script in place of the runner.</summary>
    public static RunnerSupervisor Script(string script) => Of(new RunnerCommand("/bin/sh", ["-c", script]));

    public static RunnerSupervisor Of(RunnerCommand command) =>
        new(command, new SystemFiles(), new TimeLimits(), TimeProvider.System, NullLogger<RunnerSupervisor>.Instance);
}
