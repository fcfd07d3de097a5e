using System.Runtime.InteropServices;

namespace LatBench.DeviceAgent.Hardware;

/// <summary>The nice value of the calling thread, and of threads that it starts from then on; lower goes first.</summary>
internal static class Priority
{
    /// <summary>The nice value that a runner requests: before all ordinary processes, behind those that the system itself needs.</summary>
    public const int Wished = -10;

    private const int Process = 0;
    private const int CallingThread = 0;

    /// <summary>Asks for the wished priority. Whether it was given shows in <see cref="Get"/>.</summary>
    public static void Raise()
    {
        if (OperatingSystem.IsLinux()) _ = Libc.SetPriority(Process, CallingThread, Wished);
    }

    /// <summary>The priority that the system gives; null where it cannot tell.</summary>
    public static int? Get()
    {
        if (!OperatingSystem.IsLinux()) return null;
        var value = Libc.GetPriority(Process, CallingThread);
        // -1 is a nice value as well as the sign of an error.
        return value == -1 && Marshal.GetLastPInvokeError() != 0 ? null : value;
    }
}
