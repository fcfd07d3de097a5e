using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Providers;
using Microsoft.ML.OnnxRuntime;
using Microsoft.Win32.SafeHandles;

namespace LatBench.DeviceAgent.Runner;

/// <summary>The runner process: says its runtime's version, then takes plans from its standard input and answers outcomes on its standard output.</summary>
internal static class RunnerLoop
{
    private const int StandardOutput = 1;
    private const int StandardError = 2;

    /// <summary>Serves until the agent closes the pipe. Signals are the agent's business: a terminal sends them to both.</summary>
    /// <param name="runtimeFolder">Folder with the native library of ONNX Runtime; null for the one that came with the agent.</param>
    public static int Run(string? runtimeFolder)
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true);
        using var output = TakeOutput();
        using var plans = new BlockingCollection<VisitPlan>();
        var files = new SystemFiles();
        RunnerLimits.Apply(files);
        var runtimeVersion = StartRuntime(runtimeFolder);
        Send(output, Encoding.UTF8.GetBytes(runtimeVersion));
        using var weights = new WeightsMemory(OrtNative.TakesWeightsFromMemory);
        using var visit = new ModelVisit(files, TimeProvider.System, runtimeVersion, weights);
        new Thread(() => ReadPlans(plans)) { IsBackground = true, Name = "plans" }.Start();
        foreach (var plan in plans.GetConsumingEnumerable())
        {
            Send(output, JsonSerializer.SerializeToUtf8Bytes(visit.Run(plan), RunnerMessages.Default.VisitOutcome));
            // While the agent writes the outcome to its disk.
            visit.Dispose();
        }

        return 0;
    }

    /// <summary>Loads ONNX Runtime and silences it.</summary>
    /// <returns>Its version, as it reports it.</returns>
    public static string StartRuntime(string? folder)
    {
        if (folder is not null) RuntimeFolder.Use(folder);
        var environment = new EnvironmentCreationOptions { logId = "latbench", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        return OrtEnv.CreateInstanceWithOptions(ref environment).GetVersionString();
    }

    private static void Send(Stream output, byte[] payload) =>
        Frames.WriteAsync(output, payload, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Reads on a thread of its own, so that the runner also ends when the agent dies in the middle of a long inference.</summary>
    private static void ReadPlans(BlockingCollection<VisitPlan> plans)
    {
        using var input = Console.OpenStandardInput();
        while (Frames.ReadAsync(input, CancellationToken.None).GetAwaiter().GetResult() is { } frame)
            plans.Add(JsonSerializer.Deserialize(frame, RunnerMessages.Default.VisitPlan)!);
        if (OperatingSystem.IsLinux()) Libc.ExitNow(0);
        Environment.Exit(0);
    }

    /// <summary>Keeps the pipe for outcomes alone: what a native library prints goes to standard error.</summary>
    public static Stream TakeOutput()
    {
        if (!OperatingSystem.IsLinux()) return Console.OpenStandardOutput();
        var pipe = Libc.Duplicate(StandardOutput);
        _ = Libc.DuplicateOnto(StandardError, StandardOutput);
        return new FileStream(new SafeFileHandle(pipe, ownsHandle: true), FileAccess.Write, bufferSize: 0);
    }
}
