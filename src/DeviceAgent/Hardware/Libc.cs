using System.Runtime.InteropServices;

namespace LatBench.DeviceAgent.Hardware;

/// <summary>The calls into the C library that .NET does not offer. Linux only.</summary>
internal static partial class Libc
{
    public const int CpuMaskWords = 16;
    public const int ResourceData = 2;
    public const int UsageOfProcess = 0;
    public const int AdviceDontNeed = 4;

    [LibraryImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    public static partial int GetAffinity(int thread, nint bytes, Span<ulong> mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    public static partial int SetAffinity(int thread, nint bytes, ReadOnlySpan<ulong> mask);

    /// <summary>Fills 18 longs: two times of two longs each, then 14 counters, the last of them involuntary context switches.</summary>
    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    public static partial int GetUsage(int who, Span<long> usage);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    public static partial int GetLimit(int resource, Span<ulong> softAndHard);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    public static partial int SetLimit(int resource, ReadOnlySpan<ulong> softAndHard);

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    public static partial int SetPriority(int which, int who, int nice);

    [LibraryImport("libc", EntryPoint = "getpriority", SetLastError = true)]
    public static partial int GetPriority(int which, int who);

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    public static partial int Advise(nint address, nuint bytes, int advice);

    [LibraryImport("libc", EntryPoint = "_exit")]
    public static partial void ExitNow(int status);
}
