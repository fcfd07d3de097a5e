using System.Text.Json;
using LatBench.Coordinator.Processes;
using LatBench.Hosting.Processes;
using LatBench.Prediction;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;
using LatBench.Storage.Predictors;

namespace LatBench.Coordinator.Predictors.Training;

/// <summary>The training process: reads one job, trains, writes what came of it. It ends when the coordinator does.</summary>
internal static class TrainingChild
{
    /// <summary>Runs the process; 0, also where the training failed in a way that could be told.</summary>
    /// <param name="spaces">The search spaces of the coordinator.</param>
    public static int Run(SearchSpaceRegistry spaces)
    {
        using var output = FramedPipe.TakeStandardOutput();
        // Text that our libraries print is no message.
        Console.SetOut(Console.Error);
        using var input = Console.OpenStandardInput();
        if (FramedPipe.Read(input) is not { } frame)
            return ChildSide.CoordinatorGone;
        var job = JsonSerializer.Deserialize(frame, TrainingJson.Default.TrainingJob)!;
        ChildSide.EndWithCoordinator(input);
        ChildSide.BeFirstToGo();
        Write(output, Train(spaces, job, new Reports(output)));
        return 0;
    }

    private static TrainingMessage Train(SearchSpaceRegistry spaces, TrainingJob job, IProgress<TrainingProgress> progress)
    {
        var phase = TrainingFailure.Labels;
        try
        {
            if (!spaces.TryGet(job.SearchSpace, out var space))
                return new TrainingMessage { Failure = phase, Message = spaces.Unknown(job.SearchSpace) };
            var split = LabelSplit.Of(space, job);
            phase = TrainingFailure.Diverged;
            return new TrainingMessage { Output = TrainingSession.Run(job, split, progress) };
        }
        catch (PredictionException exception)
        {
            return new TrainingMessage { Failure = phase, Message = exception.Message };
        }
    }

    private static void Write(Stream output, TrainingMessage message)
    {
        lock (output)
            FramedPipe.Write(output, JsonSerializer.SerializeToUtf8Bytes(message, TrainingJson.Default.TrainingMessage));
    }

    private sealed class Reports(Stream output) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => Write(output, new TrainingMessage { Stage = value.Stage, Fraction = Math.Clamp(value.Fraction, 0, 1) });
    }
}
