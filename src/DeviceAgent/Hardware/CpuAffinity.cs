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

/// <summary>The CPUs that an agent may measure on.</summary>
/// <param name="Cpus">Ascending as the system gives them, or as the operator named them.</param>
internal sealed record AllowedCpus(IReadOnlyList<int> Cpus)
{
    /// <summary>Those of the options, else all that this process may use.</summary>
    /// <exception cref="AgentException">The options name one that this process may not use.</exception>
    public static AllowedCpus Of(AgentOptions options)
    {
        var allowed = CpuAffinity.Get();
        if (options.Cpus is not { } wished) return new AllowedCpus(allowed);
        return wished.All(allowed.Contains)
            ? new AllowedCpus(wished)
            : throw new AgentException($"--cpus asks for CPU {string.Join(',', wished)}; this process may use {string.Join(',', allowed)}.");
    }
}
