using System.Diagnostics;
using System.Globalization;
using LatBench.Storage.Predictors;

namespace LatBench.Coordinator.Predictors.Training;

/// <summary>The command that starts a training process.</summary>
/// <param name="FileName">The executable.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record TrainingCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>The verb of the coordinator's executable that makes it a training process.</summary>
    public const string Verb = "train-predictor";

    /// <summary>This program once more, as a training process; started by the same <c>dotnet</c> where one started it.</summary>
    public static TrainingCommand Self()
    {
        var assembly = typeof(TrainingCommand).Assembly;
        var process = Environment.ProcessPath;
        var host = process is null ? "" : ProgramName(process);
        return host == assembly.GetName().Name
            ? new TrainingCommand(process!, [Verb])
            : new TrainingCommand(host == "dotnet" ? process! : "dotnet", [assembly.Location, Verb]);
    }

    /// <summary>The start, with what bounds the process.</summary>
    public ProcessStartInfo ToStartInfo(TrainingPlan plan)
    {
        var start = new ProcessStartInfo(FileName, Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var threads = plan.Threads.ToString(CultureInfo.InvariantCulture);
        start.Environment["DOTNET_GCHeapHardLimit"] = plan.MemoryBytes.ToString("x", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_PROCESSOR_COUNT"] = threads;
        start.Environment["DOTNET_gcServer"] = "0";
        // A training computes for long in few methods; the coordinator does without.
        start.Environment["DOTNET_TieredPGO"] = "1";
        start.Environment["OMP_NUM_THREADS"] = threads;
        // Secrets of the coordinator are none of its business.
        start.Environment.Remove(Hosting.CoordinatorCommand.DatabaseVariable);
        return start;
    }

    // Names have dots of their own, so only the extension of an executable is cut off.
    private static string ProgramName(string path)
    {
        const string extension = ".exe";
        var name = Path.GetFileName(path);
        return name.EndsWith(extension, StringComparison.OrdinalIgnoreCase) ? name[..^extension.Length] : name;
    }
}
