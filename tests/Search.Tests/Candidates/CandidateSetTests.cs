using LatBench.Search.Candidates;
using LatBench.TestKit;

namespace LatBench.Search.Tests.Candidates;

public sealed class CandidateSetTests
{
    [Fact]
    public void WholeSpace_has_one_architecture_for_each_distinct_network()
    {
        Assert.Equal(8764, CandidateSet.OfSpace(Nas201.SearchSpace).Count);
        Assert.All(CandidateSet.OfSpace(Nas201.SearchSpace).All, architecture => Assert.Equal(architecture, Nas201.SearchSpace.Canonicalize(architecture)));
    }

    [Fact]
    public void Of_leaves_out_the_unreachable_and_takes_what_is_there_for_a_network()
    {
        var dead = Nas201.Parse("333000"); // nothing leads to the output
        var padded = Nas201.Parse("300100"); // its first edge is dead
        var mirrored = (Nas201.Parse("310032"), Nas201.Parse("130023"));

        var set = CandidateSet.Of(Nas201.SearchSpace, [dead, padded, mirrored.Item1, mirrored.Item2]);

        Assert.Equal(2, set.Count);
        Assert.Contains(padded, set.All);
        Assert.Equal(padded, set.Twin(Nas201.Parse("000100")));
        Assert.Null(set.Twin(dead));
        Assert.Null(set.Twin(Nas201.Parse("333333")));
    }
}
