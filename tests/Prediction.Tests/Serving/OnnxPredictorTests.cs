using LatBench.Prediction.Labels;
using LatBench.Prediction.Serving;
using LatBench.Prediction.Training;
using LatBench.TestKit;

namespace LatBench.Prediction.Tests.Serving;

public sealed class OnnxPredictorTests
{
    private static readonly Lazy<PredictorFiles> Files = new(() =>
        Trainers.Named("linear").Train(TrainingLabels.Of(Nas201.SearchSpace, SyntheticLabels.Draw(60, 1), 1), new TrainingOptions()).Export());

    [Fact]
    public void PredictSpace_is_what_single_predictions_are()
    {
        using var predictor = OnnxPredictor.Load(Files.Value, Nas201.Spaces);

        var space = predictor.Predict(Nas201.Measurable);

        Assert.Equal(Nas201.Measurable.Count, space.Count);
        foreach (var place in new[] { 0, 777, 15_000 })
            Assert.Equal(predictor.Predict(Nas201.Measurable[place]).High.Milliseconds, space[place].High.Milliseconds, 1e-6);
    }

    [Fact]
    public void Predict_unreachable_architecture_is_refused()
    {
        using var predictor = OnnxPredictor.Load(Files.Value, Nas201.Spaces);

        Assert.Contains("000000", Assert.Throws<PredictionException>(() => predictor.Predict(Nas201.Parse("000000"))).Message);
    }

    [Fact]
    public void Load_damaged_network_is_refused() =>
        Assert.Contains("ONNX", Assert.Throws<PredictionException>(() => OnnxPredictor.Load(Files.Value with { Onnx = [1, 2, 3] }, Nas201.Spaces)).Message);

    [Theory]
    [InlineData("{", "cannot be read")]
    [InlineData("{\"format\":\"latbench-predictor/9\",\"predictor\":\"x\",\"labels\":1}", "latbench-predictor/9")]
    [InlineData("{\"format\":\"latbench-predictor/1\",\"predictor\":\"x\",\"labels\":1,\"search_space\":\"no-such-space\"}", "no-such-space")]
    public void Load_wrong_description_is_refused(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<PredictionException>(() => OnnxPredictor.Load(Files.Value with { Json = [.. json.Select(character => (byte)character)] }, Nas201.Spaces)).Message);

    [Fact]
    public void Load_and_predict_a_thousand_times_leaks_nothing()
    {
        using var predictor = OnnxPredictor.Load(Files.Value, Nas201.Spaces);
        var architectures = Nas201.Sample(1000, 1);
        for (var i = 0; i < 100; i++)
            LoadAndPredict();
        var before = Environment.WorkingSet;

        for (var i = 0; i < 1000; i++)
            predictor.Predict(architectures);
        for (var i = 0; i < 100; i++)
            LoadAndPredict();

        GC.Collect();
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 64L << 20);

        void LoadAndPredict()
        {
            using var other = OnnxPredictor.Load(Files.Value, Nas201.Spaces);
            other.Predict(architectures[0]);
        }
    }
}
