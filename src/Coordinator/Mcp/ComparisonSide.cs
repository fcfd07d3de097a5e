using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Mcp;

/// <summary>A side of a comparison that an assistant asks for.</summary>
/// <param name="Model">The model.</param>
/// <param name="Target">Slug of the target.</param>
/// <param name="Precision">The precision.</param>
internal sealed record ComparisonSide(ComparedModel Model, string Target, Precision Precision)
{
    /// <summary>Gets the side in words.</summary>
    public string Name => $"{Limits.Shorten(Model.Text)} on {Target}";
}
