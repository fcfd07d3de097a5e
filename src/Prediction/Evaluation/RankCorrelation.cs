namespace LatBench.Prediction.Evaluation;

/// <summary>Rank correlations: the agreement of the orders of two lists.</summary>
public static class RankCorrelation
{
    /// <summary>Spearman's rho: the correlation of the ranks, ties with their mean rank. NaN where one of the lists is constant.</summary>
    /// <param name="first">At least two values.</param>
    /// <param name="second">As many.</param>
    public static double Spearman(IReadOnlyList<double> first, IReadOnlyList<double> second) => Pearson(Ranks(first), Ranks(second));

    /// <summary>
    /// Kendall's tau-b in O(n log n): W. R. Knight, "A computer method for calculating Kendall's tau with ungrouped data" (1966).
    /// NaN where one of the lists is constant.
    /// </summary>
    /// <param name="first">At least two values.</param>
    /// <param name="second">As many.</param>
    public static double Kendall(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        var order = Enumerable.Range(0, first.Count).OrderBy(i => first[i]).ThenBy(i => second[i]).ToArray();
        var ordered = order.Select(i => second[i]).ToArray();
        double pairs = Pairs(first.Count);
        var tiedFirst = Ties(first);
        var tiedSecond = Ties(second);
        var tiedBoth = Enumerable.Range(0, first.Count).GroupBy(i => (first[i], second[i])).Sum(group => Pairs(group.Count()));
        var swaps = CountSwaps(ordered, new double[ordered.Length], 0, ordered.Length);
        return (pairs - tiedFirst - tiedSecond + tiedBoth - (2.0 * swaps)) / Math.Sqrt((pairs - tiedFirst) * (pairs - tiedSecond));
    }

    private static double[] Ranks(IReadOnlyList<double> values)
    {
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Count];
        for (var start = 0; start < order.Length;)
        {
            var end = start + 1;
            while (end < order.Length && values[order[end]] == values[order[start]])
                end++;
            for (var i = start; i < end; i++)
                ranks[order[i]] = (start + end - 1) / 2.0;
            start = end;
        }

        return ranks;
    }

    private static double Pearson(double[] first, double[] second)
    {
        var (meanFirst, meanSecond) = (first.Average(), second.Average());
        double both = 0, squareFirst = 0, squareSecond = 0;
        for (var i = 0; i < first.Length; i++)
        {
            var (a, b) = (first[i] - meanFirst, second[i] - meanSecond);
            both += a * b;
            squareFirst += a * a;
            squareSecond += b * b;
        }

        return both / Math.Sqrt(squareFirst * squareSecond);
    }

    private static long Ties(IReadOnlyList<double> values) => values.GroupBy(value => value).Sum(group => Pairs(group.Count()));

    private static long Pairs(long count) => count * (count - 1) / 2;

    /// <summary>Sorts by merging and counts how many pairs were the wrong way round.</summary>
    private static long CountSwaps(double[] values, double[] spare, int start, int end)
    {
        if (end - start < 2)
            return 0;
        var middle = (start + end) / 2;
        var swaps = CountSwaps(values, spare, start, middle) + CountSwaps(values, spare, middle, end);
        var (left, right) = (start, middle);
        for (var target = start; target < end; target++)
        {
            if (right >= end || (left < middle && values[left] <= values[right]))
            {
                spare[target] = values[left++];
            }
            else
            {
                swaps += middle - left;
                spare[target] = values[right++];
            }
        }

        Array.Copy(spare, start, values, start, end - start);
        return swaps;
    }
}
