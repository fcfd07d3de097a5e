using LatBench.Contracts.V1;
using LatBench.Coordinator.Predictors.Serving;
using LatBench.Coordinator.Predictors.Training;
using LatBench.Prediction;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Serving;
using LatBench.SearchSpaces;
using Predictor = LatBench.Storage.Predictors.Predictor;

namespace LatBench.Coordinator.Predictors;

/// <summary>Evaluates predictors on what is measured now.</summary>
internal sealed class EvaluationRequests(SearchSpaceRegistry spaces, TargetLabels labels, PredictorArtifacts artifacts, PredictorCatalog catalog)
{
    private const int MinimumLabels = 2;

    /// <summary>Evaluates a predictor and its baselines by the labels they have not seen.</summary>
    public async Task<Evaluation> EvaluateAsync(Predictor predictor, CancellationToken cancellationToken)
    {
        var served = await catalog.LoadAsync(predictor, cancellationToken);
        var all = await labels.ReadAsync(served.Space, predictor.Target, predictor.Configuration, cancellationToken);
        var seen = LabelFile.ReadSeen(served.Space, await artifacts.ReadAsync(predictor, PredictorFileNames.Labels, cancellationToken));
        LabelledArchitecture[] unseen = [.. all.Where(label => !seen.Contains(label.Architecture))];
        if (unseen.Length < MinimumLabels)
            throw PredictorRefusals.Precondition(PredictorRefusals.TooFewLabels, $"The target '{predictor.Target}' has {unseen.Length} measurements that the predictor was not trained from, and {MinimumLabels} are needed: measure more architectures, or hold some out when training.");
        Architecture[] architectures = [.. unseen.Select(label => label.Architecture)];
        List<Accuracy> accuracies = [Evaluations.Of(predictor.Plan.Trainer, served.Predict(architectures), unseen)];
        foreach (var file in predictor.Files.Where(file => PredictorFileNames.IsBaseline(file.Path)))
        {
            var onnx = await artifacts.ReadAsync(predictor, file.Path, cancellationToken);
            var json = await artifacts.ReadAsync(predictor, Path.ChangeExtension(file.Path, ".json"), cancellationToken);
            var (trainer, predictions) = await Task.Run(() => Predict(new PredictorFiles(onnx, json), architectures), cancellationToken);
            accuracies.Add(Evaluations.Of(trainer, predictions, unseen));
        }

        return Evaluations.Of(served.Space, accuracies, all);
    }

    private (string Trainer, IReadOnlyList<LatencyPrediction> Predictions) Predict(PredictorFiles files, IReadOnlyList<Architecture> architectures)
    {
        using var network = OnnxPredictor.Load(files, spaces);
        return (network.Description.Predictor, network.Predict(architectures));
    }
}
