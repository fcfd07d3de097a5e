using Google.Protobuf;
using LatBench.Contracts.V1;
using LatBench.Prediction;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Serving;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;
using TrainingProgress = LatBench.Prediction.Training.TrainingProgress;

namespace LatBench.Coordinator.Predictors.Training;

/// <summary>One training: the predictor, the baselines beside it, the evaluation, the files.</summary>
internal static class TrainingSession
{
    /// <summary>Trained from the same labels for comparison; the paper's network takes minutes and is left out.</summary>
    private static readonly string[] Baselines = ["boosted-trees", "linear", "layer-wise", "proxy"];

    private const double OwnShare = 0.9;

    private const double Tolerance = 1e-5;

    /// <summary>Trains.</summary>
    /// <exception cref="PredictionException">It cannot be trained.</exception>
    public static TrainingOutput Run(TrainingJob job, LabelSplit split, IProgress<TrainingProgress> progress)
    {
        var options = new TrainingOptions { Seed = job.Seed, Threads = job.Threads };
        var operators = ProfileShares.Average(split.Space, job.Profiles, split.Seen);
        var labels = split.Prior is null ? TrainingLabels.Of(split.Space, split.Seen, job.Seed) with { Operators = operators } : null;
        var predictor = labels is null
            ? split.Prior!.Adapt(split.Seen)
            : Trainers.Named(job.Trainer).Train(labels, options, new Part(progress, OwnShare));
        var files = new Dictionary<string, byte[]>();
        var accuracies = new List<Accuracy>();
        Keep(predictor, split, files, accuracies, "predictor");
        if (split.HeldOut.Count > 0)
        {
            foreach (var (trainer, place) in Baselines.Where(name => name != job.Trainer).Select((name, place) => (name, place)))
            {
                progress.Report(new TrainingProgress($"training {trainer} for comparison", OwnShare + ((1 - OwnShare) * place / Baselines.Length)));
                if (Baseline(trainer, split, operators, options) is { } baseline)
                    Keep(baseline, split, files, accuracies, PredictorFileNames.Baseline(trainer));
            }
        }

        files[PredictorFileNames.Labels] = LabelFile.Write(split, labels);
        return new TrainingOutput
        {
            Labels = split.Seen.Count,
            HeldOutLabels = split.HeldOut.Count,
            Evaluation = split.HeldOut.Count == 0 ? null : JsonFormatter.Default.Format(Evaluations.Of(split.Space, accuracies, [.. split.Seen, .. split.HeldOut])),
            Files = files,
        };
    }

    /// <summary>Null where it cannot be trained from so few labels, or not on this machine.</summary>
    private static TrainedPredictor? Baseline(string trainer, LabelSplit split, OperatorLatencies? operators, TrainingOptions options)
    {
        try
        {
            return Trainers.Named(trainer).Train(TrainingLabels.Of(split.Space, split.Seen, options.Seed) with { Operators = operators }, options);
        }
        catch (Exception exception) when (exception is PredictionException or DllNotFoundException or TypeInitializationException)
        {
            return null;
        }
    }

    /// <summary>Evaluates a predictor as it will be served, from its files.</summary>
    private static void Keep(TrainedPredictor predictor, LabelSplit split, Dictionary<string, byte[]> files, List<Accuracy> accuracies, string path)
    {
        var exported = predictor.Export();
        files[path + ".onnx"] = exported.Onnx;
        files[path + ".json"] = exported.Json;
        using var served = OnnxPredictor.Load(exported, new SearchSpaceRegistry(split.Space));
        Compare(predictor, served, split.Seen);
        if (split.HeldOut.Count > 0)
            accuracies.Add(Evaluations.Of(predictor.Name, served.Predict([.. split.HeldOut.Select(label => label.Architecture)]), split.HeldOut));
    }

    /// <summary>A predictor that says something else once exported is no predictor.</summary>
    private static void Compare(TrainedPredictor predictor, OnnxPredictor served, IReadOnlyList<LabelledArchitecture> labels)
    {
        Architecture[] architectures = [.. labels.Take(200).Select(label => label.Architecture)];
        var pairs = predictor.Predict(architectures).Zip(served.Predict(architectures));
        if (pairs.Any(pair => !(Math.Abs((pair.First.Latency / pair.Second.Latency) - 1) <= Tolerance)))
            throw new PredictionException($"The exported file of '{predictor.Name}' does not predict what its training found: the labels lead to latencies that cannot be computed with; check them, or take another trainer.");
    }

    private sealed class Part(IProgress<TrainingProgress> progress, double share) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => progress.Report(value with { Fraction = value.Fraction * share });
    }
}
