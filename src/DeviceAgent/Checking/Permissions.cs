using LatBench.DeviceAgent.Hardware;

namespace LatBench.DeviceAgent.Checking;

/// <summary>The requests to the scheduler that this account is permitted, found out by trying them.</summary>
/// <param name="CanPin">True where a thread stays on the CPUs; null where the system has no such thing.</param>
/// <param name="Priority">The nice value given where the wished one is asked for; null where the system has none.</param>
internal sealed record Permissions(bool? CanPin, int? Priority)
{
    public static Permissions Try(IReadOnlyList<int> cpus)
    {
        if (!OperatingSystem.IsLinux()) return new Permissions(null, null);
        var permissions = new Permissions(null, null);
        // On a thread of its own, which takes both with it.
        var thread = new Thread(() =>
        {
            Hardware.Priority.Raise();
            permissions = new Permissions(CpuAffinity.TrySet(cpus), Hardware.Priority.Get());
        });
        thread.Start();
        thread.Join();
        return permissions;
    }
}
