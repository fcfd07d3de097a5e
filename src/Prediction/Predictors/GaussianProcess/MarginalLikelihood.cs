using System.Numerics.Tensors;
using LatBench.Prediction.Numerics;

namespace LatBench.Prediction.Predictors.GaussianProcess;

/// <summary>The negative log likelihood of labels under the covariance, prior included, with its gradient: what the length-scales are learnt by.</summary>
internal sealed class MarginalLikelihood(Hyperparameters hyperparameters, Matrix features, double[] targets, int threads)
{
    private const double Jitter = 1e-8;

    /// <summary>The trust in each label, 1 on average; outliers get less.</summary>
    public double[] Trust { get; set; } = [.. Enumerable.Repeat(1.0, targets.Length)];

    private (double[] Parameters, Covariance[] Terms)? _last;

    /// <summary>The value to minimise and its gradient; infinite where the covariance is not positive definite.</summary>
    public (double Value, double[] Gradient) At(double[] parameters)
    {
        var gradient = new double[parameters.Length];
        if (parameters.Any(parameter => !(Math.Abs(parameter) < 30)))
            return (double.PositiveInfinity, gradient);
        var terms = Terms(parameters);
        var noise = Math.Exp(2 * parameters[^1]);
        if (Cholesky.Factor(Sum(terms, noise), threads) is not { } factor)
            return (double.PositiveInfinity, gradient);
        var alpha = factor.Solve(targets);
        var g = factor.Inverse();
        for (var i = 0; i < g.Rows; i++)
        {
            TensorPrimitives.Negate<double>(g.Row(i), g.Row(i));
            TensorPrimitives.MultiplyAdd(alpha, alpha[i], g.Row(i), g.Row(i));
            gradient[^1] -= g[i, i] * noise / Trust[i];
        }

        for (var kernel = 0; kernel < terms.Length; kernel++)
        {
            var place = hyperparameters.Place(kernel);
            terms[kernel].Gradient(g, gradient.AsSpan(place, terms[kernel].Kernel.Features + 1), threads);
        }

        var value = (0.5 * TensorPrimitives.Dot<double>(targets, alpha)) + (0.5 * factor.LogDeterminant);
        for (var i = 0; i < parameters.Length; i++)
        {
            var distance = (parameters[i] - hyperparameters.Mean[i]) / hyperparameters.Deviation[i];
            value += 0.5 * distance * distance;
            gradient[i] += distance / hyperparameters.Deviation[i];
        }

        return (value, gradient);
    }

    /// <summary>The weights of the labels in a prediction, and the inverse of the covariance.</summary>
    public (double[] Alpha, Matrix Inverse) Solve(double[] parameters)
    {
        var factor = Cholesky.Factor(Sum(Remembered(parameters), Math.Exp(2 * parameters[^1])), threads)
            ?? throw new PredictionException("The training diverged: the covariance of the labels is singular; check the labels or take another predictor.");
        return (factor.Solve(targets), factor.Inverse());
    }

    /// <summary>The terms at these parameters, which stay while the trust in labels changes.</summary>
    private Covariance[] Remembered(double[] parameters)
    {
        if (_last is not { } last || last.Parameters != parameters)
            _last = last = (parameters, Terms(parameters));
        return last.Terms;
    }

    private Covariance[] Terms(double[] parameters) =>
        [.. hyperparameters.Kernels.Select((kernel, i) => Covariance.Of(kernel, features, parameters.AsSpan(hyperparameters.Place(i)), threads))];

    private Matrix Sum(Covariance[] terms, double noise)
    {
        var sum = new Matrix(targets.Length, targets.Length);
        foreach (var term in terms)
        {
            for (var i = 0; i < sum.Rows; i++)
                TensorPrimitives.MultiplyAdd(term.Values.Row(i)[..(i + 1)], term.Variance, sum.Row(i)[..(i + 1)], sum.Row(i)[..(i + 1)]);
        }

        for (var i = 0; i < sum.Rows; i++)
            sum[i, i] += (noise / Trust[i]) + Jitter;
        return sum;
    }
}
