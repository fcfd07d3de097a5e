using Perfolizer.Mathematics.Distributions.ContinuousDistributions;

namespace LatBench.Measurements.Tests;

public sealed class StudentTTests
{
    [Fact]
    public void Quantile975_is_that_of_perfolizer()
    {
        foreach (var degrees in Enumerable.Range(1, 40).Append(100).Append(999))
            Assert.Equal(new StudentDistribution(degrees).Quantile(0.975), StudentT.Quantile975(degrees), tolerance: 2e-4);
    }
}
