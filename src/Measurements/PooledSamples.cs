namespace LatBench.Measurements;

/// <summary>The samples of several passes, brought to the reference clock, in ascending order, each with the pass that it came from.</summary>
internal sealed class PooledSamples
{
    private readonly double[] _sorted;
    private readonly int[] _passOf;
    private readonly int[] _passLengths;

    public PooledSamples(IReadOnlyList<PassResult> passes)
    {
        _passLengths = new int[passes.Count];
        var total = 0;
        for (var pass = 0; pass < passes.Count; pass++)
            total += _passLengths[pass] = passes[pass].SamplesNs.Count;
        _sorted = new double[total];
        _passOf = new int[total];
        var next = 0;
        for (var pass = 0; pass < passes.Count; pass++)
        {
            var correction = passes[pass].ClockCorrection;
            foreach (var sample in passes[pass].SamplesNs)
            {
                _sorted[next] = sample * correction;
                _passOf[next++] = pass;
            }
        }

        Array.Sort(_sorted, _passOf);
    }

    /// <summary>Initializes from values that are a pass each.</summary>
    public PooledSamples(IReadOnlyList<double> values)
    {
        _sorted = [.. values];
        _passOf = [.. Enumerable.Range(0, values.Count)];
        _passLengths = [.. values.Select(_ => 1)];
        Array.Sort(_sorted, _passOf);
    }

    /// <summary>All samples in nanoseconds at the reference clock, ascending.</summary>
    public ReadOnlySpan<double> Sorted => _sorted;

    /// <summary>Number of passes.</summary>
    public int Passes => _passLengths.Length;

    /// <summary>The type 7 quantile of a pool in which the samples of pass i stand <c>weights[i]</c> times.</summary>
    public double WeightedQuantile(ReadOnlySpan<int> weights, double probability)
    {
        var total = 0L;
        for (var pass = 0; pass < _passLengths.Length; pass++) total += (long)weights[pass] * _passLengths[pass];
        var position = (total - 1) * probability;
        var below = (long)position;
        var fraction = position - below;
        var seen = 0L;
        var index = 0;
        while ((seen += weights[_passOf[index]]) <= below) index++;
        var value = _sorted[index];
        if (fraction == 0 || seen > below + 1) return value;
        do index++;
        while (weights[_passOf[index]] == 0);
        return value + (fraction * (_sorted[index] - value));
    }
}
