using LatBench.Plotting.Rendering;

namespace LatBench.Plotting.Tests.Rendering;

public sealed class FittingTextTests
{
    [Theory]
    [InlineData("lab", 20, "on lab, ms")]
    [InlineData("raspberry-pi-4", 15, "on rasp…i-4, ms")]
    [InlineData("raspberry-pi-4", 3, "on …, ms")]
    public void Of_a_name_leaves_out_its_middle(string name, int characters, string expected) =>
        Assert.Equal(expected, FittingText.Of(shown => $"on {shown}, ms", name, text => text.Length <= characters));
}
