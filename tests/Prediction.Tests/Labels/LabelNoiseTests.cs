using System.Globalization;
using LatBench.Measurements;
using LatBench.Prediction.Labels;
using LatBench.TestKit;

namespace LatBench.Prediction.Tests.Labels;

public sealed class LabelNoiseTests
{
    private const string Table = "latbench-desktop-cpu-core-i7-7820x-fp32.csv";

    [Fact]
    public void Of_compares_labels_of_one_cell_with_their_mean()
    {
        LabelledArchitecture[] labels = [Label("000100", 0.98), Label("200100", 1.02), Label("000300", 5)];

        var noise = LabelNoise.Of(Nas201.SearchSpace, labels);

        Assert.Equal((2, 0, 100, 100), (noise.Labels, noise.Within1, noise.Within5, noise.Within10));
    }

    [Fact]
    public void Of_published_table_is_the_known_floor()
    {
        var latencies = ReferenceData.Column(Table, "latency_ms");
        var labels = ReferenceData.Column(Table, "arch_str").Zip(latencies, (architecture, latency) => Label(architecture, double.Parse(latency, CultureInfo.InvariantCulture)));

        var noise = LabelNoise.Of(Nas201.SearchSpace, labels);

        Assert.Equal(6004, noise.Labels);
        Assert.Equal([62.2, 94.6, 97.6], new[] { noise.Within1, noise.Within5, noise.Within10 }.Select(value => Math.Round(value, 1)));
    }

    private static LabelledArchitecture Label(string architecture, double milliseconds) =>
        new(Nas201.Parse(architecture), Latency.FromMilliseconds(milliseconds));
}
