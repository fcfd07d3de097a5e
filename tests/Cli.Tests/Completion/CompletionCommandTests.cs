using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Completion;

namespace LatBench.Cli.Tests.Completion;

/// <summary>Holds the completion scripts against real shells.</summary>
public sealed class CompletionCommandTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public static TheoryData<string, string, string[]> Lines()
    {
        var data = new TheoryData<string, string, string[]>();
        foreach (var shell in new[] { "bash", "fish", "zsh" })
        {
            data.Add(shell, "latbench dev", ["devices"]);
            data.Add(shell, "latbench devices re", ["remove", "resume"]);
            // The value of an option is no command, wherever it stands.
            data.Add(shell, "latbench --data campaigns devices sh", ["show"]);
            data.Add(shell, "latbench devices list --js", ["--json"]);
            data.Add(shell, "latbench devices list --token", ["--token-file"]);
            data.Add(shell, "latbench tokens create --role ", ["admin", "enrolment", "submitter", "viewer"]);
            data.Add(shell, "latbench quickstart --precision fp", ["fp16", "fp32"]);
            data.Add(shell, "latbench completion ", ["bash", "fish", "pwsh", "zsh"]);
            data.Add(shell, "latbench measure mod", ["models", "models.onnx"]);
            data.Add(shell, "latbench devices list --data mod", ["models"]);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Script_in_a_real_shell_proposes_commands_options_values_and_files(string shell, string line, string[] expected)
    {
        Shell.Require(shell);
        _directory.Write("models.onnx", "");
        Directory.CreateDirectory(_directory.File("models"));

        Assert.Equal(expected, await Shell.ProposeAsync(shell, line, _directory));
    }

    [Theory]
    [InlineData("bash", "latbench campaigns submit --precision fp32,fp", "fp32,fp16", "fp32,fp32")]
    [InlineData("fish", "latbench campaigns submit --precision fp32,fp", "fp32,fp16", "fp32,fp32")]
    [InlineData("bash", "latbench tokens create --role=ad", "admin")]
    [InlineData("fish", "latbench tokens create --role=ad", "--role=admin")]
    public async Task Script_completes_lists_and_values_after_a_sign(string shell, string line, params string[] expected)
    {
        Shell.Require(shell);

        Assert.Equal(expected, await Shell.ProposeAsync(shell, line, _directory));
    }

    /// <summary>PowerShell cannot be had from Debian: its script is held against the others by what it carries.</summary>
    [Fact]
    public async Task Scripts_carry_the_same_commands()
    {
        var table = CompletionTable.Of(LatBenchCommand.Create(new CliHost(new CliEnvironment { Out = TextWriter.Null, Error = TextWriter.Null, Variable = _ => null, SearchSpaces = CliRun.WithToySpace })));

        foreach (var shell in CompletionScript.Shells)
            Assert.Contains(table.TrimEnd('\n'), await Shell.ScriptAsync(shell), StringComparison.Ordinal);
        // Nothing in it ends a quotation or is replaced within one, in any of the shells.
        Assert.DoesNotContain(table, letter => letter is '\'' or '"' or '$' or '`' or '\\' or '!');
    }

    [Fact]
    public void Every_value_is_known_to_be_words_a_file_a_directory_or_neither()
    {
        var host = new CliHost(new CliEnvironment { Out = TextWriter.Null, Error = TextWriter.Null, Variable = _ => null });
        string[] text = ["A", "ADDR", "C", "CELSIUS", "CONN", "DIR|S3", "E", "ID", "LIMIT", "LIST", "MIN..MAX", "N", "NAME", "P", "PERCENT", "S", "SECONDS", "SHARE", "SLUG", "T", "TARGET", "TEXT", "TIME", "URL", "V", "WHAT"];

        var unknown = from command in All(LatBenchCommand.Create(host))
                      from option in command.Options
                      where CompletedValue.Of(option).Kind == CompletedKind.Text && !text.Contains(option.HelpName) && option.HelpName?.Contains('=', StringComparison.Ordinal) != true
                      select $"{command.Name} {option.Name} <{option.HelpName}>";

        Assert.Empty(unknown.Distinct());
    }

    [Fact]
    public async Task Unknown_shell_is_told_which_there_are()
    {
        var run = await CliRun.InvokeAsync("completion", "tcsh");

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("completion takes bash, zsh, fish, pwsh, not 'tcsh'.\n", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);
}
