namespace LatBench.Measurements.Comparisons;

/// <summary>A side of a comparison: what was measured of one model on one target.</summary>
public sealed record ComparedMeasurement
{
    /// <summary>Gets the counted passes, each with at least one sample.</summary>
    public required IReadOnlyList<NumberedPass> Passes { get; init; }

    /// <summary>Gets a value indicating whether the canary says that the model was never measured while the machine was as fast as it can be.</summary>
    public bool HasDrifted { get; init; }

    /// <summary>Gets a value indicating whether too few passes had the core to themselves.</summary>
    internal bool IsContended => LatencyEstimator.LacksUncontendedPasses([.. Passes.Select(pass => pass.Result)]);

    /// <summary>Creates a side of passes whose numbers do not matter.</summary>
    /// <param name="passes">The passes, in their order.</param>
    public static ComparedMeasurement Of(IEnumerable<PassResult> passes) =>
        new() { Passes = [.. passes.Select((pass, place) => new NumberedPass(place + 1, pass))] };
}

/// <summary>A pass with its number in the campaign.</summary>
/// <param name="Number">The number of the pass, from 1.</param>
/// <param name="Result">The result.</param>
public sealed record NumberedPass(int Number, PassResult Result);
