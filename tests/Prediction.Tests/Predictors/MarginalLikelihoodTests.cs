using LatBench.Prediction.Numerics;
using LatBench.Prediction.Predictors.GaussianProcess;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Tests.Predictors;

public sealed class MarginalLikelihoodTests
{
    [Fact]
    public void Gradient_is_that_of_finite_differences()
    {
        const double step = 1e-5;
        var random = new SplitMix64(3);
        var features = new Matrix(40, 5);
        for (var i = 0; i < features.Values.Length; i++)
            features.Values[i] = random.Next(1000) / 500.0;
        var targets = Enumerable.Range(0, 40).Select(i => Math.Sin(features[i, 0]) + (0.3 * features[i, 1]) + (random.Next(100) / 1000.0)).ToArray();
        var hyperparameters = Hyperparameters.For([new(KernelShape.Matern32, new FeatureGroup(1, 4)), new(KernelShape.Gaussian, new FeatureGroup(0, 2))], 40);
        var likelihood = new MarginalLikelihood(hyperparameters, features, targets, 1) { Trust = [.. Enumerable.Range(0, 40).Select(i => 0.5 + (i % 3))] };

        var (_, gradient) = likelihood.At(hyperparameters.Start);

        for (var i = 0; i < gradient.Length; i++)
        {
            var (above, below) = ((double[])hyperparameters.Start.Clone(), (double[])hyperparameters.Start.Clone());
            above[i] += step;
            below[i] -= step;
            var expected = (likelihood.At(above).Value - likelihood.At(below).Value) / (2 * step);
            Assert.Equal(expected, gradient[i], 1e-4 * Math.Max(1, Math.Abs(expected)));
        }
    }
}
