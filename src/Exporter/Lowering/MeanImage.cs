using LatBench.SearchSpaces;

namespace LatBench.Exporter.Lowering;

/// <summary>
/// The expected values of an activation, for the ranges of quantisation: one channel that stands for all of them, since synthetic
/// kernels average their inputs. Plain sums and products of doubles, in a fixed order: the same on every machine.
/// </summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Pixels a row.</param>
/// <param name="Pixels">Expected values, row by row.</param>
/// <param name="Peak">Largest value that any channel is expected to take; above 0.</param>
internal sealed record MeanImage(int Height, int Width, double[] Pixels, double Peak)
{
    /// <summary>The ratio of the largest channel to the mean of all.</summary>
    private const double Headroom = 1.3;

    public static MeanImage Constant(int height, int width, double value, double peak)
    {
        var pixels = new double[height * width];
        Array.Fill(pixels, value);
        return new MeanImage(height, width, pixels, peak);
    }

    /// <summary>After a convolution whose kernels add up to <paramref name="gain"/> and whose bias is <paramref name="bias"/>.</summary>
    public MeanImage Convolved(Window window, double gain, double bias)
    {
        var (height, width, sums) = Slide(window, countPadding: true);
        for (var i = 0; i < sums.Length; i++)
            sums[i] = gain * sums[i] + bias;
        return new MeanImage(height, width, sums, Math.Max(Headroom * sums.Max(), double.Epsilon));
    }

    public MeanImage Pooled(Window window)
    {
        var (height, width, means) = Slide(window, countPadding: false);
        var largest = Pixels.Max();
        return new MeanImage(height, width, means, largest > 0 ? Peak * (means.Max() / largest) : Peak);
    }

    public MeanImage Plus(MeanImage other)
    {
        var sums = new double[Pixels.Length];
        for (var i = 0; i < sums.Length; i++)
            sums[i] = Pixels[i] + other.Pixels[i];
        return new MeanImage(Height, Width, sums, Peak + other.Peak);
    }

    /// <summary>After a normalisation that multiplies by <paramref name="scale"/> and adds <paramref name="shift"/>, channels apart.</summary>
    public MeanImage Normalized(double scale, double shift)
    {
        var values = Array.ConvertAll(Pixels, pixel => scale * pixel + shift);
        return new MeanImage(Height, Width, values, Headroom * (scale * Peak + shift));
    }

    /// <summary>The mean of all pixels.</summary>
    public MeanImage Averaged()
    {
        var mean = Pixels.Average();
        return Constant(1, 1, mean, Peak * (mean / Pixels.Max()));
    }

    private (int Height, int Width, double[] Means) Slide(Window window, bool countPadding)
    {
        var output = window.Apply(new TensorShape(1, Height, Width), 1);
        var means = new double[output.Height * output.Width];
        for (var i = 0; i < means.Length; i++)
        {
            var (top, left) = (i / output.Width * window.Stride - window.PaddingHeight, i % output.Width * window.Stride - window.PaddingWidth);
            var (sum, count) = (0.0, 0);
            for (var row = top; row < top + window.Height * window.Dilation; row += window.Dilation)
            {
                for (var column = left; column < left + window.Width * window.Dilation; column += window.Dilation)
                {
                    if (row < 0 || row >= Height || column < 0 || column >= Width)
                        continue;
                    sum += Pixels[row * Width + column];
                    count++;
                }
            }

            means[i] = sum / (countPadding ? window.Height * window.Width : count);
        }

        return (output.Height, output.Width, means);
    }
}
