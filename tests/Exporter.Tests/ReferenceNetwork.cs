using System.Runtime.InteropServices;
using LatBench.Models;
using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;
using LatBench.TestKit;

namespace LatBench.Exporter.Tests;

/// <summary>The network of NAS-Bench-201 written down a second time, as plain loops, to compare the exported graphs with.</summary>
internal sealed class ReferenceNetwork(ModelSpec spec)
{
    private static readonly SharedWeights Weights = SharedWeights.For(Nas201.SearchSpace, Nas201.SearchSpace.DefaultInput, Precision.Fp32);

    private readonly IReadOnlyList<Operation> _operations = SearchSpaces.NasBench201.Cell.Parse(spec.Architecture.Text).Operations;

    /// <summary>The logits of one image.</summary>
    public double[] Run(float[] image)
    {
        var x = Norm(Convolve(new Image(3, spec.Input.Height, [.. image.Select(value => (double)value)]), "stem/weight", 16, 3, 1), "stem");
        for (var cell = 0; cell < 17; cell++)
            x = cell is 5 or 11 ? Reduce(x, $"cell{cell}") : Cell(x, cell);
        var features = Rectify(Norm(x, "head"));
        var pixels = x.Side * x.Side;
        var pooled = Enumerable.Range(0, 64).Select(c => features.Values.Skip(c * pixels).Take(pixels).Average()).ToArray();
        var classifier = $"classifier/{spec.Input.Name}";
        var (weight, bias) = (Values(classifier + "/weight"), Values(classifier + "/bias"));
        return [.. bias.Select((b, k) => b + pooled.Select((p, c) => p * weight[k * 64 + c]).Sum())];
    }

    private Image Cell(Image input, int cell)
    {
        var nodes = new Image[4];
        nodes[0] = input;
        for (var to = 1; to < 4; to++)
        {
            nodes[to] = input with { Values = new double[input.Values.Length] };
            for (var from = 0; from < to; from++)
            {
                var operation = _operations[to * (to - 1) / 2 + from];
                nodes[to] = Add(nodes[to], Apply(operation, nodes[from], $"cell{cell}/{from}-{to}"));
            }
        }

        return nodes[3];
    }

    private static Image Apply(Operation operation, Image x, string name) => operation switch
    {
        Operation.SkipConnect => x,
        Operation.NorConv1x1 => Norm(Convolve(Rectify(x), name + "/conv1x1/weight", x.Channels, 1, 1), name + "/conv1x1"),
        Operation.NorConv3x3 => Norm(Convolve(Rectify(x), name + "/conv3x3/weight", x.Channels, 3, 1), name + "/conv3x3"),
        Operation.AvgPool3x3 => Pool(x, 3, 1, 1),
        _ => x with { Values = new double[x.Values.Length] },
    };

    private static Image Reduce(Image x, string name)
    {
        var channels = 2 * x.Channels;
        var first = Norm(Convolve(Rectify(x), name + "/first/weight", channels, 3, 2), name + "/first");
        var second = Norm(Convolve(Rectify(first), name + "/second/weight", channels, 3, 1), name + "/second");
        return Add(second, Convolve(Pool(x, 2, 2, 0), name + "/shortcut/weight", channels, 1, 1));
    }

    private static Image Convolve(Image x, string weight, int channels, int size, int stride)
    {
        var (w, side) = (Values(weight), x.Side / stride);
        var y = new Image(channels, side, new double[channels * side * side]);
        for (var m = 0; m < channels; m++)
        {
            for (var pixel = 0; pixel < side * side; pixel++)
            {
                var sum = 0.0;
                foreach (var (i, j, k) in Neighbours(x.Side, pixel / side * stride, pixel % side * stride, size, size / 2))
                {
                    for (var c = 0; c < x.Channels; c++)
                        sum += x.Values[(c * x.Side + i) * x.Side + j] * w[(m * x.Channels + c) * size * size + k];
                }

                y.Values[m * side * side + pixel] = sum;
            }
        }

        return y;
    }

    private static Image Pool(Image x, int size, int stride, int padding)
    {
        var side = x.Side / stride;
        var values = new double[x.Channels * side * side];
        for (var i = 0; i < values.Length; i++)
        {
            var (c, row, column) = (i / (side * side), i / side % side, i % side);
            values[i] = Neighbours(x.Side, row * stride, column * stride, size, padding)
                .Average(place => x.Values[(c * x.Side + place.Row) * x.Side + place.Column]);
        }

        return new Image(x.Channels, side, values);
    }

    private static IEnumerable<(int Row, int Column, int Place)> Neighbours(int side, int row, int column, int size, int padding) =>
        from k in Enumerable.Range(0, size * size)
        let i = row - padding + k / size
        let j = column - padding + k % size
        where i >= 0 && i < side && j >= 0 && j < side
        select (i, j, k);

    private static Image Norm(Image x, string name)
    {
        var (scale, shift) = (Values(name + "/scale"), Values(name + "/shift"));
        var (mean, variance) = (Values(name + "/mean"), Values(name + "/variance"));
        return x with
        {
            Values = [.. x.Values.Select((value, i) => i / (x.Side * x.Side) is var c
                ? scale[c] * (value - mean[c]) / Math.Sqrt(variance[c] + 1e-5) + shift[c] : 0)],
        };
    }

    private static Image Rectify(Image x) => x with { Values = [.. x.Values.Select(value => Math.Max(value, 0))] };

    private static Image Add(Image a, Image b) => a with { Values = [.. a.Values.Zip(b.Values, (x, y) => x + y)] };

    private static double[] Values(string key)
    {
        var tensor = Weights.Layout[key];
        return [.. MemoryMarshal.Cast<byte, float>(Weights.Bytes.Span.Slice((int)tensor.Offset, tensor.Bytes)).ToArray().Select(value => (double)value)];
    }

    private sealed record Image(int Channels, int Side, double[] Values);
}
