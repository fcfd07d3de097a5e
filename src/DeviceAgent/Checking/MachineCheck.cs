using LatBench.DeviceAgent.Checking.Judges;

namespace LatBench.DeviceAgent.Checking;

/// <summary>Asks every question about a machine.</summary>
internal static class MachineCheck
{
    /// <summary>The judges, in the order in which they are shown.</summary>
    public static IReadOnlyList<IMachineJudge> Judges { get; } =
    [
        new GovernorJudge(),
        new TurboJudge(),
        new SmtJudge(),
        new StealJudge(),
        new BusyJudge(),
        new TemperatureJudge(),
        new ThrottlingJudge(),
        new GpuJudge(),
        new QuotaJudge(),
        new MemoryJudge(),
        new SwapJudge(),
        new TimerJudge(),
        new AffinityJudge(),
        new PriorityJudge(),
        new PowerSupplyJudge(),
        new VirtualMachineJudge(),
        new ContainerJudge(),
    ];

    public static CheckResult Run(MachineReport machine) => new([.. Judges.Select(judge => judge.Judge(machine))]);
}

/// <summary>The result of all checks of a machine.</summary>
/// <param name="Findings">One of each judge.</param>
internal sealed record CheckResult(IReadOnlyList<Finding> Findings)
{
    public int Warnings => Findings.Count(finding => finding.Rating == Rating.Warning);

    public int Problems => Findings.Count(finding => finding.Rating == Rating.Problem);

    /// <summary>Gets a value indicating whether numbers of this machine can be used.</summary>
    public bool IsUsable => Problems == 0;
}
