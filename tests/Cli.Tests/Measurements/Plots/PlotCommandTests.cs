using System.Xml.Linq;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Tests.Measurements.Plots;

public sealed class PlotCommandTests : IDisposable
{
    private const string Slug = "lab/ort-1.31.1/cpu/t1", Cell = "|nor_conv_3x3~0|+|none~0|avg_pool_3x3~1|+|skip_connect~0|none~1|nor_conv_1x1~2|";

    private static readonly ModelConfig Batch1 = new() { Dataset = Dataset.Cifar100, Batch = 1, Precision = Precision.Fp32, GraphVariant = GraphVariant.Pruned };

    private readonly TempDirectory _directory = new();

    private string Picture => _directory.File("picture.svg");

    [Fact]
    public async Task Valid_measurements_of_a_campaign_are_drawn_with_their_intervals()
    {
        var (run, request) = await CampaignAsync([Measured(Slug, Batch1, 1), Measured(Slug, Batch1, 2)], "--against", "parameters", "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains($"\"title\": \"Latency against parameters on {Slug}\"", run.Out, StringComparison.Ordinal);
        Assert.Contains("\"networks\": 2", run.Out, StringComparison.Ordinal);
        Assert.Equal(("campaigns/3", Verdict.Valid), (request.Campaign, request.Verdict));
        var (circles, intervals) = Read();
        Assert.Equal((2, 2), (circles, intervals));
    }

    [Theory]
    [InlineData("Several targets have latencies in campaigns/3: name one of lab/ort-1.31.1/cpu/t1, lab/ort-1.31.1/cpu/t2.")]
    [InlineData("lab has several targets with latencies in campaigns/3: name one of lab/ort-1.31.1/cpu/t1, lab/ort-1.31.1/cpu/t2.", "lab")]
    [InlineData("lab/ort-1.31.1/cpu/t1 has latencies in several model configurations in campaigns/3 (cifar100, batch 1, fp32, pruned; cifar100, batch 8, fp32, pruned): say which one with --dataset, --batch, --precision and --graph-variant.", Slug)]
    public async Task What_could_be_several_is_asked_for(string expected, params string[] arguments)
    {
        var (run, _) = await CampaignAsync([Measured(Slug, Batch1, 1), Measured(Slug, new ModelConfig(Batch1) { Batch = 8 }, 2), Measured("lab/ort-1.31.1/cpu/t2", Batch1, 3)], arguments);

        Assert.Equal((2, expected), (run.ExitCode, run.Error.Trim()));
        Assert.False(File.Exists(Picture));
    }

    [Theory]
    [InlineData("--out takes a file whose name ends in .svg or .png, not 'picture.jpg'.", "lab", "-o", "picture.jpg")]
    [InlineData("--out", "lab")]
    [InlineData("leave --against or --histogram away", "lab", "--histogram", "--against", "macs", "-o", "picture.svg")]
    [InlineData("--campaign", "lab", "--campaign", "1", "--campaign", "2", "-o", "picture.svg")]
    [InlineData("'a/b' is not the name of a campaign", "lab", "--campaign", "a/b", "-o", "picture.svg")]
    [InlineData("--width takes a whole number from 400 to 6000, not '12'.", "lab", "--width", "12", "-o", "picture.svg")]
    public async Task Wrong_usage_is_told_before_a_coordinator_is_asked(string expected, params string[] arguments)
    {
        var run = await CliRun.InvokeAsync(["measurements", "plot", .. arguments]);

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("has no latencies of nas-bench-101 in campaigns/3: it has them of nas-bench-201.", "--space", "nas-bench-101")]
    [InlineData("has no latencies in the model configuration cifar100, batch 8, fp32, pruned in campaigns/3: it has cifar100, batch 1, fp32, pruned.", "--batch", "8")]
    public async Task What_a_target_does_not_have_is_told_with_what_it_has(string expected, params string[] arguments)
    {
        var (run, _) = await CampaignAsync([Measured(Slug, Batch1, 1)], arguments);

        Assert.Equal((1, $"{Slug} {expected}"), (run.ExitCode, run.Error.Trim()));
    }

    [Fact]
    public async Task Device_with_one_target_and_a_model_configuration_choose()
    {
        var (run, _) = await CampaignAsync([Measured(Slug, Batch1, 1), Measured(Slug, new ModelConfig(Batch1) { Batch = 8 }, 2)], "lab", "--batch", "8");

        Assert.Equal((0, $"{Picture}: Latency against MACs on {Slug}, 1 network\n"), (run.ExitCode, run.Out));
    }

    [Fact]
    public async Task Two_targets_of_a_campaign_are_drawn_against_each_other()
    {
        var (run, _) = await CampaignAsync([Measured(Slug, Batch1, 1), Measured("lab/ort-1.31.1/cpu/t2", Batch1, 2)], Slug, "--against", "lab/ort-1.31.1/cpu/t2");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(1, Read().Circles);
        var itself = (await CampaignAsync([Measured(Slug, Batch1, 1)], Slug, "--against", Slug)).Run;
        Assert.Equal((2, $"{Slug} would be drawn against itself: name another target with --against."), (itself.ExitCode, itself.Error.Trim()));
    }

