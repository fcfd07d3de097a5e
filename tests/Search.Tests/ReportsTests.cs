using LatBench.Search.Candidates;
using LatBench.Search.Evaluations;
using LatBench.Search.Strategies;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Search.Tests;

public sealed class ReportsTests
{
    private readonly SearchRun _run = new(SearchStrategies.Named("random"), CandidateSet.WholeSpace, 10, 1);

    private readonly IReadOnlyList<Architecture> _asked;

    public ReportsTests() => _asked = _run.Suggest(3, TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(-0.1)]
    [InlineData(100.1)]
    [InlineData(double.NaN)]
    public void Report_of_an_accuracy_out_of_range_is_refused_and_changes_nothing(double accuracy)
    {
        var refusal = Assert.Throws<SearchException>(() => _run.Report(new Evaluation(_asked[0], accuracy)));

        Assert.Contains("0 to 100", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(_run.Evaluations);
    }

    [Fact]
    public void Report_of_what_was_never_suggested_is_refused()
    {
        var other = CandidateSet.WholeSpace.All.First(architecture => !_asked.Contains(architecture));

        Assert.Contains("never suggested", Assert.Throws<SearchException>(() => _run.Report(new Evaluation(other, 50))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_repeated_changes_nothing_and_another_accuracy_is_refused()
    {
        _run.Report(new Evaluation(_asked[2], 60));
        _run.Report(new Evaluation(_asked[2], 60));
        _run.Report(new Evaluation(_asked[0], null));

        Assert.Contains("first report counts", Assert.Throws<SearchException>(() => _run.Report(new Evaluation(_asked[2], 61))).Message, StringComparison.Ordinal);
        Assert.Equal([new Evaluation(_asked[2], 60), new Evaluation(_asked[0], null)], _run.Evaluations);
    }
}
