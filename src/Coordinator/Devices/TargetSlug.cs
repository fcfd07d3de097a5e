using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Devices;

/// <summary>The readable identity of a target, for example <c>lab-xeon/ort-1.31.1/cpu/t1</c>.</summary>
internal static class TargetSlug
{
    private const string DefaultOptimization = "all";

    /// <summary>The slug of a target of a device.</summary>
    public static string Of(string deviceId, Target target)
    {
        var optimization = OptimizationName(target.GraphOptimization);
        var suffix = optimization == DefaultOptimization ? "" : "-" + optimization;
        if (target.IoMode == IoMode.Resident)
            suffix += "-" + IoModeName(target.IoMode);
        return FormattableString.Invariant($"{deviceId}/{target.Runtime}-{target.RuntimeVersion}/{target.ExecutionProvider}/t{target.Threads}{suffix}");
    }

    /// <summary>The name of a graph optimisation level; unspecified is <c>all</c>.</summary>
    public static string OptimizationName(GraphOptimization level) => level switch
    {
        GraphOptimization.Disabled => "disabled",
        GraphOptimization.Basic => "basic",
        GraphOptimization.Extended => "extended",
        _ => DefaultOptimization,
    };

    /// <summary>The name of an I/O mode; unspecified is <c>host</c>.</summary>
    public static string IoModeName(IoMode mode) => mode == IoMode.Resident ? "resident" : "host";

    /// <summary>The I/O mode of a name.</summary>
    public static IoMode ParseIoMode(string name) => name switch
    {
        "host" => IoMode.Host,
        "resident" => IoMode.Resident,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such I/O mode."),
    };

    /// <summary>The graph optimisation level of a name.</summary>
    public static GraphOptimization ParseOptimization(string name) => name switch
    {
        "disabled" => GraphOptimization.Disabled,
        "basic" => GraphOptimization.Basic,
        "extended" => GraphOptimization.Extended,
        DefaultOptimization => GraphOptimization.All,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such graph optimisation level."),
    };
}
