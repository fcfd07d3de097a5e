using LatBench.SearchSpaces;

namespace LatBench.Prediction.Predictors.PaperGcn;

/// <summary>
/// The factors of activations in training: 0 for a random part of them, and for the others what keeps the mean. Draws the distances between zeros, which are
/// geometric, so that a draw costs what it changes.
/// </summary>
internal sealed class DropoutMask
{
    private readonly double _rate;

    private readonly float _kept;

    private readonly List<int> _dropped = [];

    public DropoutMask(int length, double rate)
    {
        (_rate, _kept) = (rate, (float)(1 / (1 - rate)));
        Values = new float[length];
        Array.Fill(Values, _kept);
    }

    /// <summary>The mask; always the same array.</summary>
    public float[] Values { get; }

    /// <summary>Draws another.</summary>
    public void Draw(SplitMix64 random)
    {
        foreach (var place in _dropped)
            Values[place] = _kept;
        _dropped.Clear();
        for (var place = Gap(random); place < Values.Length; place += 1 + Gap(random))
        {
            Values[place] = 0;
            _dropped.Add(place);
        }
    }

    /// <summary>Draws the number of activations that are kept before the next zero.</summary>
    private int Gap(SplitMix64 random)
    {
        var uniform = ((random.Next() >> 11) + 0.5) * (1.0 / (1UL << 53));
        return _rate <= 0 ? Values.Length : (int)Math.Min(Values.Length, Math.Log(uniform) / Math.Log(1 - _rate));
    }
}
