using System.Numerics.Tensors;

namespace LatBench.Prediction.Numerics;

/// <summary>
/// Minimises a smooth function by L-BFGS with a backtracking line search: J. Nocedal, S. J. Wright, "Numerical Optimization" (2006), algorithm 7.5.
/// </summary>
internal static class QuasiNewton
{
    private const int Memory = 10;

    private const double SufficientDecrease = 1e-4;

    private const int Backtracks = 12;

    /// <summary>Minimises from a starting point.</summary>
    /// <param name="start">Not changed.</param>
    /// <param name="function">Value and gradient; the value may be infinite.</param>
    /// <param name="iterations">The maximum number of steps.</param>
    /// <param name="tolerance">Relative decrease below which it stops.</param>
    public static double[] Minimise(double[] start, Func<double[], (double Value, double[] Gradient)> function, int iterations, double tolerance = 1e-6)
    {
        var x = start;
        var (value, gradient) = function(x);
        var history = new List<(double[] Step, double[] Change, double Product)>();
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            var direction = Direction(gradient, history);
            var slope = TensorPrimitives.Dot<double>(direction, gradient);
            var size = history.Count == 0 ? Math.Min(1, 1 / TensorPrimitives.Norm<double>(gradient)) : 1;
            double[]? next = null;
            var (nextValue, nextGradient) = (value, gradient);
            for (var attempt = 0; attempt < Backtracks; attempt++, size /= 3)
            {
                var candidate = Along(x, direction, size);
                var (candidateValue, candidateGradient) = function(candidate);
                if (!(candidateValue <= value + (SufficientDecrease * size * slope)))
                    continue;
                (next, nextValue, nextGradient) = (candidate, candidateValue, candidateGradient);
                break;
            }

            if (next is null)
                break;
            Remember(history, Difference(next, x), Difference(nextGradient, gradient));
            var decrease = value - nextValue;
            (x, value, gradient) = (next, nextValue, nextGradient);
            if (decrease <= tolerance * Math.Max(1, Math.Abs(value)))
                break;
        }

        return x;
    }

    private static double[] Direction(double[] gradient, List<(double[] Step, double[] Change, double Product)> history)
    {
        var direction = gradient.Select(g => -g).ToArray();
        var weights = new double[history.Count];
        for (var i = history.Count - 1; i >= 0; i--)
        {
            weights[i] = TensorPrimitives.Dot<double>(history[i].Step, direction) / history[i].Product;
            TensorPrimitives.MultiplyAdd(history[i].Change, -weights[i], direction, direction);
        }

        if (history.Count > 0)
        {
            var (_, change, product) = history[^1];
            TensorPrimitives.Multiply(direction, product / TensorPrimitives.Dot<double>(change, change), direction);
        }

        for (var i = 0; i < history.Count; i++)
        {
            var correction = TensorPrimitives.Dot<double>(history[i].Change, direction) / history[i].Product;
            TensorPrimitives.MultiplyAdd(history[i].Step, weights[i] - correction, direction, direction);
        }

        return direction;
    }

    private static void Remember(List<(double[] Step, double[] Change, double Product)> history, double[] step, double[] change)
    {
        var product = TensorPrimitives.Dot<double>(step, change);
        if (product <= 1e-12)
            return; // the curvature says nothing here
        if (history.Count == Memory)
            history.RemoveAt(0);
        history.Add((step, change, product));
    }

    private static double[] Along(double[] x, double[] direction, double size)
    {
        var result = new double[x.Length];
        TensorPrimitives.MultiplyAdd(direction, size, x, result);
        return result;
    }

    private static double[] Difference(double[] a, double[] b)
    {
        var result = new double[a.Length];
        TensorPrimitives.Subtract<double>(a, b, result);
        return result;
    }
}
