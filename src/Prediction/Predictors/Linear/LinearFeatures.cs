using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Prediction.Predictors.Linear;

/// <summary>The few features of the paper's simple baselines, all of the effective cell.</summary>
internal static class LinearFeatures
{
    /// <summary>Numbers of 1×1 and 3×3 convolutions: MACs and parameters are linear in them, so a regression on either pair is the same.</summary>
    public static double[] Proxy(Architecture architecture) => [Count(architecture, Operation.NorConv1x1), Count(architecture, Operation.NorConv3x3)];

    /// <summary>Returns the number of times that each operation is computed.</summary>
    public static double[] Layers(Architecture architecture) =>
    [
        Count(architecture, Operation.SkipConnect), Count(architecture, Operation.NorConv1x1),
        Count(architecture, Operation.NorConv3x3), Count(architecture, Operation.AvgPool3x3),
    ];

    /// <summary>The operation on each edge, one-hot.</summary>
    public static double[] Edges(Architecture architecture) =>
        [.. architecture.EffectiveCell.Architecture.Operations.SelectMany(operation => Enumerable.Range(0, Operations.Count).Select(digit => digit == (int)operation ? 1.0 : 0.0))];

    private static double Count(Architecture architecture, Operation operation) =>
        architecture.EffectiveCell.Architecture.Operations.Count(other => other == operation);
}
