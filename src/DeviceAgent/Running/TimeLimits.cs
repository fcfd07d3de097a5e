using System.Diagnostics;

namespace LatBench.DeviceAgent.Running;

/// <summary>
/// The limits of time at the start of an agent, longer where the device is slow: by as much as what the agent has done so far took longer
/// than it takes on a usual machine.
/// </summary>
internal sealed class TimeLimits
{
    /// <summary>The largest factor; a limit that never ends would hide a process that hangs.</summary>
    public const double MaxFactor = 20;

    /// <summary>The time from the start of this process to its first line of code on a usual machine.</summary>
    public static readonly TimeSpan UsualStart = TimeSpan.FromMilliseconds(500);

    /// <summary>The time in which a runner is ready on a usual machine.</summary>
    public static readonly TimeSpan UsualRunnerStart = TimeSpan.FromSeconds(1);

    private double _factor = 1;

    /// <summary>Gets the factor of the limits, from 1 to <see cref="MaxFactor"/>.</summary>
    public double Factor => Volatile.Read(ref _factor);

    /// <summary>Returns limits for this process, by the time that it has needed to start.</summary>
    public static TimeLimits OfThisProcess(TimeProvider clock)
    {
        var limits = new TimeLimits();
        using var self = Process.GetCurrentProcess();
        limits.Note(clock.GetUtcNow() - self.StartTime, UsualStart);
        return limits;
    }

    /// <summary>Notes how long something took, in a process that may have been slower than any before.</summary>
    /// <param name="took">The time that it took.</param>
    /// <param name="usual">The time that it takes on a usual machine.</param>
    public void Note(TimeSpan took, TimeSpan usual)
    {
        var factor = Math.Clamp(took / usual, 1, MaxFactor);
        var known = Factor;
        while (factor > known)
        {
            var seen = Interlocked.CompareExchange(ref _factor, factor, known);
            if (seen.Equals(known)) return;
            known = seen;
        }
    }

    /// <summary>Returns a limit for this device: never below that of a usual machine.</summary>
    public TimeSpan Of(TimeSpan usual) => usual * Factor;
}
