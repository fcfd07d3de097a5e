namespace LatBench.Cli.Tests.Searches;

/// <summary>The command lines that are refused before any call is made.</summary>
public sealed class SearchCommandsTests
{
    [Theory]
    [InlineData("--accuracy and --column belong together", "run", "--accuracy", "t.csv")]
    [InlineData("--verify needs accuracies", "run", "--verify")]
    [InlineData("--verify needs accuracies", "run", "--prove")]
    [InlineData("cannot be read", "run", "--accuracy", "/nowhere/t.csv", "--column", "a")]
    [InlineData("--limit takes TARGET=MS or MS", "run", "--limit", "lab=fast")]
    [InlineData("--limit takes TARGET=MS or MS", "run", "--limit", "lab=2.5min")]
    [InlineData("1 --arch and 0 --result were given", "report", "1", "--arch", "333333")]
    [InlineData("Nothing was given to report", "report", "1")]
    [InlineData("--result takes a percentage or failed, not 'good'", "report", "1", "--arch", "333333", "--result", "good")]
    public async Task Wrong_usage_is_one_sentence(string expected, params string[] arguments)
    {
        var run = await CliRun.InvokeAsync(["search", .. arguments, "--server", "http://127.0.0.1:1"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Table_with_bad_rows_is_refused_with_its_lines()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "arch_str,top1\n333333,50\n333332,high\n", TestContext.Current.CancellationToken);
            var run = await CliRun.InvokeAsync("search", "run", "--accuracy", path, "--column", "top1", "--server", "http://127.0.0.1:1");

            Assert.Equal(2, run.ExitCode);
            Assert.Contains("line 3: 'high' is not an accuracy", run.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
