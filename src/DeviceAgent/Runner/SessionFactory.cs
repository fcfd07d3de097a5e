using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.DeviceAgent.Runner;

/// <summary>Session options with the settings of a plan.</summary>
internal static class SessionFactory
{
    /// <summary>The options of a plan; the caller disposes them. The keys have been checked.</summary>
    public static SessionOptions Options(VisitPlan plan)
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = plan.Threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = Level(plan.GraphOptimization),
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        foreach (var (key, value) in plan.SessionEntries) options.AddSessionConfigEntry(key, value);
        return options;
    }

    /// <summary>The same settings as they are recorded: <c>key=value</c>, sorted, without paths.</summary>
    public static IReadOnlyList<string> Describe(VisitPlan plan)
    {
        IEnumerable<string> settings =
        [
            "execution_mode=sequential",
            string.Create(CultureInfo.InvariantCulture, $"graph_optimization_level={plan.GraphOptimization}"),
            "inter_op_num_threads=1",
            string.Create(CultureInfo.InvariantCulture, $"intra_op_num_threads={plan.Threads}"),
        ];
        return [.. settings.Concat(plan.SessionEntries.Select(entry => $"{entry.Key}={entry.Value}")).Order(StringComparer.Ordinal)];
    }

    private static GraphOptimizationLevel Level(string name) => name switch
    {
        "disabled" => GraphOptimizationLevel.ORT_DISABLE_ALL,
        "basic" => GraphOptimizationLevel.ORT_ENABLE_BASIC,
        "extended" => GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
        "all" => GraphOptimizationLevel.ORT_ENABLE_ALL,
        _ => throw new VisitException(
            Measurements.FailureReason.TargetUnsupported,
            $"The graph optimisation level '{name}' is not known; disabled, basic, extended and all are."),
    };
}
