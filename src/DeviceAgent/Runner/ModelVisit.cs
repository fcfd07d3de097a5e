using System.Diagnostics;
using LatBench.DeviceAgent.Hardware;
using LatBench.Measurements;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.DeviceAgent.Runner;

/// <summary>Measures one model once: new session, warm-up until it settles, one block, conditions around it.</summary>
internal sealed class ModelVisit(SystemFiles files, TimeProvider clock, string runtimeVersion, WeightsMemory weights) : IDisposable
{
    private readonly MachineProbe _probe = new(files, runtimeVersion);
    private readonly PeakMemory _peakMemory = new(files);
    private readonly TimedLoop _loop = new();

    private LoadedModel? _model;

    /// <summary>Never throws for anything that a model can cause; that is the outcome. The model stays loaded until <see cref="Dispose"/> or the next visit.</summary>
    public VisitOutcome Run(VisitPlan plan)
    {
        Dispose();
        try
        {
            return new VisitOutcome { Result = Measure(plan) };
        }
        catch (VisitException exception)
        {
            return new VisitOutcome { Failure = exception.Failure };
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or OutOfMemoryException or IOException or NotSupportedException)
        {
            return new VisitOutcome { Failure = RuntimeFailure.Classify(exception) };
        }
    }

    /// <summary>Unloads the model of the latest visit. That takes a while, so the outcome can be handed on before; the next visit can follow.</summary>
    public void Dispose()
    {
        _model?.Dispose();
        _model = null;
    }

    private PassResult Measure(VisitPlan plan)
    {
        var affinity = Prepare(plan);
        _peakMemory.Reset();
        var startTime = clock.GetUtcNow();
        var atStart = _probe.Read(plan.Cpus);
        var graph = File.ReadAllBytes(plan.GraphPath);

        using var options = SessionFactory.Options(plan);
        if (plan.WeightsPath is { } path) weights.AddTo(options, path);
        var creation = Stopwatch.GetTimestamp();
        var session = SessionFactory.Create(graph, options, plan);
        creation = Stopwatch.GetTimestamp() - creation;

        var model = _model = LoadedModel.Bind(session, plan);
        GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        var before = _probe.Read(plan.Cpus);
        var warmUp = _loop.WarmUp(model, WarmUpRule.Of(plan.Protocol));
        model.RequireFiniteOutputs();
        var switches = MachineProbe.InvoluntaryContextSwitches();
        var samples = _loop.Block(model, BlockRule.Of(plan.Protocol));
        var after = _probe.Read(plan.Cpus);
        return new PassResult
        {
            SamplesNs = _loop.ToNanoseconds(samples),
            WarmUpNs = warmUp,
            SessionCreation = Latency.FromStopwatchTicks(creation),
            PeakMemoryBytes = _peakMemory.Bytes(),
            StartTime = startTime,
            EndTime = clock.GetUtcNow(),
            Conditions = _probe.Conditions(
                plan,
                affinity,
                before with { StealMs = atStart.StealMs, InvoluntaryContextSwitches = switches },
                after),
        };
    }

    private static IReadOnlyList<int> Prepare(VisitPlan plan)
    {
        if (SessionKeys.Unknown(plan.SessionEntries.Keys) is [var unknown, ..])
            throw new VisitException(FailureReason.TargetUnsupported, $"The session key '{unknown}' is not known to this agent, so it was not set.");
        if (plan.Cpus.Count > 0 && !CpuAffinity.TrySet(plan.Cpus))
        {
            throw new VisitException(
                FailureReason.TargetUnsupported,
                $"The runner could not be pinned to CPU {string.Join(',', plan.Cpus)}; it may run on {string.Join(',', CpuAffinity.Get())}.");
        }

        return CpuAffinity.Get();
    }
}
