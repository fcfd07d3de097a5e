namespace LatBench.Bench;

/// <summary>Figures of one quantity: from repeated, interleaved rounds, or from many models.</summary>
internal sealed class Rounds
{
    private readonly List<double> _values = [];

    public double Median => Quantile(0.5);

    public double Minimum => _values.Min();

    public double Maximum => _values.Max();

    public void Add(double value) => _values.Add(value);

    /// <summary>The quantile of type 7, as in all of LatBench.</summary>
    public double Quantile(double probability) => Measurements.Quantile.OfSorted([.. _values.Order()], probability);
}
