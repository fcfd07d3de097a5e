using LatBench.Prediction.Numerics;

namespace LatBench.Prediction.Tests.Numerics;

public sealed class QuasiNewtonTests
{
    [Fact]
    public void Minimise_finds_the_bottom_of_the_banana_valley()
    {
        var minimum = QuasiNewton.Minimise([-1.2, 1], Rosenbrock, 200, tolerance: 1e-14);

        Assert.Equal(1, minimum[0], 4);
        Assert.Equal(1, minimum[1], 4);
    }

    private static (double Value, double[] Gradient) Rosenbrock(double[] x)
    {
        var (a, b) = (1 - x[0], x[1] - (x[0] * x[0]));
        return ((a * a) + (100 * b * b), [(-2 * a) - (400 * x[0] * b), 200 * b]);
    }
}
