namespace LatBench.Exporter.Network;

/// <summary>
/// What an activation is expected to be, for the ranges of quantisation: one channel that stands for all of them, since synthetic
/// kernels average their inputs. Plain sums and products of doubles, in a fixed order: the same on every machine.
/// </summary>
/// <param name="Side">Pixels a side.</param>
/// <param name="Pixels">Expected values, row by row.</param>
/// <param name="Peak">Largest value that any channel is expected to take; above 0.</param>
internal sealed record MeanImage(int Side, double[] Pixels, double Peak)
{
    /// <summary>How far the largest channel lies above the mean of all.</summary>
    private const double Headroom = 1.3;

    public static MeanImage Constant(int side, double value, double peak)
    {
        var pixels = new double[side * side];
        Array.Fill(pixels, value);
        return new MeanImage(side, pixels, peak);
    }

    /// <summary>After a convolution whose kernels add up to <paramref name="gain"/> and whose bias is <paramref name="bias"/>.</summary>
    public MeanImage Convolved(int size, int stride, double gain, double bias)
    {
        var sums = Window(size, stride, size / 2, countPadding: true);
        for (var i = 0; i < sums.Length; i++)
            sums[i] = gain * sums[i] + bias;
        return new MeanImage(Side / stride, sums, Math.Max(Headroom * sums.Max(), double.Epsilon));
    }

    public MeanImage Pooled(int size, int stride, int padding)
    {
        var means = Window(size, stride, padding, countPadding: false);
        var most = Pixels.Max();
        return new MeanImage(Side / stride, means, most > 0 ? Peak * (means.Max() / most) : Peak);
    }

    public MeanImage Plus(MeanImage other)
    {
        var sums = new double[Pixels.Length];
        for (var i = 0; i < sums.Length; i++)
            sums[i] = Pixels[i] + other.Pixels[i];
        return new MeanImage(Side, sums, Peak + other.Peak);
    }

    /// <summary>After a normalisation that multiplies by <paramref name="scale"/> and adds <paramref name="shift"/>, channels apart.</summary>
    public MeanImage Normalised(double scale, double shift)
    {
        var values = Array.ConvertAll(Pixels, pixel => scale * pixel + shift);
        return new MeanImage(Side, values, Headroom * (scale * Peak + shift));
    }

    /// <summary>The mean of all pixels.</summary>
    public MeanImage Averaged()
    {
        var mean = Pixels.Average();
        return Constant(1, mean, Peak * (mean / Pixels.Max()));
    }

    private double[] Window(int size, int stride, int padding, bool countPadding)
    {
        var side = Side / stride;
        var means = new double[side * side];
        for (var i = 0; i < means.Length; i++)
        {
            var (top, left) = (i / side * stride - padding, i % side * stride - padding);
            var (sum, count) = (0.0, 0);
            for (var row = Math.Max(top, 0); row < Math.Min(top + size, Side); row++)
            {
                for (var column = Math.Max(left, 0); column < Math.Min(left + size, Side); column++, count++)
                    sum += Pixels[row * Side + column];
            }

            means[i] = sum / (countPadding ? size * size : count);
        }

        return means;
    }
}
