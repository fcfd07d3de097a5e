using LatBench.Measurements;
using LatBench.Search.Limits;
using LatBench.Search.Verification;
using LatBench.SearchSpaces;
using LatBench.TestKit;

namespace LatBench.Search.Tests.Verification;

public sealed class WinnerVerificationTests
{
    private static readonly Architecture[] Ranking = [.. Enumerable.Range(1, 5).Select(place => Nas201.All[place])];

    private static readonly LatencyLimit[] Limits = [new("a", Latency.FromMilliseconds(2))];

    [Fact]
    public void Of_replaces_who_misses_the_limit_or_cannot_be_measured_by_the_next_best()
    {
        var measured = new Dictionary<Architecture, IReadOnlyList<MeasuredLatency>>();
        Assert.Equal(Ranking[..2], At(measured).Next);

        measured[Ranking[0]] = [new("a", Latency.FromMilliseconds(2.01))];
        measured[Ranking[1]] = [new("a", Latency.FromMilliseconds(2))];
        Assert.Equal([Ranking[2]], At(measured).Next);

        measured[Ranking[2]] = [new("a", null)];
        Assert.Equal([Ranking[3]], At(measured).Next);

        measured[Ranking[3]] = [new("a", Latency.FromMilliseconds(1))];
        var verification = At(measured);
        Assert.Empty(verification.Next);
        Assert.Equal([Ranking[1], Ranking[3]], verification.Confirmed);
        Assert.Equal([Ranking[0], Ranking[2]], verification.Rejected);
    }

    [Fact]
    public void Of_a_ranking_that_ends_confirms_fewer()
    {
        var verification = WinnerVerification.Of([Ranking[0]], 2, new Dictionary<Architecture, IReadOnlyList<MeasuredLatency>> { [Ranking[0]] = [new("a", Latency.FromMilliseconds(1))] }, ["a"], Limits);

        Assert.Equal((1, 0), (verification.Confirmed.Count, verification.Next.Count));
    }

    [Fact]
    public void Of_a_target_that_was_not_measured_measures_again()
    {
        var measured = new Dictionary<Architecture, IReadOnlyList<MeasuredLatency>> { [Ranking[0]] = [new("a", Latency.FromMilliseconds(1))] };

        Assert.Equal([Ranking[0]], WinnerVerification.Of(Ranking, 1, measured, ["a", "b"], Limits).Next);
    }

    [Fact]
    public void Of_measures_so_many_at_once_that_enough_are_expected_to_meet_the_limit()
    {
        Assert.Equal(Ranking[..4], WinnerVerification.Of(Ranking, 2, new Dictionary<Architecture, IReadOnlyList<MeasuredLatency>>(), ["a"], Limits, _ => 0.4).Next);

        var measured = Ranking[..4].ToDictionary(one => one, one => (IReadOnlyList<MeasuredLatency>)[new("a", Latency.FromMilliseconds(one == Ranking[0] ? 3 : 1))]);
        var verification = WinnerVerification.Of(Ranking, 2, measured, ["a"], Limits, _ => 0.4);
        Assert.Equal(Ranking[1..3], verification.Confirmed);
        Assert.Equal(Ranking[..1], verification.Rejected);
        Assert.Empty(verification.Next);
    }

    private static WinnerVerification At(Dictionary<Architecture, IReadOnlyList<MeasuredLatency>> measured) => WinnerVerification.Of(Ranking, 2, measured, ["a"], Limits);
}
