namespace LatBench.Measurements.Gates;

/// <summary>Specifies what a gate found out about a model. The names are part of JSON documents: they never change.</summary>
public enum GateOutcome
{
    /// <summary>It is not slower than is allowed, with 95 % confidence.</summary>
    Passed = 1,

    /// <summary>It is slower by more than is allowed, and noise does not explain that it is slower (95 % confidence): the gate fails.</summary>
    Slower = 2,

    /// <summary>The measurements do not decide it.</summary>
    CannotTell = 3,

    /// <summary>The baseline does not have it.</summary>
    New = 4,

    /// <summary>The baseline has it, and it was not measured.</summary>
    Missing = 5,
}
