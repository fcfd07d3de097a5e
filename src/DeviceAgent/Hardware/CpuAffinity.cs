using System.Numerics;

namespace LatBench.DeviceAgent.Hardware;

/// <summary>The CPUs that the calling thread, and threads it starts from then on, may run on.</summary>
internal static class CpuAffinity
{
    private const int BitsPerWord = 64;

    /// <summary>The CPUs allowed now, ascending. Where the system cannot tell, all logical ones.</summary>
    public static IReadOnlyList<int> Get()
    {
        Span<ulong> mask = stackalloc ulong[Libc.CpuMaskWords];
        if (!OperatingSystem.IsLinux() || Libc.GetAffinity(0, mask.Length * sizeof(ulong), mask) < 0)
            return [.. Enumerable.Range(0, Environment.ProcessorCount)];

        var cpus = new List<int>();
        for (var word = 0; word < mask.Length; word++)
        {
            for (var bits = mask[word]; bits != 0; bits &= bits - 1)
                cpus.Add((word * BitsPerWord) + BitOperations.TrailingZeroCount(bits));
        }

        return cpus;
    }

    /// <summary>Pins the calling thread and reads back whether it holds; false where the system refused.</summary>
    public static bool TrySet(IReadOnlyList<int> cpus)
    {
        if (!OperatingSystem.IsLinux()) return false;
        Span<ulong> mask = stackalloc ulong[Libc.CpuMaskWords];
        mask.Clear();
        foreach (var cpu in cpus)
        {
            if (cpu < 0 || cpu >= mask.Length * BitsPerWord) return false;
            mask[cpu / BitsPerWord] |= 1UL << (cpu % BitsPerWord);
        }

        return Libc.SetAffinity(0, mask.Length * sizeof(ulong), mask) == 0 && Get().SequenceEqual(cpus.Order());
    }
}
