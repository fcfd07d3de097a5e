using LatBench.Measurements.Comparisons;

namespace LatBench.Measurements.Gates;

/// <summary>The result of holding a run against a baseline.</summary>
public sealed record GateResult
{
    /// <summary>Gets the settings.</summary>
    public required GateOptions Options { get; init; }

    /// <summary>Gets the decisions: the models of the baseline in their order, then the new ones.</summary>
    public required IReadOnlyList<GateDecision> Decisions { get; init; }

    /// <summary>Gets the differences between the two machines in words; where there are any, only models of the baseline that were measured again are judged.</summary>
    public IReadOnlyList<string> MachineDifferences { get; init; } = [];

    /// <summary>Gets the number of models of the baseline that were measured again, in the same passes as those of the run.</summary>
    public int MeasuredAgain { get; init; }

    /// <summary>Gets the change of the machine from the baseline to the run, by its canary; null where it is not known.</summary>
    public MachineDrift? Drift { get; init; }

    /// <summary>Gets a value indicating whether every model of the baseline was judged.</summary>
    public bool IsDecided => Decisions.All(decision => decision.Outcome is GateOutcome.Passed or GateOutcome.Slower or GateOutcome.New);

    /// <summary>Gets a value indicating whether the build is to fail: a model is slower, or in strict mode one could not be judged.</summary>
    public bool Fails => Decisions.Any(decision => decision.Outcome == GateOutcome.Slower) || (Options.Strict && !IsDecided);

    /// <summary>Returns the number of models with an outcome.</summary>
    public int Count(GateOutcome outcome) => Decisions.Count(decision => decision.Outcome == outcome);
}
