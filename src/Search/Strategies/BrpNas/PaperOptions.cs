using LatBench.Prediction.Predictors.PaperGcn;

namespace LatBench.Search.Strategies.BrpNas;

/// <summary>The settings of a <see cref="PaperStrategy"/>: those of the authors' program unless said otherwise.</summary>
/// <param name="Name">The name in figures.</param>
/// <param name="LearnsRelation">True where the network learns which of two architectures is better, false where it learns accuracies.</param>
/// <param name="Iterations">The number of times that it is trained; 1 draws all trainings at random.</param>
internal sealed record PaperOptions(string Name, bool LearnsRelation, int Iterations)
{
    /// <summary>The evaluations that the network learns from in the end.</summary>
    public int Trainings { get; init; } = 100;

    /// <summary>The network; its epochs are those of the last iteration, and the first has its share of them.</summary>
    public GcnOptions Network { get; init; } = new() { Hidden = 600, Epochs = 250, LearningRate = 3.5e-4, UsesCosineAnnealing = true, Dropout = 0.2 };

    /// <summary>Gets the number of architectures that an iteration adds.</summary>
    public int BatchSize => Trainings / Iterations;
}
