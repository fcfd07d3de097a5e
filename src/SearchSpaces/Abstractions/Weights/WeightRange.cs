namespace LatBench.SearchSpaces;

/// <summary>
/// The range of the synthetic values of a tensor: <c>Low + k·Step</c> with k a random byte. Where both numbers are small multiples of a
/// power of two, every value is exact in single and half precision, and the same on every machine.
/// </summary>
/// <param name="Low">The smallest value.</param>
/// <param name="Step">The distance between two values.</param>
public readonly record struct WeightRange(float Low, float Step)
{
    /// <summary>Gets the range of kernels of a convolution or linear layer: positive, a kernel's sum near 1 (near 9/8 for 3×3).</summary>
    /// <param name="fanIn">The inputs of one output: channels × kernel area.</param>
    public static WeightRange Kernel(int fanIn)
    {
        var unit = 1f;
        while (unit * fanIn > 1.125f)
            unit /= 2;
        return new WeightRange(unit / 2, unit / 256);
    }

    /// <summary>Gets the range multiplied by a power of two, or by a small integer.</summary>
    /// <param name="factor">The factor.</param>
    public WeightRange Times(float factor) => new(Low * factor, Step * factor);

    /// <summary>Gets the value that belongs to a random byte.</summary>
    /// <param name="k">The random byte.</param>
    public float At(byte k) => Low + k * Step;
}
