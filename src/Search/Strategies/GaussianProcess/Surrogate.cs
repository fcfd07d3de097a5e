using System.Numerics.Tensors;
using LatBench.Prediction.Numerics;
using LatBench.SearchSpaces;

namespace LatBench.Search.Strategies.GaussianProcess;

/// <summary>
/// A Gaussian process over the evaluations so far, its parameters the likeliest ones. It predicts many architectures at once, and can be told that one of
/// them is going to be evaluated: then it is surer of those around.
/// </summary>
internal sealed class Surrogate
{
    private const int Rounds = 3;

    private const double FirstStep = 0.5;

    private const double StepFactor = 0.6;

    private const double Jitter = 1e-8;

    private readonly ArchitectureKernel _kernel;

    private readonly double[] _parameters;

    private readonly KernelPoint[] _known;

    private readonly Matrix _lower;

    private readonly double[] _whitened;

    private Surrogate(ArchitectureKernel kernel, double[] parameters, KernelPoint[] known, Matrix lower, double[] whitened) =>
        (_kernel, _parameters, _known, _lower, _whitened) = (kernel, parameters, known, lower, whitened);

    /// <summary>The variance of what one training adds.</summary>
    public double Noise => Math.Exp(2 * _parameters[^1]);

    /// <summary>Fits evaluations.</summary>
    public static Surrogate Fit(ArchitectureKernel kernel, Architecture[] architectures, double[] targets)
    {
        var known = Array.ConvertAll(architectures, kernel.Point);
        var distances = new (double, double)[known.Length, known.Length];
        for (var i = 0; i < known.Length; i++)
        {
            for (var j = 0; j <= i; j++)
                distances[i, j] = kernel.Distance(known[i], known[j]);
        }

        var prior = new SurrogateParameters(kernel.Terms);
        var best = (double[])prior.Mean.Clone();
        var value = Likelihood(best);
        var step = FirstStep;
        for (var round = 0; round < Rounds; round++, step *= StepFactor)
        {
            for (var i = 0; i < best.Length; i++)
            {
                foreach (var move in (double[])[step, -step])
                {
                    var moved = (double[])best.Clone();
                    moved[i] += move;
                    var next = Likelihood(moved);
                    if (next >= value - 1e-6)
                        continue;
                    (best, value) = (moved, next);
                    break;
                }
            }
        }

        var (lower, whitened) = Factor(kernel, distances, best, targets) ?? throw new InvalidOperationException("The covariance is not positive definite.");
        return new Surrogate(kernel, best, known, lower, whitened);

        double Likelihood(double[] parameters) => Factor(kernel, distances, parameters, targets) is var (l, w)
            ? (0.5 * TensorPrimitives.Dot<double>(w, w)) + Enumerable.Range(0, w.Length).Sum(i => Math.Log(l[i, i])) + prior.Penalty(parameters)
            : double.PositiveInfinity;
    }

    /// <summary>Predicts architectures.</summary>
    public SurrogatePrediction Predict(Architecture[] architectures)
    {
        var points = Array.ConvertAll(architectures, _kernel.Point);
        var rows = new double[_known.Length][];
        var mean = new double[architectures.Length];
        var variance = Enumerable.Repeat(_kernel.Variance(_parameters), architectures.Length).ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = Covariances(_known[i], points);
            for (var j = 0; j < i; j++)
                TensorPrimitives.MultiplyAdd(rows[j], -_lower[i, j], rows[i], rows[i]);
            TensorPrimitives.Divide(rows[i], _lower[i, i], rows[i]);
            TensorPrimitives.MultiplyAdd(rows[i], _whitened[i], mean, mean);
            Subtract(variance, rows[i]);
        }

        return new SurrogatePrediction(this, architectures, points, rows, mean, variance);
    }

    internal static void Subtract(double[] variance, double[] row)
    {
        for (var i = 0; i < row.Length; i++)
            variance[i] = Math.Max(variance[i] - (row[i] * row[i]), 1e-10);
    }

    internal double[] Covariances(KernelPoint one, KernelPoint[] others) => [.. others.Select(other => _kernel.At(_kernel.Distance(one, other), _parameters))];

    private static (Matrix Lower, double[] Whitened)? Factor(ArchitectureKernel kernel, (double, double)[,] distances, double[] parameters, double[] targets)
    {
        var lower = new Matrix(targets.Length, targets.Length);
        var whitened = new double[targets.Length];
        var noise = Math.Exp(2 * parameters[^1]) + Jitter;
        for (var i = 0; i < targets.Length; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var rest = kernel.At(distances[i, j], parameters) + (i == j ? noise : 0) - TensorPrimitives.Dot<double>(lower.Row(i)[..j], lower.Row(j)[..j]);
                if (i == j && rest <= 0)
                    return null;
                lower[i, j] = i == j ? Math.Sqrt(rest) : rest / lower[j, j];
            }

            whitened[i] = (targets[i] - TensorPrimitives.Dot<double>(lower.Row(i)[..i], whitened.AsSpan(0, i))) / lower[i, i];
        }

        return (lower, whitened);
    }
}
