using LatBench.Measurements.Comparisons;

namespace LatBench.Measurements.Tests.Comparisons;

public sealed class OperatorComparisonTests
{
    [Fact]
    public void Compare_matches_by_name_and_what_only_one_has_by_type()
    {
        var first = Profile(10, ("stem", "Conv", 100, 10), ("a", "Relu", 5, 10), ("b", "Relu", 7, 10), ("head", "Gemm", 20, 10));
        var second = Profile(20, ("stem", "Conv", 130, 20), ("a_fused", "Relu", 9, 20), ("head", "MatMul", 26, 20));

        var rows = OperatorComparison.Compare(first, second);

        Assert.Equal(
            [
                ("stem", "Conv", 100.0, 130.0),
                (null, "MatMul", null, 26.0),
                (null, "Gemm", 20.0, null),
                (null, "Relu", 12.0, 9.0),
            ],
            rows.Select(row => (row.Name, row.OperatorType, row.First?.Nanoseconds, row.Second?.Nanoseconds)));
    }

    private static OperatorProfile Profile(int runs, params (string Name, string Type, double MeanNs, int Calls)[] operators) => new()
    {
        Operators = [.. operators.Select(one => new ProfiledOperator { Name = one.Name, OperatorType = one.Type, Provider = "cpu", Calls = one.Calls, MeanNs = one.MeanNs })],
        Runs = runs,
        Run = Latency.FromMilliseconds(1),
        StartTime = DateTimeOffset.UnixEpoch,
        EndTime = DateTimeOffset.UnixEpoch,
        RuntimeVersion = "1",
        AgentVersion = "1",
    };
}
