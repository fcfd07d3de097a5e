using LatBench.Prediction.Numerics;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Prediction.FewShot;

/// <summary>
/// Features of every measurable architecture whose weights on a new device are expected to be independent and of size 1: the latencies of
/// known devices, and, for what they have not shown, the operation on each edge and the counts of operations. Dead edges count: some engines run them.
/// </summary>
internal static class PriorFeatures
{
    /// <summary>The parts of the variance of log latencies by their source. Chosen by leaving out families of HELP's nine devices for meta-training.</summary>
    private const double FieldVariance = 0.3, EdgeVariance = 0.02, CountVariance = 0.02, OffsetVariance = 9;

    private static readonly Lazy<(double[] Column, double Variance)[]> Own = new(() =>
    [
        .. from edge in Enumerable.Range(0, Edge.Count)
           from operation in Enum.GetValues<Operation>()
           select (Centred(architecture => architecture[edge] == operation ? 1 : 0, false), EdgeVariance / Edge.Count),
        .. from operation in Enum.GetValues<Operation>()
           select (Centred(architecture => architecture.Operations.Count(other => other == operation), true), CountVariance / Operations.Count),
    ]);

    /// <summary>One row an architecture, in the order of <see cref="Space.Measurable"/>.</summary>
    public static Matrix Of(IReadOnlyList<double[]> fields)
    {
        List<(double[] Column, double Variance)> columns =
        [
            .. fields.Select(field => (field, FieldVariance / fields.Count)),
            .. Own.Value,
            (Enumerable.Repeat(1.0, Space.Measurable.Count).ToArray(), OffsetVariance),
        ];
        var features = new Matrix(Space.Measurable.Count, columns.Count);
        for (var column = 0; column < columns.Count; column++)
        {
            var scale = Math.Sqrt(columns[column].Variance);
            for (var row = 0; row < features.Rows; row++)
                features[row, column] = scale * columns[column].Column[row];
        }

        return features;
    }

    private static double[] Centred(Func<Architecture, double> feature, bool standardise)
    {
        var values = Space.Measurable.Select(feature).ToArray();
        var mean = values.Average();
        var deviation = standardise ? Math.Sqrt(values.Average(value => (value - mean) * (value - mean))) : 1;
        return [.. values.Select(value => (value - mean) / deviation)];
    }
}
