namespace LatBench.Exporter.Tests.Wiring;

/// <summary>A tensor of an exported graph.</summary>
/// <param name="Place">The name of the operator that reads it with the tensor's part in it, such as <c>cell3/0-1/conv/weight</c>.</param>
/// <param name="Shape">The dimensions.</param>
/// <param name="Values">The elements in row-major order.</param>
internal sealed record PlacedTensor(string Place, long[] Shape, float[] Values);
