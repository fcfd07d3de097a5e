using LatBench.Contracts.V1;

namespace LatBench.Cli.Tests.CommandLine;

/// <summary><c>--table</c>: hashes of NAS-Bench-101 become architectures on the client.</summary>
public sealed class KeyTableOptionTests
{
    private const string Hash = "00005c142e6f48ac74fdcf73e3439874";

    private const string Table =
        """
        hash,matrix,operations,valid_4ep
        00005c142e6f48ac74fdcf73e3439874,0100110/0010000/0001001/0000010/0000010/0000001/0000000,input|conv3x3-bn-relu|maxpool3x3|conv3x3-bn-relu|conv3x3-bn-relu|conv1x1-bn-relu|output,36.0477
        0000718c96730a92ea6d5242f8ce77e2,0100000/0010000/0001000/0000111/0000010/0000001/0000000,input|conv1x1-bn-relu|conv1x1-bn-relu|conv3x3-bn-relu|conv1x1-bn-relu|conv3x3-bn-relu|output,11.3181

        """;

    [Fact]
    public async Task Hash_of_the_table_is_sent_and_shown_as_its_architecture()
    {
        using var folder = new TempDirectory();
        var table = folder.Write("cells.csv", Table);
        var answers = new CoordinatorDouble.Answers { Campaigns = { new Campaign { Name = "campaigns/1", Progress = new CampaignProgress(), Protocol = new Protocol() } } };
        await using var server = await CoordinatorDouble.StartAsync(answers);

        var shown = await CliRun.InvokeAsync("architectures", "show", Hash, "--space", "nas-bench-101", "--table", table);
        var submitted = await server.RunAsync("campaigns", "submit", "--space", "nas-bench-101", "--arch", Hash, "--table", table, "--device", "lab");
        var filed = await server.RunAsync("campaigns", "submit", "--space", "nas-bench-101", "--file", table, "--device", "lab");

        Assert.Equal((0, 0, 0), (shown.ExitCode, submitted.ExitCode, filed.ExitCode));
        Assert.Matches($"hash +{Hash}\n", shown.Out);
        var text = Assert.Single(answers.Created[0].Campaign.Selection.Architectures.Architectures);
        Assert.Contains($"architecture    {text}\n", shown.Out, StringComparison.Ordinal);
        Assert.Equal(2, answers.Created[1].Campaign.Selection.Architectures.Architectures.Count);
        Assert.Equal(text, answers.Created[1].Campaign.Selection.Architectures.Architectures[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hash\n")]
    public async Task Hashes_in_a_file_are_predicted_as_their_architectures(string header)
    {
        using var folder = new TempDirectory();
        var answers = new CoordinatorDouble.Answers();
        await using var server = await CoordinatorDouble.StartAsync(answers);

        await server.RunAsync("predict", "--target", "lab", "--space", "nas-bench-101", "--file", folder.Write("hashes.txt", header + Hash + "\n"), "--table", folder.Write("cells.csv", Table));

        Assert.Equal("100110.10000.1001.010.10.1|conv3x3-bn-relu,maxpool3x3,conv3x3-bn-relu,conv3x3-bn-relu,conv1x1-bn-relu", Assert.Single(Assert.Single(answers.Predicted).Architectures));
    }

    [Fact]
    public async Task Tables_of_hashes_alone_are_imported_and_answer_searches_as_their_architectures()
    {
        using var folder = new TempDirectory();
        var (table, named) = (folder.Write("cells.csv", Table), folder.Write("named.csv", $"hash,acc,ms\n{Hash},90.5,2.5\n"));
        var answers = new CoordinatorDouble.Answers { Imported = new ImportMeasurementsResponse { Outcome = ImportOutcome.Imported, Target = new LabelledTarget { Target = "imported/board", Labels = 1, SearchSpace = "nas-bench-101", ModelConfig = new ModelConfig { Input = "cifar10", Batch = 1 } } } };
        await using var server = await CoordinatorDouble.StartAsync(answers);
        string[] import = ["measurements", "import", named, "--target", "imported/board", "--space", "nas-bench-101", "--column", "ms"];
        string[] search = ["search", "run", "--space", "nas-bench-101", "--accuracy", named, "--column", "acc", "--server", "http://127.0.0.1:1"];

        await server.RunAsync([.. import, "--table", table]);

        Assert.Equal("100110.10000.1001.010.10.1|conv3x3-bn-relu,maxpool3x3,conv3x3-bn-relu,conv3x3-bn-relu,conv1x1-bn-relu", Assert.Single(Assert.Single(answers.Imports).Latencies).Architecture);
        Assert.Contains("or name a table that has them with --table.", (await server.RunAsync(import)).Error, StringComparison.Ordinal);
        Assert.Contains("or name a table that has them with --table.", (await CliRun.InvokeAsync(search)).Error, StringComparison.Ordinal);
        // With the table it goes on to the coordinator, which is not there.
        Assert.Contains("127.0.0.1:1", (await CliRun.InvokeAsync([.. search, "--table", table])).Error, StringComparison.Ordinal);
        Assert.StartsWith("--table belongs to --accuracy", (await CliRun.InvokeAsync("search", "run", "--space", "nas-bench-101", "--table", table)).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--space nas-bench-101", "at position 0 (counted from 0) expected a cell such as")]
    [InlineData("--space nas-bench-101 --table TABLE", "which holds 2 architectures and not this one, found 'ffff5c142e6f48ac74fdcf73'")]
    [InlineData("--table TABLE", "NAS-Bench-201 has no keys of architectures: name them by text.")]
    public async Task Hash_that_says_no_architecture_is_refused(string arguments, string expected)
    {
        using var folder = new TempDirectory();
        var table = folder.Write("cells.csv", Table);

        var run = await CliRun.InvokeAsync(["export", "onnx", "--arch", "ffff5c142e6f48ac74fdcf73e3439874", "--out", folder.File("m.onnx"), .. arguments.Split(' ').Select(word => word == "TABLE" ? table : word)]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("m.onnx")));
    }
}
