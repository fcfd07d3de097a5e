using LatBench.Dashboard.Pages.Predictors;

namespace LatBench.Dashboard.Tests.Pages.Predictors;

public sealed class PredictorLabelTests
{
    [Fact]
    public void Read_takes_texts_with_commas_and_quotes()
    {
        var labels = PredictorLabel.Read(new StringReader("arch_str,latency_ms,role\n|none~0|,0.5,train\n\"a,\"\"b\"\"\",1.25E+1,held_out\nc,2,validation\n"));

        Assert.Equal([new("|none~0|", 0.5, false), new("a,\"b\"", 12.5, true), new("c", 2, false)], labels);
    }

    [Fact]
    public void Read_of_a_heading_alone_is_empty() => Assert.Empty(PredictorLabel.Read(new StringReader("arch_str,latency_ms,role\n")));
}
