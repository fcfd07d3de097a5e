using CsCheck;
using LatBench.Prediction.Evaluation;

namespace LatBench.Prediction.Tests.Evaluation;

public sealed class RankCorrelationTests
{
    [Fact]
    public void Spearman_ties_share_their_rank() =>
        Assert.Equal(0.94868, RankCorrelation.Spearman([1, 2, 2, 3], [1, 2, 3, 4]), 5); // scipy.stats.spearmanr

    [Fact]
    public void Kendall_ties_lower_the_denominator() =>
        Assert.Equal(0.91287, RankCorrelation.Kendall([1, 2, 2, 3], [1, 2, 3, 4]), 5); // scipy.stats.kendalltau

    [Fact]
    public void Kendall_is_what_counting_pairs_gives() => Gen.Int[0, 8].Array[3, 30].Sample(first =>
    {
        var second = first.Select((value, i) => (double)((value * 7) + (i * 3)) % 11).ToArray();
        var x = first.Select(value => (double)value).ToArray();
        double concordance = 0, notTiedX = 0, notTiedY = 0;
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                concordance += Math.Sign(x[i] - x[j]) * Math.Sign(second[i] - second[j]);
                notTiedX += x[i] == x[j] ? 0 : 1;
                notTiedY += second[i] == second[j] ? 0 : 1;
            }
        }

        var expected = concordance / Math.Sqrt(notTiedX * notTiedY);
        return double.IsNaN(expected) || Math.Abs(expected - RankCorrelation.Kendall(x, second)) < 1e-12;
    }, seed: "0000KOIKm4t3");
}
