using System.Text.Json;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Runner;
using LatBench.Hosting.Processes;

namespace LatBench.DeviceAgent.Providers;

/// <summary>
/// The process that tries one provider: takes a plan from its standard input, runs it in both I/O modes as a runner would, and answers a
/// report. A process of its own, because a library that crashes or hangs must cost nothing else, and what it loads must not stay.
/// </summary>
internal static class ProviderTrial
{
    public static int Run(string? runtimeFolder, int? maxModelMemoryMebibytes)
    {
        using var output = FramedPipe.TakeStandardOutput();
        using var input = Console.OpenStandardInput();
        if (FramedPipe.Read(input) is not { } frame) return 0;
        var plan = JsonSerializer.Deserialize(frame, RunnerMessages.Default.JobPlan)!;
        var files = new SystemFiles();
        var runtimeVersion = RunnerLoop.StartRuntime(runtimeFolder);
        RunnerLimits.Apply(files, maxModelMemoryMebibytes);
        var report = Try(plan, files, runtimeVersion);
        FramedPipe.Write(output, JsonSerializer.SerializeToUtf8Bytes(report, RunnerMessages.Default.ProviderReport));
        return 0;
    }

    private static ProviderReport Try(JobPlan plan, SystemFiles files, string runtimeVersion)
    {
        using var weights = new WeightsMemory(OrtNative.TakesWeightsFromMemory);
        using var execution = new JobExecution(files, TimeProvider.System, runtimeVersion, weights);
        var host = Failure(IoMode.Host);
        return new ProviderReport
        {
            Host = host,
            Resident = host ?? Failure(IoMode.Resident),
            Device = host is null ? Device(plan.Provider!) : null,
        };

        ModelFailure? Failure(IoMode mode) => execution.Load(plan with { IoMode = mode }).Failure ?? execution.Measure().Failure;
    }

    private static ProviderDevice? Device(ProviderSettings provider) =>
        ExecutionProviders.Devices(provider) is { Count: > 0 } devices && devices[provider.DeviceIndex] is var device
            ? new ProviderDevice(
                device.EpName,
                device.EpVendor,
                device.EpMetadata.Entries.GetValueOrDefault("version"),
                device.HardwareDevice.Type.ToString().ToLowerInvariant(),
                device.HardwareDevice.Vendor)
            : null;
}
