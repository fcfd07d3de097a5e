using Google.Protobuf;
using LatBench.Onnx;
using LatBench.Prediction.Differentiation;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.Prediction.Tests.Differentiation;

/// <summary>Every gradient rule against central differences, in double precision.</summary>
public sealed class GradientTests
{
    private const double Step = 1e-6;

    public static TheoryData<string> Cases => [.. Functions.Keys];

    private static readonly Dictionary<string, (long[][] Shapes, Func<Tape, Tracked[], Tracked> Function)> Functions = new()
    {
        ["Add"] = ([[2, 3], [2, 3]], (tape, x) => tape.Add(x[0], x[1])),
        ["Add, broadcast"] = ([[2, 4, 3], [3]], (tape, x) => tape.Add(x[0], x[1])),
        ["Sub, broadcast"] = ([[2, 1, 3], [4, 3]], (tape, x) => tape.Sub(x[0], x[1])),
        ["Mul"] = ([[2, 3], [2, 3]], (tape, x) => tape.Mul(x[0], x[1])),
        ["Mul, broadcast"] = ([[2, 3, 1], [2, 1, 4]], (tape, x) => tape.Mul(x[0], x[1])),
        ["Div, broadcast"] = ([[2, 3], [2, 1]], (tape, x) => tape.Div(x[0], x[1])),
        ["Relu"] = ([[5, 4]], (tape, x) => tape.Relu(tape.Sub(x[0], tape.Constant([1.0])))),
        ["Abs"] = ([[5, 4]], (tape, x) => tape.Abs(tape.Sub(x[0], tape.Constant([1.0])))),
        ["Sqrt"] = ([[2, 3]], (tape, x) => tape.Sqrt(x[0])),
        ["Softplus"] = ([[2, 3]], (tape, x) => tape.Softplus(x[0])),
        ["Reshape"] = ([[2, 6]], (tape, x) => tape.Mul(tape.Reshape(x[0], 3, 4), tape.Reshape(x[0], 3, 4))),
        ["Sum"] = ([[2, 3, 4]], (tape, x) => tape.Sum(x[0], 1)),
        ["MatMul, matrices"] = ([[2, 3], [3, 4]], (tape, x) => tape.MatMul(x[0], x[1])),
        ["MatMul, batch by matrix"] = ([[2, 5, 3], [3, 4]], (tape, x) => tape.MatMul(x[0], x[1])),
        ["MatMul, batches"] = ([[2, 5, 3], [2, 3, 4]], (tape, x) => tape.MatMul(x[0], x[1])),
        ["Normalise"] = ([[2, 3, 7]], (tape, x) => tape.Normalise(x[0], 1e-5)),
        ["one value used twice"] = ([[2, 3]], (tape, x) => tape.Mul(x[0], tape.Sqrt(x[0]))),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_are_those_of_finite_differences(string name)
    {
        var (shapes, function) = Functions[name];
        var graph = new GraphBuilder("gradient");
        var tape = new Tape(graph, ElementType.Float64);
        var inputs = shapes.Select((shape, i) => tape.Input($"x{i}", shape)).ToArray();
        var result = function(tape, inputs);
        var random = new SearchSpaces.SplitMix64(5);
        var weighted = tape.Mul(result, tape.Constant(Draw(random, result.Shape), result.Shape));
        for (var axis = 0; axis < result.Shape.Length; axis++)
            weighted = tape.Sum(weighted, axis);
        var gradients = tape.Gradients(weighted, inputs);
        tape.Output(weighted, "loss");
        for (var i = 0; i < gradients.Length; i++)
            tape.Output(gradients[i], $"g{i}");
        using var session = new InferenceSession(graph.Build().ToByteArray());
        var values = shapes.Select(shape => Draw(random, shape)).ToArray();

        var actual = Run(session, shapes, values);

        for (var i = 0; i < shapes.Length; i++)
        {
            for (var j = 0; j < values[i].Length; j++)
            {
                var expected = (Run(session, shapes, Moved(values, i, j, Step))[0][0] - Run(session, shapes, Moved(values, i, j, -Step))[0][0]) / (2 * Step);
                Assert.Equal(expected, actual[i + 1][j], 1e-6 * Math.Max(1, Math.Abs(expected)));
            }
        }
    }

    private static double[][] Run(InferenceSession session, long[][] shapes, double[][] values)
    {
        var inputs = shapes.Select((shape, i) => OrtValue.CreateTensorValueFromMemory(values[i], shape)).ToArray();
        try
        {
            using var options = new RunOptions();
            using var outputs = session.Run(options, [.. shapes.Select((_, i) => $"x{i}")], inputs, ["loss", .. shapes.Select((_, i) => $"g{i}")]);
            return [.. outputs.Select(output => output.GetTensorDataAsSpan<double>().ToArray())];
        }
        finally
        {
            foreach (var input in inputs)
                input.Dispose();
        }
    }

    private static double[][] Moved(double[][] values, int i, int j, double step)
    {
        var moved = values.Select(value => (double[])value.Clone()).ToArray();
        moved[i][j] += step;
        return moved;
    }

    private static double[] Draw(SearchSpaces.SplitMix64 random, long[] shape) =>
        [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(_ => 0.5 + (random.Next(1000) / 1000.0))];
}
