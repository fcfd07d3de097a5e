using LatBench.DeviceAgent.Hardware;
using LatBench.Measurements;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.DeviceAgent.Runner;

/// <summary>
/// Runs one model under ONNX Runtime's profiler, in a session of its own with the options of the timed ones: which operator takes how long.
/// The profiler slows what it looks at, so nothing here is a sample.
/// </summary>
internal sealed class ProfileExecution(TimeProvider clock, string runtimeVersion, WeightsMemory weights)
{
    private const string FilePrefix = "operators";

    private JobPlan? _plan;

    /// <summary>Gets a value indicating whether a plan waits to be run.</summary>
    public bool IsLoaded => _plan is not null;

    /// <summary>Keeps a plan for <see cref="Run"/>, in which everything is done: a profile needs the machine to itself.</summary>
    public JobOutcome Load(JobPlan plan)
    {
        _plan = plan;
        return JobOutcome.Loaded;
    }

    /// <summary>Runs the plan that was kept. Never throws for anything that a model can cause; that is the outcome.</summary>
    public JobOutcome Run()
    {
        if (_plan is not { Profile: { } profile } plan) return JobOutcome.Failed(FailureReason.Internal, "No model is to be profiled.");
        _plan = null;
        try
        {
            return new JobOutcome { Profile = Profile(plan, profile) };
        }
        catch (JobException exception)
        {
            return new JobOutcome { Failure = exception.Failure };
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or OrtNativeException or OutOfMemoryException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return new JobOutcome { Failure = RuntimeFailure.Classify(exception) };
        }
    }

    private OperatorProfile Profile(JobPlan plan, ProfilePlan profile)
    {
        JobExecution.Require(plan);
        var startTime = clock.GetUtcNow();
        var directory = Directory.CreateTempSubdirectory("latbench-profile-");
        try
        {
            var trace = ProfilerTrace.Read(Trace(plan, profile, Path.Combine(directory.FullName, FilePrefix)), profile.WarmUpRuns);
            return new OperatorProfile
            {
                Operators = trace.Operators,
                Runs = trace.Runs,
                Run = trace.Run,
                StartTime = startTime,
                EndTime = clock.GetUtcNow(),
                RuntimeVersion = runtimeVersion,
                AgentVersion = SoftwareProbe.AgentVersion,
                SessionOptions = SessionFactory.Describe(plan),
            };
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>Runs the inferences and gives what the profiler wrote.</summary>
    private byte[] Trace(JobPlan plan, ProfilePlan profile, string prefix)
    {
        using var options = SessionFactory.Options(plan);
        // The prefix first: switching the profiler on takes the one that is set.
        options.ProfileOutputPathPrefix = prefix;
        options.EnableProfiling = true;
        if (plan.WeightsPath is { } path) weights.AddTo(options, path);
        var session = SessionFactory.Create(File.ReadAllBytes(plan.GraphPath), options, plan);
        using var model = LoadedModel.Bind(session, plan);
        for (var run = 0; run < profile.WarmUpRuns; run++) model.Run();
        model.RequireFiniteOutputs();
        var began = clock.GetTimestamp();
        for (var run = 0; run < profile.MaxRuns && (run < profile.MinRuns || clock.GetElapsedTime(began) < profile.Duration); run++) model.Run();
        return File.ReadAllBytes(session.EndProfiling());
    }
}
