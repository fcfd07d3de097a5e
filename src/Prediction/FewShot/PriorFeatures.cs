using LatBench.Prediction.Encoding;
using LatBench.Prediction.Numerics;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.FewShot;

/// <summary>
/// Features of architectures whose weights on a new device are expected to be independent and of size 1: the latencies of known devices, and, for what they have not shown, features of
/// the architecture itself, centred over a list of architectures. In a space that is listed and has choices these are the option at each place and the counts of options: dead edges
/// count, as some engines run them. In any other they are the features of its encoder.
/// </summary>
internal sealed class PriorFeatures
{
    /// <summary>The variance of what is the same for all architectures of a device.</summary>
    public const double OffsetVariance = 9;

    /// <summary>The parts of the variance of log latencies by their source. Chosen by leaving out families of HELP's nine devices for meta-training.</summary>
    private const double FieldVariance = 0.3, ChoiceVariance = 0.02, CountVariance = 0.02;

    /// <summary>The choices that the features are of; null where they are those of the encoder of the space.</summary>
    private readonly IArchitectureChoices? _choices;

    private readonly IArchitectureEncoder _encoder;

    private readonly double[] _means;

    private readonly double[] _scales;

    /// <param name="space">The space.</param>
    /// <param name="architectures">The architectures that the features are centred over.</param>
    public PriorFeatures(ISearchSpace space, IReadOnlyList<Architecture> architectures)
    {
        _choices = SpaceIndex.Has(space) ? space.Choices : null;
        _encoder = _choices is null
            ? Encoders.Features(space)
            : new FunctionEncoder("places-and-counts/1", (_choices.Places.Count + 1) * _choices.Options.Count, isByte: true, architecture => PlacesAndCounts(_choices, architecture));
        var (sums, squares) = (new double[_encoder.Width], new double[_encoder.Width]);
        foreach (var row in architectures.Select(_encoder.Row))
        {
            for (var i = 0; i < row.Length; i++)
                (sums[i], squares[i]) = (sums[i] + row[i], squares[i] + ((double)row[i] * row[i]));
        }

        _means = [.. sums.Select(sum => sum / architectures.Count)];
        _scales = [.. squares.Select((square, i) => Scale(i, Math.Sqrt(Math.Max(0, (square / architectures.Count) - (_means[i] * _means[i])))))];
    }

    /// <summary>The means of the features of the encoder.</summary>
    public IReadOnlyList<double> Means => _means;

    /// <summary>The factors of the features around their means.</summary>
    public IReadOnlyList<double> Scales => _scales;

    /// <summary>Returns the factor of the latencies of one of so many known devices.</summary>
    public static double FieldScale(int devices) => Math.Sqrt(FieldVariance / devices);

    /// <summary>One row an architecture: known devices, features of its own, and a constant.</summary>
    /// <param name="architectures">Any of the space.</param>
    /// <param name="fields">For each known device the relative log latencies of these architectures.</param>
    public Matrix Of(IReadOnlyList<Architecture> architectures, IReadOnlyList<double[]> fields)
    {
        var features = new Matrix(architectures.Count, fields.Count + _means.Length + 1);
        var scale = FieldScale(fields.Count);
        for (var row = 0; row < architectures.Count; row++)
        {
            var raw = _encoder.Row(architectures[row]);
            for (var device = 0; device < fields.Count; device++)
                features[row, device] = scale * fields[device][row];
            for (var i = 0; i < raw.Length; i++)
                features[row, fields.Count + i] = _scales[i] * (raw[i] - _means[i]);
            features[row, features.Columns - 1] = Math.Sqrt(OffsetVariance);
        }

        return features;
    }

    /// <summary>An option at a place keeps its own deviation; counts, and features of an encoder, have deviation 1.</summary>
    private double Scale(int feature, double deviation)
    {
        if (_choices is not null && feature < _choices.Places.Count * _choices.Options.Count)
            return Math.Sqrt(ChoiceVariance / _choices.Places.Count);
        var variance = _choices is null ? (ChoiceVariance + CountVariance) / _encoder.Width : CountVariance / _choices.Options.Count;
        return deviation > 1e-9 ? Math.Sqrt(variance) / deviation : 0;
    }

    /// <summary>The option at each place of the architecture as it is given, one-hot, place by place, and then the number of times that each option is there.</summary>
    private static float[] PlacesAndCounts(IArchitectureChoices choices, Architecture architecture)
    {
        var features = new float[(choices.Places.Count + 1) * choices.Options.Count];
        var options = new int[choices.Places.Count];
        choices.Read(architecture, options);
        foreach (var (place, option) in options.Index())
        {
            features[(place * choices.Options.Count) + option] = 1;
            features[(options.Length * choices.Options.Count) + option]++;
        }

        return features;
    }
}
