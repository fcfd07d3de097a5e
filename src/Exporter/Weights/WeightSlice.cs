namespace LatBench.Exporter.Weights;

/// <summary>One constant tensor of the network: its name in the graph, its shape, and its place in the weights file.</summary>
/// <param name="Index">Its ordinal in the file.</param>
/// <param name="Name">Unique in a graph.</param>
/// <param name="Shape">Dimensions.</param>
/// <param name="Range">Where its values lie.</param>
/// <param name="Offset">First byte in the file, a multiple of <see cref="WeightPlan.Alignment"/>.</param>
internal sealed record WeightSlice(int Index, string Name, long[] Shape, WeightRange Range, long Offset)
{
    public int Elements { get; } = (int)Shape.Aggregate(1L, (product, size) => product * size);

    public int Bytes => Elements * sizeof(float);
}
