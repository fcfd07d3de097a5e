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

    /// <summary>The number of suggestions of a round where it does not depend on the budget; null where the budget is divided into <see cref="Iterations"/>.</summary>
    public int? Round { get; init; }

    /// <summary>The learning rate of the networks. 1e-3 by default: small networks and few evaluations take a greater step than the paper's 3.5e-4.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>
    /// Gets the options of the BRP-NAS paper: its width, its epochs and learning rate, and its schedule: 20 drawn at random, then rounds of 10 from the top and 10 at random.
    /// </summary>
    public static StrategyOptions Paper { get; } = new() { Hidden = 600, Epochs = 250, LearningRate = 3.5e-4, Round = 20 };

    /// <summary>Threads to compute with; 1 by default.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Explains what is wrong with the values; null where nothing is.</summary>
    public string? Fault() =>
        Alpha is not (>= 0 and <= 1) ? "alpha is a share from 0 to 1."
        : Round is < 1 ? "round is 1 or more."
        : LearningRate is not (> 0 and <= 1) ? "the learning rate is above 0, at most 1."
        : Iterations is < 1 or > 1000 ? "iterations is 1 to 1000."
        : Hidden is < 8 or > 600 ? "hidden is 8 to 600."
        : Epochs is < 1 or > 1000 ? "epochs is 1 to 1000."
        : null;
}
