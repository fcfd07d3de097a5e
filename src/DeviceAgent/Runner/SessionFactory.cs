using System.Globalization;
using LatBench.DeviceAgent.Providers;
using LatBench.Measurements;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.DeviceAgent.Runner;

/// <summary>Sessions with the settings of a plan.</summary>
internal static class SessionFactory
{
    /// <summary>The options of a plan; the caller disposes them. The keys have been checked.</summary>
    public static SessionOptions Options(JobPlan plan)
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = plan.Threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = Level(plan.GraphOptimization),
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        try
        {
            foreach (var library in plan.CustomOperators) options.RegisterCustomOpLibrary(library);
            foreach (var (key, value) in plan.SessionEntries) options.AddSessionConfigEntry(key, value);
            if (plan.Provider is { } provider) ExecutionProviders.Append(options, provider);
            return options;
        }
        catch
        {
            options.Dispose();
            throw;
        }
    }

    /// <summary>A session of a plan's options; the caller disposes it.</summary>
    /// <exception cref="JobException">The plan's execution provider does not run this model; the message names it and says why.</exception>
    /// <exception cref="OnnxRuntimeException">The CPU does not run this model.</exception>
    public static InferenceSession Create(byte[] graph, SessionOptions options, JobPlan plan)
    {
        try
        {
            return new InferenceSession(graph, options);
        }
        catch (OnnxRuntimeException exception) when (plan.Provider is { } provider)
        {
            throw ProviderFailure.Explain(exception, provider, graph, options);
        }
    }

    /// <summary>The same settings as they are recorded: <c>key=value</c>, sorted, without paths.</summary>
    public static IReadOnlyList<string> Describe(JobPlan plan)
    {
        IEnumerable<string> settings =
        [
            "execution_mode=sequential",
            string.Create(CultureInfo.InvariantCulture, $"graph_optimization_level={plan.GraphOptimization}"),
            "inter_op_num_threads=1",
            string.Create(CultureInfo.InvariantCulture, $"intra_op_num_threads={plan.Threads}"),
        ];
        return [.. settings.Concat(plan.SessionEntries.Select(entry => $"{entry.Key}={entry.Value}")).Concat(plan.CustomOperators.Select(library => $"custom_operators={Path.GetFileName(library)}")).Concat(DescribeProvider(plan)).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> DescribeProvider(JobPlan plan)
    {
        if (plan.Provider is not { } provider) yield break;
        yield return $"execution_provider={provider.Name}";
        if (provider.Version is { } version) yield return $"execution_provider_version={version}";
        yield return $"io_mode={(plan.IoMode == IoMode.Resident ? "resident" : "host")}";
        yield return $"{SessionKeys.DisableCpuFallback}=1";
        foreach (var (key, value) in provider.Options) yield return $"{provider.Name}.{key}={(Path.IsPathRooted(value) ? "(path)" : value)}";
    }

    private static GraphOptimizationLevel Level(string name) => name switch
    {
        "disabled" => GraphOptimizationLevel.ORT_DISABLE_ALL,
        "basic" => GraphOptimizationLevel.ORT_ENABLE_BASIC,
        "extended" => GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
        "all" => GraphOptimizationLevel.ORT_ENABLE_ALL,
        _ => throw new JobException(
            FailureReason.TargetUnsupported,
            $"The graph optimisation level '{name}' is not known; disabled, basic, extended and all are."),
    };
}
