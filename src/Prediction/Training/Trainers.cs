using LatBench.Prediction.Predictors.BoostedTrees;
using LatBench.Prediction.Predictors.GaussianProcess;
using LatBench.Prediction.Predictors.Linear;
using LatBench.Prediction.Predictors.PaperGcn;

namespace LatBench.Prediction.Training;

/// <summary>Every trainer, by name.</summary>
public static class Trainers
{
    /// <summary>The trainer that is used where none is named.</summary>
    public const string Default = "latbench";

    private static readonly ITrainer[] AllTrainers =
    [
        new LatBenchTrainer(),
        new PaperGcnTrainer(new GcnOptions()),
        new BoostedTreesTrainer(),
        LinearTrainer.OneHot,
        LinearTrainer.LayerWise,
        LinearTrainer.Proxy,
    ];

    /// <summary>All of them, LatBench's own first.</summary>
    public static IReadOnlyList<ITrainer> All => AllTrainers;

    /// <summary>Finds a trainer.</summary>
    /// <param name="name">Its name, such as <c>latbench</c>.</param>
    /// <exception cref="PredictionException">There is none of that name; the message lists them.</exception>
    public static ITrainer Named(string name) => Array.Find(AllTrainers, trainer => trainer.Name == name)
        ?? throw new PredictionException($"'{name}' is not a predictor: use one of {string.Join(", ", AllTrainers.Select(trainer => trainer.Name))}.");
}
