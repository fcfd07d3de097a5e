using LatBench.Measurements;
using LatBench.Prediction.Evaluation;
using LatBench.Prediction.FewShot;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Serving;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;
using LatBench.TestKit.ToySpaces;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.Prediction.Tests.ToySpaces;

/// <summary>A space outside of src/, which has no encoder of its own, is predicted from its networks.</summary>
public sealed class ToyPredictorTests
{
    private static readonly ToySpace Space = new();

    private static readonly SearchSpaceRegistry Spaces = new(Space);

    public static TheoryData<string> Names => ["latbench", "boosted-trees", "linear", "layer-wise", "proxy"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Train_on_a_part_of_the_space_orders_the_rest(string name)
    {
        var labels = Labels();
        var predictor = Train(name, [.. labels.Where((_, place) => place % 3 != 0)]);
        LabelledArchitecture[] others = [.. labels.Where((_, place) => place % 3 == 0)];

        var accuracy = Accuracy.Of(predictor.Predict([.. others.Select(label => label.Architecture)]), others);

        Assert.InRange(accuracy.Spearman, 0.8, 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Export_takes_features_and_predicts_what_the_trainer_does(string name)
    {
        var labels = Labels();
        var predictor = Train(name, labels);
        var files = predictor.Export();
        Architecture[] architectures = [.. labels.Select(label => label.Architecture)];

        using var served = OnnxPredictor.Load(files, Spaces);
        using var session = new InferenceSession(files.Onnx);

        var input = Assert.Single(session.InputMetadata);
        Assert.Equal(("features", typeof(float)), (input.Key, input.Value.ElementType));
        Assert.Equal([-1, served.Description.Features!.Value], input.Value.Dimensions);
        Assert.All(predictor.Predict(architectures).Zip(served.Predict(architectures)), pair =>
            Assert.Equal(pair.First.Latency.Milliseconds, pair.Second.Latency.Milliseconds, 1e-4 * pair.First.Latency.Milliseconds));
    }

    [Fact]
    public void Features_that_never_change_are_left_out()
    {
        var encoder = NetworkFeatures.EncodersOf(Space).Features;
        var rows = Labels().Select(label =>
        {
            var row = new float[encoder.Width];
            encoder.Encode(label.Architecture, row);
            return row;
        }).ToArray();

        Assert.All(Enumerable.Range(0, encoder.Width), feature => Assert.True(rows.Select(row => row[feature]).Distinct().Count() > 1, $"feature {feature}"));
        Assert.All(encoder.Scales, scale => Assert.InRange(scale, 1e-9, 1e9));
    }

    [Fact]
    public void Load_predictor_with_another_number_of_features_is_refused()
    {
        var files = Train("linear", Labels()).Export();
        var width = NetworkFeatures.EncodersOf(Space).Operations.Width;
        var json = System.Text.Encoding.UTF8.GetString(files.Json).Replace($"\"features\": {width}", $"\"features\": {width + 1}", StringComparison.Ordinal);

        var refusal = Assert.Throws<PredictionException>(() => OnnxPredictor.Load(files with { Json = System.Text.Encoding.UTF8.GetBytes(json) }, Spaces));

        Assert.Contains($"reads {width + 1} features of toy, and this version computes {width}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_graph_network_on_a_space_without_graph_is_refused() =>
        Assert.Contains("toy has no cell graph", Assert.Throws<PredictionException>(() => Train("paper-gcn", Labels())).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_predictor_of_a_space_that_is_not_registered_is_refused()
    {
        var files = Train("linear", Labels()).Export();

        Assert.Contains("no search space 'toy'", Assert.Throws<PredictionException>(() => OnnxPredictor.Load(files, SearchSpaceRegistry.BuiltIn)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_predictor_of_other_features_is_refused()
    {
        var files = Train("linear", Labels()).Export();
        var json = System.Text.Encoding.UTF8.GetString(files.Json).Replace("operator-counts/2", "operator-counts/0", StringComparison.Ordinal);

        Assert.Contains("operator-counts/0", Assert.Throws<PredictionException>(() => OnnxPredictor.Load(files with { Json = System.Text.Encoding.UTF8.GetBytes(json) }, Spaces)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Adapt_few_measurements_order_a_device_of_the_space()
    {
        var prior = DevicePrior.Learn(Space, [new("a", Labels(1)), new("b", Labels(3))], cancellationToken: TestContext.Current.CancellationToken);
        var device = Labels(2).ToDictionary(label => label.Architecture);

        var predictor = prior.Adapt([.. prior.Choose(8, 1).Select(architecture => device[architecture])]);

        Assert.InRange(Accuracy.Of(predictor.Predict([.. device.Keys]), [.. device.Values]).Spearman, 0.9, 1);
        using var served = OnnxPredictor.Load(predictor.Export(), Spaces);
        Assert.Equal(predictor.Predict([device.Keys.First()])[0].Latency.Milliseconds, served.Predict(device.Keys.First()).Latency.Milliseconds, 1e-9);
    }

    [Fact]
    public void Adapt_in_a_space_that_cannot_be_listed_is_exported_with_the_known_devices_in_it()
    {
        var space = new ToySpace(isListed: false);
        Architecture[] all = [.. space.Sample(60, 2)];
        var prior = DevicePrior.Learn(space, [new("a", Labels(1)), new("b", Labels(3))], cancellationToken: TestContext.Current.CancellationToken);
        var device = Labels(2).ToDictionary(label => label.Architecture);
        var chosen = prior.Choose(8, 1);

        var predictor = prior.Adapt([.. chosen.Select(Label)]);

        Assert.Distinct(chosen);
        Assert.InRange(Accuracy.Of(predictor.Predict(all), [.. all.Select(Label)]).Spearman, 0.9, 1);
        using var served = OnnxPredictor.Load(predictor.Export(), new SearchSpaceRegistry(space));
        Assert.All(predictor.Predict(all).Zip(served.Predict(all)), pair =>
        {
            Assert.Equal(pair.First.Latency.Milliseconds, pair.Second.Latency.Milliseconds, 1e-6 * pair.First.Latency.Milliseconds);
            Assert.Equal(pair.First.High.Milliseconds, pair.Second.High.Milliseconds, 1e-6 * pair.First.High.Milliseconds);
        });

        LabelledArchitecture Label(Architecture architecture) => new(architecture, device.TryGetValue(architecture, out var known) ? known.Latency : Latency.FromMilliseconds(Milliseconds(space.Canonicalize(architecture).Text, 2)));
    }

    /// <summary>Convolutions cost most, and a second one in a row costs a little more.</summary>
    private static LabelledArchitecture[] Labels(double convolution = 1) =>
    [
        .. SpaceIndex.Of(Space)!.Measurable.Select(architecture => new LabelledArchitecture(architecture, Latency.FromMilliseconds(Milliseconds(Space.Canonicalize(architecture).Text, convolution)))),
    ];

    private static double Milliseconds(string text, double convolution) => 1
        + text.Split('>').Sum(word => word switch { "conv" => convolution, "depthwise" => 0.4, "pool" => 0.15, _ => 0 })
        + (text.Contains("conv>conv", StringComparison.Ordinal) ? 0.1 : 0);

    private static TrainedPredictor Train(string name, LabelledArchitecture[] labels) =>
        Trainers.Named(name).Train(TrainingLabels.Of(Space, labels, 1), new TrainingOptions { Seed = 1 }, cancellationToken: TestContext.Current.CancellationToken);
}
