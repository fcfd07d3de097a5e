namespace LatBench.Bench.Load;

/// <summary>The load that is put on a coordinator.</summary>
/// <param name="Store"><c>postgres</c> or <c>sqlite</c>.</param>
/// <param name="Agents">Devices, each with a connection and a credential of its own.</param>
/// <param name="Seconds">The time in seconds for which results are delivered.</param>
/// <param name="Jobs">Jobs in the table before it begins.</param>
/// <param name="Rate">Results a second that the agents together have to deliver.</param>
internal sealed record LoadPlan(string Store, int Agents, int Seconds, int Jobs, int Rate)
{
    /// <summary>Jobs that an agent leases at once.</summary>
    public const int Batch = 16;

    /// <summary>Results that an agent delivers side by side, as the real one does.</summary>
    public const int Group = 8;

    /// <summary>Samples of a result.</summary>
    public const int Samples = 100;

    /// <summary>Passes of every measurement: it has its verdict after them.</summary>
    public const int Passes = 5;

    /// <summary>Time from one delivery of an agent to the next.</summary>
    public TimeSpan Interval => TimeSpan.FromSeconds((double)Agents * Group / Rate);

    /// <summary>Results a second over the whole time if nothing holds the agents up: each leases first, and delivers from one interval later on.</summary>
    public double Attainable => Rate * Math.Max(0, 1 - (Interval.TotalSeconds / Seconds));

    public static string Device(int agent) => FormattableString.Invariant($"load-{agent:D4}");

    public static string Credential(int agent) => FormattableString.Invariant($"latbench_device_load-{agent:D4}");
}
