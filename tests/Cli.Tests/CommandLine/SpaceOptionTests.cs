using LatBench.Contracts.V1;

namespace LatBench.Cli.Tests.CommandLine;

/// <summary><c>--space</c> of every command that takes an architecture or draws one.</summary>
public sealed class SpaceOptionTests
{
    public static TheoryData<string> Commands =>
    [
        "campaigns submit --models 2 --device lab",
        "predict --target lab --arch 000100",
        "search run --limit lab=2",
        "export onnx --arch 000100 --out /nowhere/m.onnx",
        "architectures show 000100",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Space_that_there_is_not_is_refused_with_those_that_there_are(string command)
    {
        var run = await CliRun.InvokeAsync([.. command.Split(' '), "--space", "toys"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Matches("^There is no search space 'toys': use one of nas-bench-201, .*toy(, onnx)?\\.\n", run.Error);
    }

    [Theory]
    [InlineData("export onnx --data . --arch 000100 --dataset cifar10 --out m.onnx --space")]
    [InlineData("export onnx --arch 000100 --dataset cifar10 --out m.onnx --space toy --space nas-bench-201")]
    [InlineData("campaigns submit --models 3 --space toy --space nas-bench-201")]
    [InlineData("predict --data . --target lab --all --fastest 3 --space")]
    public async Task Space_that_is_missing_or_given_twice_is_refused_in_a_sentence(string command)
    {
        var run = await CliRun.InvokeAsync(command.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--space", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("campaigns submit --models 3 --space nas-bench-101 --table cells.csv")]
    [InlineData("predict --target lab --all --table cells.csv")]
    public async Task Table_that_nothing_is_looked_up_in_is_refused(string command)
    {
        var run = await CliRun.InvokeAsync(command.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("--table says which architectures keys are of: it goes with --arch or --file.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nas-bench-101")]
    [InlineData("darts")]
    public async Task All_of_a_space_too_large_to_be_listed_is_refused_with_what_to_give(string space)
    {
        var run = await CliRun.InvokeAsync("campaigns", "submit", "--all", "--space", space);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"--all is for search spaces of at most 100000 architectures, and {space} has more: give --models N.\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Campaign_is_asked_for_in_the_space_with_its_own_inputs()
    {
        var answers = new CoordinatorDouble.Answers { Campaigns = { new Campaign { Name = "campaigns/1", Progress = new CampaignProgress(), Protocol = new Protocol() } } };
        await using var server = await CoordinatorDouble.StartAsync(answers);

        Assert.Equal(0, (await server.RunAsync("campaigns", "submit", "--space", "toy", "--models", "2", "--device", "lab", "--dataset", "wide,small")).ExitCode);
        Assert.Equal(0, (await server.RunAsync("campaigns", "submit", "--space", "toy", "--arch", "conv>pool>skip", "--device", "lab")).ExitCode);
        Assert.Equal(0, (await server.RunAsync("campaigns", "submit", "--models", "2", "--device", "lab")).ExitCode);

        Assert.Equal(["toy", "toy", ""], answers.Created.Select(request => request.Campaign.Selection.SearchSpace));
        Assert.Equal(["wide small", "small", ""], answers.Created.Select(request => string.Join(' ', request.Campaign.ModelConfigs.Select(config => config.Input))));
        Assert.Equal(Dataset.Cifar100, answers.Created[2].Campaign.ModelConfigs[0].Dataset);
    }

    [Fact]
    public async Task Prediction_is_asked_for_in_the_space_that_is_given()
    {
        var answers = new CoordinatorDouble.Answers();
        await using var server = await CoordinatorDouble.StartAsync(answers);

        await server.RunAsync("predict", "--target", "lab", "--space", "toy", "--arch", "conv>pool>skip", "--dataset", "wide");
        await server.RunAsync("predict", "--target", "lab", "--arch", "000100");

        Assert.Equal([("toy", "wide"), ("", null)], answers.Predicted.Select(request => (request.SearchSpace, request.ModelConfig?.Input)));
    }

    [Theory]
    [InlineData("--dataset takes small, wide, not 'cifar10'.", "export onnx --space toy --arch conv>pool>skip --dataset cifar10 --out m.onnx")]
    [InlineData("--dataset takes cifar10, cifar100, imagenet16-120, not 'wide'.", "predict --target lab --arch 000100 --dataset wide")]
    [InlineData("--dataset takes small, wide, several separated by commas, not 'cifar10'.", "campaigns submit --space toy --models 2 --dataset wide,cifar10")]
    [InlineData("--models takes a whole number from 1 to 125, not '126'.", "campaigns submit --space toy --models 126")]
    [InlineData("--fastest takes a whole number from 1 to 125, not '126'.", "predict --target lab --space toy --all --fastest 126")]
    [InlineData("Not a NAS-Bench-201 architecture: it is an architecture of toy: add --space toy (in a request: the search space 'toy').", "export onnx --arch conv>pool>skip --out m.onnx")]
    public async Task Value_that_the_space_does_not_have_is_refused(string expected, string command)
    {
        var run = await CliRun.InvokeAsync(command.Split(' '));

        Assert.Equal((2, expected), (run.ExitCode, run.Error.Split('\n')[0]));
    }

    [Fact]
    public async Task Export_writes_an_architecture_of_the_space()
    {
        using var folder = new TempDirectory();

        var run = await CliRun.InvokeAsync("export", "onnx", "--space", "toy", "--arch", "conv>pool>skip", "--out", folder.File("m.onnx"));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("toy/conv-pool-skip/small/b1/fp32", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_lists_the_spaces_and_the_inputs_of_each()
    {
        var help = (await CliRun.InvokeAsync("export", "onnx", "--help")).Out.ReplaceLineEndings(" ");

        Assert.Contains("Search space: nas-bench-201,", help, StringComparison.Ordinal);
        Assert.Contains("with toy small", help, StringComparison.Ordinal);
    }
}
