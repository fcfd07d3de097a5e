using LatBench.Prediction.Encoding;
using LatBench.Prediction.Numerics;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.FewShot;

/// <summary>
/// Features of every measurable architecture whose weights on a new device are expected to be independent and of size 1: the latencies of
/// known devices, and, for what they have not shown, the option at each place and the counts of options. Dead edges count: some engines run them.
/// </summary>
internal sealed class PriorFeatures
{
    /// <summary>The parts of the variance of log latencies by their source. Chosen by leaving out families of HELP's nine devices for meta-training.</summary>
    private const double FieldVariance = 0.3, ChoiceVariance = 0.02, CountVariance = 0.02, OffsetVariance = 9;

    private readonly IReadOnlyList<Architecture> _architectures;

    private readonly (double[] Column, double Variance)[] _own;

    /// <param name="space">The space.</param>
    /// <param name="architectures">Its measurable architectures.</param>
    public PriorFeatures(ISearchSpace space, IReadOnlyList<Architecture> architectures)
    {
        _architectures = architectures;
        _own = space.Choices is { } choices ? Choices(choices) : Features(Encoders.Features(space));
    }

    /// <summary>One row an architecture, in their order.</summary>
    /// <param name="fields">The latencies of known devices.</param>
    public Matrix Of(IReadOnlyList<double[]> fields)
    {
        List<(double[] Column, double Variance)> columns =
        [
            .. fields.Select(field => (field, FieldVariance / fields.Count)),
            .. _own,
            (Enumerable.Repeat(1.0, _architectures.Count).ToArray(), OffsetVariance),
        ];
        var features = new Matrix(_architectures.Count, columns.Count);
        for (var column = 0; column < columns.Count; column++)
        {
            var scale = Math.Sqrt(columns[column].Variance);
            for (var row = 0; row < features.Rows; row++)
                features[row, column] = scale * columns[column].Column[row];
        }

        return features;
    }

    private static double[] Centred(double[] values, bool standardise)
    {
        var mean = values.Average();
        var deviation = standardise ? Math.Sqrt(values.Average(value => (value - mean) * (value - mean))) : 1;
        return [.. values.Select(value => deviation > 0 ? (value - mean) / deviation : 0)];
    }

    private (double[] Column, double Variance)[] Choices(IArchitectureChoices choices)
    {
        var (places, options) = (choices.Places.Count, choices.Options.Count);
        int[][] rows = [.. _architectures.Select(Read)];
        return
        [
            .. from place in Enumerable.Range(0, places)
               from option in Enumerable.Range(0, options)
               select (Centred([.. rows.Select(row => row[place] == option ? 1.0 : 0)], false), ChoiceVariance / places),
            .. from option in Enumerable.Range(0, options)
               select (Centred([.. rows.Select(row => (double)row.Count(other => other == option))], true), CountVariance / options),
        ];

        int[] Read(Architecture architecture)
        {
            var row = new int[places];
            choices.Read(architecture, row);
            return row;
        }
    }

    private (double[] Column, double Variance)[] Features(IArchitectureEncoder encoder)
    {
        var rows = _architectures.Select(encoder.Row).ToArray();
        return
        [
            .. Enumerable.Range(0, encoder.Width)
                .Select(feature => (Centred([.. rows.Select(row => (double)row[feature])], true), (ChoiceVariance + CountVariance) / encoder.Width)),
        ];
    }
}
