using LatBench.Contracts.V1;
using LatBench.Dashboard.Pages.Searches;

namespace LatBench.Dashboard.Tests.Pages.Searches;

public sealed class SearchPointsTests
{
    [Fact]
    public void Of_has_a_row_for_each_suggestion_reported_or_not()
    {
        var search = new Search
        {
            SearchSpace = "nas-bench-201",
            Limits = { new SearchLimit { Target = "a", MaxLatencyMs = 5 } },
            FrontTarget = "b",
            Suggestions =
            {
                new SearchSuggestion { Number = 1, Code = "000100", Architecture = "x", Accuracy = 70, Latencies = { new PredictedLatency { Target = "a", LatencyMs = 1 }, new PredictedLatency { Target = "b", LatencyMs = 2 } } },
                new SearchSuggestion { Number = 2, Code = "000200", Architecture = "y", Failed = true },
            },
            Ranking =
            {
                new SearchWinner { Code = "000100", Accuracy = 70, State = WinnerState.Refuted, Latencies = { new WinnerLatency { Target = "a", MeasuredMs = 6, MeasuredLowMs = 5.9, MeasuredHighMs = 6.1 }, new WinnerLatency { Target = "b" } } },
            },
        };

        var points = SearchPoints.Of(search, "a");

        Assert.Equal([70, null], points.Accuracy);
        Assert.Equal([1, null], points.LatencyMs);
        Assert.Equal(5, points.LimitMs);
        Assert.Equal(("rejected", 6), (Assert.Single(points.Winners).State, points.Winners[0].MeasuredMs));
        Assert.Empty(SearchPoints.Of(search, "b").Winners);
        Assert.Equal(["a", "b"], SearchText.Targets(search));
    }
}
