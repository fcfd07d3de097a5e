namespace LatBench.Search.Strategies;

/// <summary>The options of the strategies that train a network; the others ignore it.</summary>
public sealed record StrategyOptions
{
    /// <summary>The share of each iteration that is taken from the top of the ranking; the rest is drawn at random. 0.5 by default, as in the paper.</summary>
    public double Alpha { get; init; } = 0.5;

    /// <summary>Into how many iterations a budget is divided, each with a training of its own. 5 by default.</summary>
    public int Iterations { get; init; } = 5;

    /// <summary>Width of the network's layers. 96 by default, which trains in a second; the paper's has 600.</summary>
    public int Hidden { get; init; } = 96;

    /// <summary>Rounds over the evaluations of one training. 100 by default; the paper's has up to 250.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>Threads to compute with; 1 by default.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Explains what is wrong with the values; null where nothing is.</summary>
    public string? Fault() =>
        Alpha is not (>= 0 and <= 1) ? "alpha is a share from 0 to 1."
        : Iterations is < 1 or > 1000 ? "iterations is 1 to 1000."
        : Hidden is < 8 or > 600 ? "hidden is 8 to 600."
        : Epochs is < 1 or > 1000 ? "epochs is 1 to 1000."
        : null;
}
