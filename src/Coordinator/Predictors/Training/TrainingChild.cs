using System.Text;
using System.Text.Json;
using LatBench.Prediction;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;
using LatBench.Storage.Predictors;

namespace LatBench.Coordinator.Predictors.Training;

/// <summary>The training process: reads one job, trains, writes what came of it. It ends when the coordinator does.</summary>
internal static class TrainingChild
{
    private const int CoordinatorGone = 3;

    /// <summary>Runs the process; 0, also where the training failed in a way that could be told.</summary>
    public static int Run()
    {
        using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true };
        // Text that our libraries print is no message.
        Console.SetOut(Console.Error);
        using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        if (input.ReadLine() is not { } line)
            return CoordinatorGone;
        var job = JsonSerializer.Deserialize(line, TrainingJson.Default.TrainingJob)!;
        EndWithCoordinator(input);
        BeFirstToGo();
        Write(output, Train(job, new Reports(output)));
        return 0;
    }

    private static TrainingMessage Train(TrainingJob job, IProgress<TrainingProgress> progress)
    {
        var phase = TrainingFailure.Labels;
        try
        {
            var split = LabelSplit.Of(SearchSpaceRegistry.BuiltIn[job.SearchSpace], job);
            phase = TrainingFailure.Diverged;
            return new TrainingMessage { Output = TrainingSession.Run(job, split, progress) };
        }
        catch (PredictionException exception)
        {
            return new TrainingMessage { Failure = phase, Message = exception.Message };
        }
    }

    /// <summary>Ends the process when the coordinator has ended, which closes the pipe: no process would take the result.</summary>
    private static void EndWithCoordinator(StreamReader input) => new Thread(() =>
    {
        while (input.Read() >= 0)
        {
            // Nothing more is expected.
        }

        Environment.Exit(CoordinatorGone);
    })
    { IsBackground = true }.Start();

    /// <summary>When memory runs out the kernel ends this process rather than the coordinator.</summary>
    private static void BeFirstToGo()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            File.WriteAllText("/proc/self/oom_score_adj", "1000");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A container may forbid it.
        }
    }

    private static void Write(StreamWriter output, TrainingMessage message)
    {
        lock (output)
            output.WriteLine(TrainingMessage.Mark + JsonSerializer.Serialize(message, TrainingJson.Default.TrainingMessage));
    }

    private sealed class Reports(StreamWriter output) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => Write(output, new TrainingMessage { Stage = value.Stage, Fraction = Math.Clamp(value.Fraction, 0, 1) });
    }
}
