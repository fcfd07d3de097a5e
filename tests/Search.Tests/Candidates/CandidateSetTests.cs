using LatBench.Search.Candidates;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Search.Tests.Candidates;

public sealed class CandidateSetTests
{
    [Fact]
    public void WholeSpace_has_one_architecture_for_each_distinct_network()
    {
        Assert.Equal(8764, CandidateSet.WholeSpace.Count);
        Assert.All(CandidateSet.WholeSpace.All, architecture => Assert.Equal(architecture, architecture.EffectiveCell.Architecture));
    }

    [Fact]
    public void Of_leaves_out_the_unreachable_and_takes_what_is_there_for_a_network()
    {
        var dead = Architecture.Parse("333000"); // nothing leads to the output
        var padded = Architecture.Parse("300100"); // its first edge is dead
        var mirrored = (Architecture.Parse("310032"), Architecture.Parse("130023"));

        var set = CandidateSet.Of([dead, padded, mirrored.Item1, mirrored.Item2]);

        Assert.Equal(2, set.Count);
        Assert.Contains(padded, set.All);
        Assert.Equal(padded, set.Twin(Architecture.Parse("000100")));
        Assert.Null(set.Twin(dead));
        Assert.Null(set.Twin(Architecture.Parse("333333")));
    }

    [Fact]
    public void EveryTraining_keeps_architectures_that_compute_the_same_function()
    {
        var set = CandidateSet.EveryTraining([Architecture.Parse("300100"), Architecture.Parse("000100"), Architecture.Parse("333000")]);

        Assert.Equal(["000100", "300100"], set.All.Select(architecture => architecture.Code));
        Assert.True(set.Contains(Architecture.Parse("300100")));
        Assert.Equal(Architecture.Parse("000100"), set.Twin(Architecture.Parse("300100")));
    }
}
