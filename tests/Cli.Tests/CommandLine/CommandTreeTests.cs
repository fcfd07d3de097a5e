using LatBench.Cli.CommandLine;

namespace LatBench.Cli.Tests.CommandLine;

/// <summary>The part of the tree that is created for a command line.</summary>
public sealed class CommandTreeTests
{
    private static CliHost Host => new(new CliEnvironment { Out = TextWriter.Null, Error = TextWriter.Null, Variable = _ => null });

    [Fact]
    public void Names_are_those_of_the_commands() =>
        Assert.Equal(LatBenchCommand.Names, LatBenchCommand.Create(Host).Subcommands.Select(command => command.Name));

    [Theory]
    [InlineData("devices list", "devices")]
    [InlineData("--data campaigns devices list", "devices campaigns")]
    public void CreateFor_named_commands_creates_only_these(string line, string expected) =>
        Assert.Equal(expected.Split(' '), LatBenchCommand.CreateFor(Host, line.Split(' ')).Subcommands.Select(command => command.Name));

    [Theory]
    [InlineData("")]
    [InlineData("--help")]
    [InlineData("devcies list")]
    [InlineData("completion bash")]
    public void CreateFor_other_lines_creates_everything(string line) =>
        Assert.Equal(LatBenchCommand.Names, LatBenchCommand.CreateFor(Host, line.Split(' ')).Subcommands.Select(command => command.Name));
}
