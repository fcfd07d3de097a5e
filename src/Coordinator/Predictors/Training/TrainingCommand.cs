using System.Globalization;
using LatBench.Hosting.Processes;
using LatBench.Settings;
using LatBench.Storage.Predictors;

namespace LatBench.Coordinator.Predictors.Training;

/// <summary>The command that starts a training process.</summary>
/// <param name="FileName">The executable.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record TrainingCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>The verb of the coordinator's executable that makes it a training process.</summary>
    public const string Verb = "train-predictor";

    /// <summary>This program once more, as a training process.</summary>
    public static TrainingCommand Self()
    {
        var self = ChildCommand.Self(typeof(TrainingCommand).Assembly, Verb);
        return new TrainingCommand(self.FileName, self.Arguments);
    }

    /// <summary>The command with the environment that bounds the process.</summary>
    public ChildCommand ToChild(TrainingPlan plan)
    {
        var threads = plan.Threads.ToString(CultureInfo.InvariantCulture);
        return new ChildCommand(FileName, Arguments)
        {
            Environment = new Dictionary<string, string?>
            {
                ["DOTNET_GCHeapHardLimit"] = plan.MemoryBytes.ToString("x", CultureInfo.InvariantCulture),
                ["DOTNET_PROCESSOR_COUNT"] = threads,
                ["DOTNET_gcServer"] = "0",
                // A training computes for long in few methods; the coordinator does without.
                ["DOTNET_TieredPGO"] = "1",
                ["OMP_NUM_THREADS"] = threads,
                // Secrets of the coordinator are none of its business.
                [CoordinatorSettings.Database.Variable] = null,
            },
        };
    }
}
