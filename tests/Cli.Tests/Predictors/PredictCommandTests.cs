using LatBench.Contracts.V1;

namespace LatBench.Cli.Tests.Predictors;

public sealed class PredictCommandTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public async Task Predict_shows_interval_and_version()
    {
        await using var server = await CoordinatorDouble.StartAsync(new CoordinatorDouble.Answers());

        var run = await server.RunAsync("predict", "--target", "lab", "--arch", "000100", "--arch", "000200");

        Assert.Equal((0, "By predictors/3, version 2 for lab; the interval holds the measured latency for 90 of 100 networks.\n"), (run.ExitCode, run.Error));
        Assert.Equal("LATENCY   90 % INTERVAL          ARCHITECTURE\n1.000 ms  0.5000 ms to 1.250 ms  000100\n2.000 ms  1.500 ms to 2.250 ms   000200\n", run.Out);
    }

    [Fact]
    public async Task Predict_csv_of_a_file_names_predictor_and_version_in_every_row()
    {
        var answers = new CoordinatorDouble.Answers();
        await using var server = await CoordinatorDouble.StartAsync(answers);
        var file = _directory.Write("a.csv", "code,ms\n000100,1\n000200,2\n");

        var run = await server.RunAsync("predict", "--predictor", "3", "--file", file, "--csv", "--fastest", "1", "--dataset", "cifar10");

        Assert.Equal("arch_str,latency_ms,low_ms,high_ms,predictor,version\n|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|,1,0.5,1.25,predictors/3,2\n", run.Out);
        var request = Assert.Single(answers.Predicted);
        Assert.Equal(("", "predictors/3", Dataset.Cifar10, 2), (request.Target, request.Predictor, request.ModelConfig.Dataset, request.Architectures.Count));
    }

    [Theory]
    [InlineData("", "names no architecture")]
    [InlineData("000100\n000000\n", "line 2: architecture 000000 has no network: It has no path")]
    [InlineData("code,ms\n00010,1\n", "line 2: Not a NAS-Bench-201 architecture")]
    public async Task Predict_file_that_cannot_be_used_is_refused(string text, string message)
    {
        var run = await CliRun.InvokeAsync("predict", "--target", "lab", "--file", _directory.Write("a.txt", text));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();
}
