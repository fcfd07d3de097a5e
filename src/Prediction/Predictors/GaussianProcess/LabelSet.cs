using LatBench.Measurements;
using LatBench.Prediction.Encoding;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Numerics;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Predictors.GaussianProcess;

/// <summary>Labels as a Gaussian process takes them: standardised features and targets.</summary>
internal sealed class LabelSet
{
    /// <param name="encoder">The features of architectures.</param>
    /// <param name="labels">At least one.</param>
    /// <param name="reference">The labels whose median and deviation standardise the targets.</param>
    public LabelSet(IArchitectureEncoder encoder, IReadOnlyList<LabelledArchitecture> labels, IReadOnlyList<LabelledArchitecture> reference)
    {
        var logs = reference.Select(label => label.LogMilliseconds).Order().ToArray();
        Center = Quantile.OfSorted(logs, 0.5);
        Deviation = Math.Sqrt(logs.Average(log => (log - Center) * (log - Center)));
        Architectures = [.. labels.Select(label => label.Architecture)];
        Targets = [.. labels.Select(label => (label.LogMilliseconds - Center) / Deviation)];
        Features = new Matrix(labels.Count, encoder.Width);
        for (var i = 0; i < labels.Count; i++)
        {
            var row = encoder.Row(labels[i].Architecture);
            for (var j = 0; j < row.Length; j++)
                Features[i, j] = row[j] * encoder.Scales[j];
        }
    }

    public double Center { get; }

    public double Deviation { get; }

    public Architecture[] Architectures { get; }

    public double[] Targets { get; }

    public Matrix Features { get; }
}
