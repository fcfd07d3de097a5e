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

    public MeanImage MaxPooled(Window window)
    {
        var output = window.Apply(new TensorShape(1, Height, Width), 1);
        var values = new double[output.Height * output.Width];
        for (var i = 0; i < values.Length; i++)
            values[i] = Under(window, i / output.Width, i % output.Width).Max();
        return new MeanImage(output.Height, output.Width, values, Peak);
    }

    public MeanImage Cropped(int pixels)
    {
        var (height, width) = (Height - pixels, Width - pixels);
        var values = new double[height * width];
        for (var i = 0; i < values.Length; i++)
            values[i] = Pixels[(i / width + pixels) * Width + i % width + pixels];
        return new MeanImage(height, width, values, Peak);
    }

    /// <summary>The mean of several, each counted as often as it has channels; as large as the largest.</summary>
    public static MeanImage Concatenated(IReadOnlyList<(MeanImage Image, int Channels)> images)
    {
        var total = images.Sum(one => (double)one.Channels);
        var (height, width) = (images[0].Image.Height, images[0].Image.Width);
        var values = new double[height * width];
        foreach (var (image, channels) in images)
        {
            for (var i = 0; i < values.Length; i++)
                values[i] += image.Pixels[i] * (channels / total);
        }

        return new MeanImage(height, width, values, images.Max(one => one.Image.Peak));
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
            var (sum, count) = (0.0, 0);
            foreach (var pixel in Under(window, i / output.Width, i % output.Width))
            {
                sum += pixel;
                count++;
            }

            means[i] = sum / (countPadding ? window.Height * window.Width : count);
        }

        return (output.Height, output.Width, means);
    }

    /// <summary>The pixels under the window of one pixel of the result, row by row; those of the padding are left out.</summary>
    private IEnumerable<double> Under(Window window, int outputRow, int outputColumn)
    {
        var (top, left) = (outputRow * window.StrideHeight - window.PaddingHeight, outputColumn * window.StrideWidth - window.PaddingWidth);
        for (var row = top; row < top + window.Height * window.Dilation; row += window.Dilation)
        {
            for (var column = left; column < left + window.Width * window.Dilation; column += window.Dilation)
            {
                if (row >= 0 && row < Height && column >= 0 && column < Width)
                    yield return Pixels[row * Width + column];
            }
        }
    }
}
