using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Providers;
using LatBench.Hosting.Processes;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.DeviceAgent.Runner;

/// <summary>
/// The runner process: says its runtime's version, then takes frames from its standard input and answers each on its standard output.
/// A plan has a model loaded, an empty frame has it measured; in between the runner does nothing, so that another one can measure.
/// </summary>
internal static class RunnerLoop
{
    /// <summary>The frame that has the loaded model measured: an empty one.</summary>
    public static readonly ReadOnlyMemory<byte> Measure = ReadOnlyMemory<byte>.Empty;

    /// <summary>Serves until the agent closes the pipe. Signals are the agent's business: a terminal sends them to both.</summary>
    /// <param name="runtimeFolder">Folder with the native library of ONNX Runtime; null for the one that came with the agent.</param>
    /// <param name="maxModelMemoryMebibytes">Bound on the memory of a model; null for none but the machine's.</param>
    public static int Run(string? runtimeFolder, int? maxModelMemoryMebibytes)
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true);
        using var output = FramedPipe.TakeStandardOutput();
        using var frames = new BlockingCollection<byte[]>();
        var files = new SystemFiles();
        // Before the runtime starts threads: they take it over from this one.
        Priority.Raise();
        var runtimeVersion = StartRuntime(runtimeFolder);
        // After the runtime is loaded: what it takes is no model's.
        RunnerLimits.Apply(files, maxModelMemoryMebibytes);
        FramedPipe.Write(output, Encoding.UTF8.GetBytes(runtimeVersion));
        using var weights = new WeightsMemory(OrtNative.TakesWeightsFromMemory);
        using var execution = new JobExecution(files, TimeProvider.System, runtimeVersion, weights);
        var profile = new ProfileExecution(TimeProvider.System, runtimeVersion, weights);
        new Thread(() => ReadFrames(frames)) { IsBackground = true, Name = "frames" }.Start();
        foreach (var frame in frames.GetConsumingEnumerable())
        {
            FramedPipe.Write(output, JsonSerializer.SerializeToUtf8Bytes(Answer(frame, execution, profile), RunnerMessages.Default.JobOutcome));
        }

        return 0;
    }

    private static JobOutcome Answer(byte[] frame, JobExecution execution, ProfileExecution profile)
    {
        if (frame.Length == Measure.Length) return profile.IsLoaded ? profile.Run() : execution.Measure();
        var plan = JsonSerializer.Deserialize(frame, RunnerMessages.Default.JobPlan)!;
        return plan.Profile is null ? execution.Load(plan) : profile.Load(plan);
    }

    /// <summary>Loads ONNX Runtime and silences it.</summary>
    /// <returns>Its version, as it reports it.</returns>
    public static string StartRuntime(string? folder)
    {
        if (folder is not null) RuntimeFolder.Use(folder);
        try
        {
            return CreateEnvironment();
        }
        catch (TypeInitializationException exception) when (folder is not null)
        {
            throw new AgentException($"The C# library of ONNX Runtime does not go with the native one in the runtime folder {folder}: {(exception.InnerException ?? exception).Message}");
        }
    }

    private static string CreateEnvironment()
    {
        var environment = new EnvironmentCreationOptions { logId = "latbench", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        return OrtEnv.CreateInstanceWithOptions(ref environment).GetVersionString();
    }

    /// <summary>Reads on a thread of its own, so that the runner also ends when the agent ends in the middle of a long inference.</summary>
    private static void ReadFrames(BlockingCollection<byte[]> frames)
    {
        using var input = Console.OpenStandardInput();
        while (FramedPipe.Read(input) is { } frame)
            frames.Add(frame);
        if (OperatingSystem.IsLinux()) Libc.ExitNow(0);
        Environment.Exit(0);
    }
}
