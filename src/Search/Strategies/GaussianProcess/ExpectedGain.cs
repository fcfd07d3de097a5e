using LatBench.Search.Numerics;

namespace LatBench.Search.Strategies.GaussianProcess;

/// <summary>
/// By how much a training is expected to raise the best that meets the limits, where it is only likely, not known, which of the evaluated networks do.
/// The best of them is each evaluation with the chance that it meets the limits and none that is better does. (Expected improvement, J. Močkus, 1975,
/// under constraints that are themselves predicted: M. Gelbart, J. Snoek, R. Adams, 2014.)
/// </summary>
internal sealed class ExpectedGain
{
    /// <summary>The part of the chance that is left aside: what is so unlikely to be the best decides nothing.</summary>
    private const double Negligible = 1e-3;

    private readonly List<(double Value, double Weight)> _best = [];

    /// <param name="evaluated">Values and chances to meet the limits.</param>
    public ExpectedGain(IEnumerable<(double Value, double Chance)> evaluated)
    {
        var left = 1.0;
        var worst = 0.0;
        foreach (var (value, chance) in evaluated.OrderByDescending(one => one.Value))
        {
            worst = value;
            _best.Add((value, left * chance));
            left *= 1 - chance;
            if (left < Negligible)
                return;
        }

        _best.Add((worst, left)); // none of them meets the limits: then they are all as bad as the worst
    }

    /// <summary>The gain of a network that is predicted so, if it meets the limits.</summary>
    public double Of(double mean, double deviation)
    {
        var gain = 0.0;
        foreach (var (value, weight) in _best)
        {
            var z = (mean - value) / deviation;
            gain += weight * deviation * ((z * StandardNormal.Below(z)) + StandardNormal.Density(z));
        }

        return gain;
    }
}
