namespace LatBench.Measurements.Comparisons;

/// <summary>The time of an operator, or of all operators of a type, in two profiles.</summary>
/// <param name="Name">The name of the operator in both graphs; null for a type.</param>
/// <param name="OperatorType">The type, for example <c>Conv</c>.</param>
/// <param name="First">The time that one inference spends in it in the first profile; null where that has none.</param>
/// <param name="Second">The time that one inference spends in it in the second profile; null where that has none.</param>
public sealed record OperatorComparison(string? Name, string OperatorType, Latency? First, Latency? Second)
{
    /// <summary>Gets the second time less the first; an operator that one of them lacks counts as 0 there.</summary>
    public Latency Difference => (Second ?? default) - (First ?? default);

    /// <summary>
    /// Compares two profiles: operators of the same name and type one by one, the others together by type. The profiler slows what it looks at, so the differences
    /// show where time went and do not add up to that of the latencies.
    /// </summary>
    /// <param name="first">The profile that is compared with.</param>
    /// <param name="second">The profile that is compared.</param>
    /// <returns>The rows, the largest difference first.</returns>
    public static IReadOnlyList<OperatorComparison> Compare(OperatorProfile first, OperatorProfile second)
    {
        var (one, other) = (Times(first, one => (one.Name, one.OperatorType)), Times(second, one => (one.Name, one.OperatorType)));
        var common = one.Keys.Where(other.ContainsKey).ToHashSet();
        var named = common.Select(key => new OperatorComparison(key.Name, key.OperatorType, one[key], other[key]));
        var (restOne, restOther) = (Rest(first, common), Rest(second, common));
        var types = restOne.Keys.Union(restOther.Keys)
            .Select(type => new OperatorComparison(null, type, Find(restOne, type), Find(restOther, type)));
        return
        [
            .. named.Concat(types)
                .OrderByDescending(row => Math.Abs(row.Difference.Nanoseconds))
                .ThenBy(row => row.OperatorType, StringComparer.Ordinal)
                .ThenBy(row => row.Name, StringComparer.Ordinal),
        ];
    }

    private static Dictionary<T, Latency> Times<T>(OperatorProfile profile, Func<ProfiledOperator, T> key)
        where T : notnull =>
        profile.Operators.GroupBy(key).ToDictionary(group => group.Key, group => Latency.FromNanoseconds(group.Sum(one => one.TotalNs()) / profile.Runs));

    private static Dictionary<string, Latency> Rest(OperatorProfile profile, HashSet<(string, string)> common) =>
        Times(profile with { Operators = [.. profile.Operators.Where(one => !common.Contains((one.Name, one.OperatorType)))] }, one => one.OperatorType);

    private static Latency? Find(Dictionary<string, Latency> times, string type) => times.TryGetValue(type, out var time) ? time : null;
}
