using LatBench.Prediction.Encoding;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Predictors.PaperGcn;

/// <summary>The graph convolutional network of the BRP-NAS paper in its published configuration: the reference to beat.</summary>
internal sealed class PaperGcnTrainer(GcnOptions configuration) : ITrainer
{
    public string Name => "paper-gcn";

    public bool NeedsCellGraph => true;

    public TrainedPredictor Train(
        TrainingLabels labels, TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var leastMs = labels.Train.Min(label => label.Latency.Milliseconds);
        var rangeMs = Math.Max(labels.Train.Max(label => label.Latency.Milliseconds) - leastMs, leastMs * 1e-6);
        var encoder = Encoders.Graph(labels.Space);
        using var training = new GcnTraining(configuration, encoder, Start(encoder, options.Seed), options.Seed + 1, options.Threads);
        using var validation = new GcnValidation(configuration, encoder, training.Parameters, labels.Validation, Target, options.Threads);
        var schedule = new PlateauSchedule(configuration.LearningRate, configuration.PlateauPatience, configuration.StopPatience);
        var (best, bestLoss) = (Copy(training.Parameters), double.PositiveInfinity);
        for (var epoch = 0; epoch < configuration.Epochs; epoch++)
        {
            foreach (var label in TrainingLabels.Shuffled(labels.Train, options.Seed + (ulong)epoch))
            {
                cancellationToken.ThrowIfCancellationRequested();
                training.Step(label.Architecture, Target(label), schedule.LearningRate);
            }

            var loss = validation.Loss();
            if (!double.IsFinite(loss))
                throw new PredictionException($"The training of '{Name}' diverged in epoch {epoch}: check the labels or take another predictor.");
            if (loss < bestLoss)
                (best, bestLoss) = (Copy(training.Parameters), loss);
            progress?.Report(new($"epoch {epoch + 1}", (epoch + 1.0) / configuration.Epochs));
            if (epoch >= configuration.QuietEpochs && !schedule.Continue(loss))
                break;
        }

        progress?.Report(new("trained", 1));
        return TrainedPredictor.Calibrate(Name, new GcnModel(configuration, encoder, best, leastMs, rangeMs), labels);

        double Target(LabelledArchitecture label) => (label.Latency.Milliseconds - leastMs) / rangeMs;
    }

    private static float[][] Copy(float[][] parameters) => [.. parameters.Select(parameter => (float[])parameter.Clone())];

    /// <summary>Weights and biases uniform within one over the root of their number of inputs or outputs, as in the published program; scales 1, shifts 0.</summary>
    private float[][] Start(IGraphEncoder encoder, ulong seed)
    {
        var random = new SplitMix64(seed);
        var shapes = GcnNetwork.Shapes(configuration, encoder);
        return [.. shapes.Select((shape, i) =>
        {
            var length = (int)shape.Aggregate(1L, (product, size) => product * size);
            var kind = i < shapes.Length - 2 ? i % 4 : 0;
            var bound = 1 / Math.Sqrt(configuration.Hidden);
            return Enumerable.Range(0, length).Select(_ => kind switch
            {
                2 => 1f,
                3 => 0f,
                _ => (float)(bound * ((random.Next(2_000_001) / 1_000_000.0) - 1)),
            }).ToArray();
        })];
    }
}
