using System.Diagnostics;
using LatBench.Measurements;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.DeviceAgent.Runner;

/// <summary>
/// The canary in a runner: a small fixed model, loaded once for each kind of target and read every now and then before a block, on the
/// same CPUs. It tells the state of the machine; where it cannot be run nothing is read.
/// </summary>
internal sealed class Canary(WeightsMemory weights) : IDisposable
{
    // It runs after another process had the CPU: until its memory is near again it is slow whatever the state of the machine.
    private const int MaxWarmUpInferences = 12;
    private const int Samples = 5;

    // Seldom enough to cost about a percent of the time.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly WarmUpRule WarmUp = new(MaxWarmUpInferences);
    private static readonly BlockRule Block = new(TimeSpan.FromTicks(1), Samples);

    private readonly Dictionary<string, LoadedModel?> _models = new(StringComparer.Ordinal);
    private readonly TimedLoop _loop = new();
    private long _readAt;

    /// <summary>Loads what the target of a plan needs. That takes a while, so it is done while the model is loaded.</summary>
    public void Load(JobPlan plan)
    {
        if (plan.CanaryPath is not { } path || _models.ContainsKey(Key(plan))) return;
        LoadedModel? model = null;
        try
        {
            using var options = SessionFactory.Options(plan);
            if (plan.CanaryWeightsPath is { } weightsPath) weights.AddTo(options, weightsPath);
            model = LoadedModel.Bind(SessionFactory.Create(File.ReadAllBytes(path), options, plan), plan);
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or OrtNativeException or IOException or NotSupportedException or JobException)
        {
            // A target that cannot run it has no canary.
        }

        _models[Key(plan)] = model;
    }

    /// <summary>Reads it where that is due.</summary>
    /// <returns>The durations in nanoseconds; empty where it is not due or cannot be run.</returns>
    public IReadOnlyList<long> Read(JobPlan plan)
    {
        if (plan.CanaryPath is null || _models.GetValueOrDefault(Key(plan)) is not { } model) return [];
        if (_readAt != 0 && Stopwatch.GetElapsedTime(_readAt) < Interval) return [];
        _loop.WarmUp(model, WarmUp);
        var samples = _loop.ToNanoseconds(_loop.Block(model, Block));
        _readAt = Stopwatch.GetTimestamp();
        return samples;
    }

    public void Dispose()
    {
        foreach (var model in _models.Values) model?.Dispose();
        _models.Clear();
    }

    private static string Key(JobPlan plan) => $"{plan.CanaryPath};{string.Join(';', SessionFactory.Describe(plan))};{string.Join(',', plan.Cpus)}";
}
