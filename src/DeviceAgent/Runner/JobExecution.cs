using System.Diagnostics;
using LatBench.DeviceAgent.Hardware;
using LatBench.Measurements;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.DeviceAgent.Runner;

/// <summary>
/// Measures one model once, in two steps: it is loaded, which may happen beside others, then measured, which may not: warm-up until it settles, one
/// block, conditions around it.
/// </summary>
internal sealed class JobExecution(SystemFiles files, TimeProvider clock, string runtimeVersion, WeightsMemory weights) : IDisposable
{
    private readonly MachineProbe _probe = new(files, clock, runtimeVersion);
    private readonly PeakMemory _peakMemory = new(files);
    private readonly TimedLoop _loop = new();
    private readonly CoreMeter _core = new();
    private readonly Canary _canary = new(weights);

    private Loaded? _loaded;

    /// <summary>Never throws for anything that a model can cause; that is the outcome. The model stays loaded until <see cref="Dispose"/> or the next one.</summary>
    public JobOutcome Load(JobPlan plan) => Guard(() =>
    {
        Unload();
        _loaded = Create(plan);
        return JobOutcome.Loaded;
    });

    /// <summary>Measures the loaded model; never throws for anything that it can cause.</summary>
    public JobOutcome Measure() => _loaded is { } loaded
        ? Guard(() => Measure(loaded))
        : JobOutcome.Failed(FailureReason.Internal, "No model is loaded.");

    public void Dispose()
    {
        Unload();
        _canary.Dispose();
    }

    private static JobOutcome Guard(Func<JobOutcome> step)
    {
        try
        {
            return step();
        }
        catch (JobException exception)
        {
            return new JobOutcome { Failure = exception.Failure };
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or OrtNativeException or OutOfMemoryException or IOException or NotSupportedException)
        {
            return new JobOutcome { Failure = RuntimeFailure.Classify(exception) };
        }
    }

    private Loaded Create(JobPlan plan)
    {
        Require(plan);
        Pin(plan.LoadingCpus.Count > 0 ? plan.LoadingCpus : plan.Cpus);
        _canary.Load(plan);
        weights.Release();
        _peakMemory.Reset();
        var times = new JobClock(clock);
        var atStart = _probe.ReadAtStart();
        var graph = File.ReadAllBytes(plan.GraphPath);

        using var options = SessionFactory.Options(plan);
        if (plan.WeightsPath is { } path) weights.AddTo(options, path);
        var creation = Stopwatch.GetTimestamp();
        var session = SessionFactory.Create(graph, options, plan);
        creation = Stopwatch.GetTimestamp() - creation;

        var model = LoadedModel.Bind(session, plan);
        GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        return new Loaded(plan, model, Latency.FromStopwatchTicks(creation), times, atStart);
    }

    private JobOutcome Measure(Loaded loaded)
    {
        var (plan, model) = (loaded.Plan, loaded.Model);
        Pin(plan.Cpus);
        var affinity = CpuAffinity.Get();
        var canary = _canary.Read(plan);
        var before = _probe.Read(plan.Cpus);
        var warmUp = _loop.WarmUp(model, WarmUpRule.Of(plan.Protocol));
        model.RequireFiniteOutputs();
        var switches = MachineProbe.InvoluntaryContextSwitches();
        CoreReading? coreBefore = plan.Provider is null ? _core.Read() : null;
        var samples = _loop.Block(model, BlockRule.Of(plan.Protocol));
        var core = coreBefore is { } reading ? CoreReadings.Of(reading, _core.Read()) : null;
        var after = _probe.Read(plan.Cpus);
        before = before with { StealMs = loaded.AtStart.StealMs, ContainerThrottledMs = loaded.AtStart.ContainerThrottledMs, InvoluntaryContextSwitches = switches };
        var conditions = _probe.Conditions(plan, affinity, before, after);
        var (endTime, jump) = loaded.Times.Stop();
        var result = new PassResult
        {
            SamplesNs = _loop.ToNanoseconds(samples),
            WarmUpNs = warmUp,
            CanaryNs = canary,
            ClockNs = core?.ClockNs,
            SessionCreation = loaded.Creation,
            PeakMemoryBytes = _peakMemory.Bytes(),
            StartTime = loaded.Times.StartTime,
            EndTime = endTime,
            Conditions = jump is { } by ? Jumped(conditions, by) : conditions,
        };
        return new JobOutcome { Result = result, Core = core };
    }

    private void Unload()
    {
        _loaded?.Model.Dispose();
        _loaded = null;
    }

    private static Conditions Jumped(Conditions conditions, TimeSpan by) => conditions with
    {
        ClockJumpMs = (long)by.TotalMilliseconds,
        Flags = [.. conditions.Flags, ConditionFlags.ClockJump],
    };

    /// <summary>Checks the session keys of a plan and pins this process to its CPUs.</summary>
    /// <exception cref="JobException">A key is not known, or the CPUs are not there.</exception>
    public static void Require(JobPlan plan)
    {
        if (SessionKeys.Unknown(plan.SessionEntries.Keys) is [var unknown, ..])
            throw new JobException(FailureReason.TargetUnsupported, $"The session key '{unknown}' is not known to this agent, so it was not set.");
        Pin(plan.Cpus);
    }

    private static void Pin(IReadOnlyList<int> cpus)
    {
        if (cpus.Count > 0 && !CpuAffinity.TrySet(cpus))
        {
            throw new JobException(
                FailureReason.TargetUnsupported,
                $"The runner could not be pinned to CPU {string.Join(',', cpus)}; it may run on {string.Join(',', CpuAffinity.Get())}.");
        }
    }

    /// <summary>A model that waits to be measured.</summary>
    private sealed record Loaded(JobPlan Plan, LoadedModel Model, Latency Creation, JobClock Times, MachineState AtStart);
}
