using LatBench.Measurements;
using LatBench.Prediction.Evaluation;
using LatBench.Prediction.FewShot;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Serving;
using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;
using LatBench.TestKit;

namespace LatBench.Prediction.Tests.FewShot;

public sealed class DevicePriorTests
{
    private static readonly Lazy<DevicePrior> Prior = new(() => DevicePrior.Learn(Nas201.SearchSpace, [Device("a", 0, 0.7), Device("b", 1, 0.3), Device("c", 3, 0)]));

    [Fact]
    public void Choose_gives_different_measurable_architectures_and_repeats_with_the_seed()
    {
        var chosen = Prior.Value.Choose(10, 1);

        Assert.Equal(10, chosen.Distinct().Count());
        Assert.All(chosen, architecture => Assert.True(Nas201.SearchSpace.WhyNotMeasurable(architecture) is null));
        Assert.Equal(chosen, Prior.Value.Choose(10, 1));
        Assert.Equal(chosen.Take(5), Prior.Value.Choose(5, 1));
        Assert.NotEqual(chosen, Prior.Value.Choose(10, 2));
    }

    [Fact]
    public void Adapt_ten_measurements_order_a_device_that_was_never_seen()
    {
        var (predictor, test) = Adapted();

        var accuracy = Accuracy.Of(predictor.Predict([.. test.Labels.Select(label => label.Architecture)]), test.Labels);

        Assert.InRange(accuracy.Spearman, 0.98, 1);
        Assert.InRange(accuracy.Within10, 90, 100);
        Assert.InRange(accuracy.Interval90Coverage, 80, 100);
    }

    [Fact]
    public void Adapt_device_unlike_the_known_ones_has_wider_intervals()
    {
        var like = Device("like", 2, 0.5);
        var unlike = like with { Labels = [.. like.Labels.Select(label => label with { Latency = Latency.FromMilliseconds(Unlike(label.Architecture)) })] };

        var (narrow, wide) = (Width(like), Width(unlike));

        Assert.InRange(wide, 2 * narrow, double.MaxValue);

        static double Width(DeviceLabels device)
        {
            var known = device.Labels.ToDictionary(label => label.Architecture);
            var predictor = Prior.Value.Adapt([.. Prior.Value.Choose(10, 1).Select(architecture => known[architecture])]);
            return predictor.Predict(Nas201.Measurable).Average(prediction => Math.Log(prediction.High / prediction.Low));
        }

        static double Unlike(Architecture architecture)
        {
            var cell = architecture.Cell().EffectiveCell.Cell;
            return 1 + (5 * cell.Operations.Count(operation => operation == Operation.AvgPool3x3)) + (cell[3] == Operation.SkipConnect ? 7 : 0);
        }
    }

    [Fact]
    public void Adapt_exported_gives_the_same_latencies()
    {
        var (predictor, _) = Adapted();
        using var served = OnnxPredictor.Load(predictor.Export(), Nas201.Spaces);

        var expected = predictor.Predict(Nas201.Measurable);
        var actual = served.Predict(Nas201.Measurable);

        for (var i = 0; i < expected.Count; i += 50)
            Assert.Equal(expected[i].High.Milliseconds, actual[i].High.Milliseconds, 1e-9 * expected[i].High.Milliseconds);
    }

    [Fact]
    public void Learn_device_with_part_of_the_architectures_predicts_the_rest()
    {
        var part = new DeviceLabels("part", [.. Device("a", 0, 0.7).Labels.Where((_, i) => i % 100 == 0)]);

        var prior = DevicePrior.Learn(Nas201.SearchSpace, [part, Device("b", 1, 0.3)], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["part", "b"], prior.Devices);
        Assert.Equal(10, prior.Choose().Count);
    }

    [Fact]
    public void Learn_one_device_is_refused() =>
        Assert.Contains("at least 2 devices", Assert.Throws<PredictionException>(() => DevicePrior.Learn(Nas201.SearchSpace, [Device("a", 0, 0)], cancellationToken: TestContext.Current.CancellationToken)).Message);

    [Fact]
    public void Learn_device_with_too_few_labels_names_it() =>
        Assert.Contains("'tiny'", Assert.Throws<PredictionException>(() =>
            DevicePrior.Learn(Nas201.SearchSpace, [new("tiny", SyntheticLabels.Draw(5, 1)), Device("b", 1, 0)], cancellationToken: TestContext.Current.CancellationToken)).Message);

    [Fact]
    public void Adapt_impossible_measurement_is_refused() =>
        Assert.Contains("above zero", Assert.Throws<PredictionException>(() =>
            Prior.Value.Adapt([.. SyntheticLabels.Draw(5, 1).Select(label => label with { Latency = Latency.FromMilliseconds(-1) })])).Message);

    private static (Training.TrainedPredictor Predictor, DeviceLabels Device) Adapted()
    {
        var device = Device("new", 2, 0.5);
        var known = device.Labels.ToDictionary(label => label.Architecture);
        return (Prior.Value.Adapt([.. Prior.Value.Choose(10, 1).Select(architecture => known[architecture])]), device);
    }

    private static DeviceLabels Device(string name, double constantMs, double parallelShare) => new(name, [.. Nas201.Measurable.Select(architecture =>
    {
        var counts = architecture.Cell().EffectiveCell.Cell.Operations.Count(operation => operation == Operation.NorConv3x3);
        var milliseconds = 1 + constantMs + SyntheticLabels.Milliseconds(architecture) + (parallelShare * counts);
        return new LabelledArchitecture(architecture, Latency.FromMilliseconds(milliseconds));
    })]);
}
