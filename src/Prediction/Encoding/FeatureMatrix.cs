using LatBench.SearchSpaces;

namespace LatBench.Prediction.Encoding;

/// <summary>Shorthands over <see cref="IArchitectureEncoder"/>.</summary>
internal static class FeatureMatrix
{
    /// <summary>The features of one architecture.</summary>
    public static float[] Row(this IArchitectureEncoder encoder, Architecture architecture)
    {
        var row = new float[encoder.Width];
        encoder.Encode(architecture, row);
        return row;
    }

    /// <summary>The features of many architectures, row-major.</summary>
    public static float[] Rows(this IArchitectureEncoder encoder, IReadOnlyList<Architecture> architectures)
    {
        var rows = new float[architectures.Count * encoder.Width];
        for (var i = 0; i < architectures.Count; i++)
            encoder.Encode(architectures[i], rows.AsSpan(i * encoder.Width, encoder.Width));
        return rows;
    }
}
