using System.CommandLine;
using System.Globalization;
using LatBench.Cli.CommandLine;
using LatBench.Contracts.V1;
using LatBench.Models;

namespace LatBench.Cli.Tests.CommandLine;

/// <summary>The options of a model configuration: one, one that may be left away, lists.</summary>
public sealed class ModelConfigurationOptionsTests
{
    public static TheoryData<string> Names => ["--graph-variant", "--variant"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Graph_variant_has_its_name_and_the_one_before(string name)
    {
        var answers = new CoordinatorDouble.Answers { Campaigns = { new Campaign { Name = "campaigns/1", Progress = new CampaignProgress(), Protocol = new Protocol() } } };
        await using var server = await CoordinatorDouble.StartAsync(answers);

        Assert.Equal(0, (await server.RunAsync("predict", "--target", "lab", "--arch", "000100", name, "literal")).ExitCode);
        Assert.Equal(0, (await server.RunAsync("campaigns", "submit", "--models", "2", "--device", "lab", name, "literal,pruned")).ExitCode);

        // What is not named of a configuration is the default.
        Assert.Equal(
            new ModelConfig { Dataset = Dataset.Cifar100, Batch = 1, Precision = Precision.Fp32, GraphVariant = GraphVariant.Literal }, Assert.Single(answers.Predicted).ModelConfig);
        Assert.Equal([GraphVariant.Literal, GraphVariant.Pruned], Assert.Single(answers.Created).Campaign.ModelConfigs.Select(config => config.GraphVariant));
        using var directory = new LatBench.TestKit.TempDirectory();
        var file = directory.PathOf("m.onnx");
        var exported = await CliRun.InvokeAsync("export", "onnx", "--arch", "333333", name, "literal", "--out", file);
        Assert.Contains("nas-bench-201/333333/cifar100/b1/fp32/literal", exported.Out, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Graph_variant_that_is_none_is_refused_under_the_name_of_the_option(string name)
    {
        var run = await CliRun.InvokeAsync("predict", "--target", "lab", "--arch", "000100", name, "cut");

        Assert.Equal((2, "--graph-variant takes pruned, literal, not 'cut'."), (run.ExitCode, run.Error.Split('\n')[0]));
    }

    [Theory]
    [InlineData("predict")]
    [InlineData("quickstart")]
    public async Task Batch_has_one_limit_in_help_and_in_messages(params string[] command)
    {
        string[] asked = command is ["predict"] ? ["--target", "lab", "--arch", "000100"] : [];
        var largest = ModelConfiguration.MaxBatch.ToString(CultureInfo.InvariantCulture);

        Assert.Contains($"1 to {largest}", (await CliRun.InvokeAsync([.. command, "--help"])).Out, StringComparison.Ordinal);
        var run = await CliRun.InvokeAsync([.. command, .. asked, "--batch", (ModelConfiguration.MaxBatch + 1).ToString(CultureInfo.InvariantCulture)]);
        Assert.Equal((2, $"--batch takes a whole number from 1 to {largest}, not '{ModelConfiguration.MaxBatch + 1}'."), (run.ExitCode, run.Error.Split('\n')[0]));
    }

    [Fact]
    public void Documents_name_the_largest_batch()
    {
        var largest = $"1 to {ModelConfiguration.MaxBatch.ToString(CultureInfo.InvariantCulture)}";
        var rows = File.ReadLines(LatBench.TestKit.RepositoryRoot.PathOf("docs", "reference", "commands.md")).Where(line => line.StartsWith("| `--batch ", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Contains(largest, row, StringComparison.Ordinal));
        Assert.Contains(largest, File.ReadAllText(LatBench.TestKit.RepositoryRoot.PathOf("proto", "latbench", "v1", "target.proto")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_command_with_a_precision_has_all_options_of_a_configuration_and_the_same_names()
    {
        string[] expected = ["--batch", "--dataset", "--graph-variant", "--precision"];
        var commands = Walk(LatBenchCommand.Create(new CliHost(new CliEnvironment { Out = TextWriter.Null, Error = TextWriter.Null, Variable = _ => null })))
            // Those that measure users' files have inputs in place of a dataset.
            .Where(command => command.Options.Any(option => option.Name == "--precision") && !command.Options.Any(option => option.Name == "--input-shape")).ToArray();

        Assert.True(commands.Length >= 9, string.Join(", ", commands.Select(command => command.Name)));
        Assert.All(commands, command => Assert.Equal(expected, command.Options.Select(option => option.Name).Intersect(expected).Order(StringComparer.Ordinal)));
        Assert.All(commands, command => Assert.Equal(["--variant"], command.Options.Single(option => option.Name == "--graph-variant").Aliases));
    }

    private static IEnumerable<Command> Walk(Command command) => command.Subcommands.SelectMany(Walk).Prepend(command);
}