    [Fact]
    public async Task Uploaded_models_have_a_histogram_only()
    {
        var model = Measured(Slug, Batch1, 1);
        (model.SearchSpace, model.EffectiveCell) = ("onnx", "net");

        var scatter = (await CampaignAsync([model])).Run;
        var histogram = (await CampaignAsync([model], "--histogram")).Run;

        Assert.Equal((1, $"The models of {Slug} are of onnx, of which neither macs nor parameters are known here: draw their latencies with --histogram."), (scatter.ExitCode, scatter.Error.Trim()));
        Assert.Equal((0, ""), (histogram.ExitCode, histogram.Error));
    }

    [Fact]
    public async Task Nothing_to_draw_is_told_with_what_to_do()
    {
        await using var server = await CoordinatorDouble.StartAsync(new CoordinatorDouble.Answers());

        var run = await server.RunAsync("measurements", "plot", "-o", Picture);
        var campaign = (await CampaignAsync([])).Run;

        Assert.Equal((1, "No target has latencies yet: measure with `latbench campaigns submit`, or take in a table with `latbench measurements import`."), (run.ExitCode, run.Error.Trim()));
        Assert.Equal((1, "campaigns/3 has no valid measurement: `latbench campaigns show campaigns/3` says how far it is and what became of it."), (campaign.ExitCode, campaign.Error.Trim()));
    }

    [Fact]
    public async Task Latencies_of_a_measured_target_have_the_intervals_of_their_measurements()
    {
        var labelled = new LabelledTarget { Target = Slug, Origin = Origin.Measured, SearchSpace = "nas-bench-201", ModelConfig = Batch1, Labels = 2 };
        var answers = new CoordinatorDouble.Answers
        {
            Labelled = [labelled],
            Exported = [new ExportMeasurementsResponse { Target = labelled, Latencies = { new ArchitectureLatency { Architecture = Cell, LatencyMs = 2 }, new ArchitectureLatency { Architecture = "333133", LatencyMs = 3 } } }],
            Measurements = [Measured(Slug, Batch1, 1), Measured(Slug, Batch1, 2), Measured(Slug, new ModelConfig(Batch1) { Batch = 8 }, 2)],
        };
        await using var server = await CoordinatorDouble.StartAsync(answers);

        var run = await server.RunAsync("measurements", "plot", "-o", Picture);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal((2, 1), Read()); // one of the two has a measurement of this latency
    }

    [Fact]
    public async Task Predictor_that_cannot_predict_is_not_drawn()
    {
        var answers = new CoordinatorDouble.Answers { Trainings = [new Predictor { Name = "predictors/3", State = PredictorState.Training }] };
        await using var server = await CoordinatorDouble.StartAsync(answers);

        var run = await server.RunAsync("predictors", "plot", "3", "-o", Picture);

        Assert.Equal((1, "predictors/3 is training: `latbench predictors show predictors/3` says how far it is."), (run.ExitCode, run.Error.Trim()));
        Assert.False(File.Exists(Picture));
    }

    public void Dispose() => _directory.Dispose();

    private static Measurement Measured(string target, ModelConfig models, double ms) => new()
    {
        Campaign = "campaigns/3",
        Target = target,
        SearchSpace = "nas-bench-201",
        EffectiveCell = Cell,
        ModelConfig = models,
        Verdict = Verdict.Valid,
        Summary = new LatencySummary { LatencyMs = ms, Ci95LowMs = 0.9 * ms, Ci95HighMs = 1.2 * ms },
    };

    private async Task<(CliRun Run, ListMeasurementsRequest Request)> CampaignAsync(Measurement[] measurements, params string[] arguments)
    {
        var answers = new CoordinatorDouble.Answers { Campaigns = [new Campaign { Name = "campaigns/3" }], Measurements = [.. measurements] };
        await using var server = await CoordinatorDouble.StartAsync(answers);
        var run = await server.RunAsync(["measurements", "plot", .. arguments, "--campaign", "3", "-o", Picture]);
        return (run, Assert.Single(answers.MeasurementLists));
    }

    private (int Circles, int Intervals) Read()
    {
        var picture = XDocument.Load(Picture).Descendants().ToArray();
        var strokes = picture.Where(element => element.Name.LocalName == "path" && (string?)element.Attribute("stroke") == "#2F6FDE").SelectMany(path => ((string)path.Attribute("d")!).Split('M', StringSplitOptions.RemoveEmptyEntries));
        return (picture.Count(element => element.Name.LocalName == "circle"), strokes.Select(stroke => stroke.Split('L')).Count(ends => ends.Length == 2 && ends[0] != ends[1]));
    }
}
