using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using LatBench.Bench.Installation;
using LatBench.DeviceAgent.Runner;
using LatBench.Measurements;

namespace LatBench.Bench;

/// <summary>The program <c>bench/native/bare_loop.c</c>, compiled here and kept running: a loop around ONNX Runtime's C API.</summary>
internal sealed class BareLoop : IDisposable
{
    private const string None = "-";

    private readonly Process _process;

    private BareLoop(Process process) => _process = process;

    /// <summary>Compiles it with <c>cc</c> and starts it on one CPU, with the library file that the agent uses.</summary>
    /// <exception cref="BenchException">There is no C compiler, no header or no library for this machine.</exception>
    public static BareLoop Start(string directory, int cpu)
    {
        var program = Path.Combine(directory, "bare_loop");
        Compile(Path.Combine(AppContext.BaseDirectory, "native", "bare_loop.c"), program);
        var start = new ProcessStartInfo(program, [Library(), cpu.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new BareLoop(Process.Start(start)!);
    }

    /// <summary>Visits a model once, by the same rules as the agent.</summary>
    /// <returns>The clock loop beside the block and the samples, in nanoseconds.</returns>
    public (long ClockNs, IReadOnlyList<long> SamplesNs) Measure(JobPlan plan)
    {
        var protocol = plan.Protocol;
        _process.StandardInput.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{plan.GraphPath} {plan.WeightsPath ?? None} {(plan.WeightsPath is { } weights ? Path.GetFileName(weights) : None)} {InputFile.Of(plan)} {(long)protocol.MinBlockDuration.TotalNanoseconds} {protocol.MinBlockSamples} {BlockRule.MaxSamples} {protocol.MaxWarmUpInferences}"));
        _process.StandardInput.Flush();
        var line = _process.StandardOutput.ReadLine() ?? throw new BenchException("The bare loop ended; it says why above.");
        var numbers = line.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return (numbers[0], numbers[1..]);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static void Compile(string source, string program)
    {
        var package = typeof(BareLoop).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == "OnnxRuntimePackage").Value!;
        var headers = Path.Combine(package, "build", "native", "include");
        if (!Directory.Exists(headers)) throw new BenchException($"The headers of ONNX Runtime are not at {headers}; restore the packages (dotnet restore).");
        try
        {
            using var compiler = Process.Start(new ProcessStartInfo("cc", ["-O2", "-Wall", "-I", headers, source, "-o", program, "-ldl"]))!;
            compiler.WaitForExit();
            if (compiler.ExitCode != 0) throw new BenchException("The bare loop could not be compiled; the compiler says why above.");
        }
        catch (Win32Exception)
        {
            throw new BenchException("This benchmark compiles a C program and there is no C compiler `cc` here; install one, for example gcc.");
        }
    }

    private static string Library()
    {
        var folder = Path.Combine(Path.GetDirectoryName(Programs.Path(Programs.DeviceAgent))!, "runtimes");
        var architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";
        var library = Path.Combine(folder, architecture, "native", "libonnxruntime.so");
        return File.Exists(library) ? library : throw new BenchException($"The agent has no {library}; this benchmark runs on Linux, x64 or arm64.");
    }
}
