using System.Globalization;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Runner;

/// <summary>Bounds what is bound to a model by what can be filled and checked.</summary>
internal static class TensorSize
{
    /// <exception cref="VisitException">There are more elements than that.</exception>
    public static void Require(string kind, string name, IReadOnlyList<long> dimensions)
    {
        // As a product of doubles, which cannot wrap around.
        var elements = dimensions.Aggregate(1.0, (product, dimension) => product * dimension);
        if (elements <= Array.MaxLength) return;
        throw new VisitException(
            FailureReason.ModelRejected,
            string.Create(CultureInfo.InvariantCulture, $"The {kind} '{name}' has {elements:G4} elements, and {Array.MaxLength} are the most that can be measured; export the model with a smaller batch."));
    }
}
