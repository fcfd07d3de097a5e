using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Measurements.Plots;

/// <summary>Latencies that belong together: those of a target, of one search space and in one model configuration.</summary>
/// <param name="Slug">The target.</param>
/// <param name="SearchSpace">The search space.</param>
/// <param name="Models">The model configuration.</param>
/// <param name="IsImported">True where they were measured elsewhere.</param>
internal sealed record MeasuredTarget(string Slug, string SearchSpace, ModelConfig Models, bool IsImported)
{
    public static MeasuredTarget Of(LabelledTarget target) => new(target.Target, target.SearchSpace, target.ModelConfig, target.Origin == Origin.Imported);

    public static MeasuredTarget Of(Measurement measurement) => new(measurement.Target, measurement.SearchSpace, measurement.ModelConfig, IsImported: false);

    /// <summary>Gets the line below the title of a picture.</summary>
    public string Describe(int count, string noun) => FormattableString.Invariant($"{count:#,0} {noun}{(count == 1 ? "" : "s")} of {SearchSpace}, {Words.Of(Models)}");
}
