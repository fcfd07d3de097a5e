using LatBench.Prediction.Differentiation;

namespace LatBench.Prediction.Predictors.CellNetworks;

/// <summary>The target that is learnt from the embeddings of a batch of architectures.</summary>
internal interface ITrainingHead
{
    /// <summary>The shapes of the head's own parameters.</summary>
    long[][] Shapes { get; }

    /// <summary>Writes the loss.</summary>
    /// <param name="tape">The tape to write to.</param>
    /// <param name="embeddings">Batch × hidden.</param>
    /// <param name="parameters">In the order of <see cref="Shapes"/>.</param>
    /// <param name="bind">Makes an input of an array, which may change before every step.</param>
    /// <returns>1 × 1.</returns>
    Tracked Loss(Tape tape, Tracked embeddings, Tracked[] parameters, Func<string, float[], long[], Tracked> bind);

    /// <summary>Loads the targets of the next batch into the arrays that were bound.</summary>
    void Load(ReadOnlySpan<double> targets);
}
