using LatBench.Prediction.Encoding;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.LightGbm;

namespace LatBench.Prediction.Predictors.BoostedTrees;

/// <summary>Gradient-boosted trees (LightGBM) on features of architectures; it has a native library for x64 only.</summary>
internal sealed class BoostedTreesTrainer : ITrainer
{
    private const int MaximumTrees = 600;

    public string Name => "boosted-trees";

    public TrainedPredictor Train(
        TrainingLabels labels, TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var center = labels.Train.Average(label => label.LogMilliseconds);
        var context = new MLContext((int)(options.Seed % int.MaxValue));
        var trainer = context.Regression.Trainers.LightGbm(new LightGbmRegressionTrainer.Options
        {
            NumberOfIterations = MaximumTrees,
            NumberOfLeaves = 16,
            LearningRate = 0.05,
            MinimumExampleCountPerLeaf = Math.Clamp(labels.Train.Count / 20, 1, 5),
            EarlyStoppingRound = 50,
            NumberOfThreads = options.Threads,
            Seed = (int)(options.Seed % int.MaxValue),
            Deterministic = true,
            Verbose = false,
        });
        var encoder = Encoders.Features(labels.Space);
        var fitted = trainer.Fit(View(context, encoder, labels.Train, center), View(context, encoder, labels.Validation, center));
        cancellationToken.ThrowIfCancellationRequested();
        progress?.Report(new("fitted", 1));
        var ensemble = fitted.Model.TrainedTreeEnsemble;
        var trees = ensemble.Trees.Select((tree, i) => new Tree(
            [.. tree.NumericalSplitFeatureIndexes], [.. tree.NumericalSplitThresholds], [.. tree.LeftChild], [.. tree.RightChild],
            [.. tree.LeafValues.Select(value => (double)(float)(value * ensemble.TreeWeights[i]))])).ToArray();
        return TrainedPredictor.Calibrate(Name, new TreeModel(encoder, trees, center + ensemble.Bias), labels);
    }

    private static IDataView View(MLContext context, IArchitectureEncoder encoder, IReadOnlyList<LabelledArchitecture> labels, double center)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, encoder.Width);
        return context.Data.LoadFromEnumerable(labels.Select(label => new Row
        {
            Label = (float)(label.LogMilliseconds - center),
            Features = encoder.Row(label.Architecture),
        }), schema);
    }

    private sealed class Row
    {
        public float Label { get; init; }

        public float[] Features { get; init; } = [];
    }
}
