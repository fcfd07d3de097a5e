namespace LatBench.Measurements.Comparisons;

/// <summary>The relation of two measurements to one another.</summary>
/// <param name="SamePasses">True where both were measured in the same passes of one campaign on one target: pass n of one is compared with pass n of the other.</param>
/// <param name="SameMachine">True where both were measured on one machine with the same settings, so that one reference clock holds for both.</param>
public sealed record ComparisonSetting(bool SamePasses, bool SameMachine)
{
    /// <summary>Gets the change of the machine between two runs on it, as its canary shows it; null where it is not known, or where both are of one run.</summary>
    public MachineDrift? Drift { get; init; }

    /// <summary>Gets the sentence that says in what the configurations of the two differ; null where they may be compared.</summary>
    public string? DifferentConfigurations { get; init; }
}
