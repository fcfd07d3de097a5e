namespace LatBench.Cli.Tests.Searches;

/// <summary>The command lines that are refused before any call is made.</summary>
public sealed class SearchCommandsTests
{
    [Theory]
    [InlineData("--column belongs to --accuracy", "run", "--column", "top1")]
    [InlineData("--verify needs accuracies", "run", "--verify")]
    [InlineData("--verify needs accuracies", "run", "--prove")]
    [InlineData("cannot be read", "run", "--accuracy", "/nowhere/t.csv", "--column", "a")]
    [InlineData("--accuracy and --accuracy-model both answer the search", "run", "--accuracy", "t.csv", "--accuracy-model", "m.onnx")]
    [InlineData("m.onnx cannot be read", "run", "--accuracy-model", "/nowhere/m.onnx")]
    [InlineData("--limit takes TARGET=MS or MS", "run", "--limit", "lab=fast")]
    [InlineData("--limit takes TARGET=MS or MS", "run", "--limit", "lab=2.5min")]
    [InlineData("1 --arch and 0 --result were given", "report", "1", "--arch", "333333")]
    [InlineData("Nothing was given to report", "report", "1")]
    [InlineData("--result takes a percentage or failed, not '1e400'", "report", "1", "--arch", "333333", "--result", "1e400")]
    [InlineData("--result takes a percentage or failed, not 'good'", "report", "1", "--arch", "333333", "--result", "good")]
    public async Task Wrong_usage_is_one_sentence(string expected, params string[] arguments)
    {
        var run = await CliRun.InvokeAsync(["search", .. arguments, "--server", "http://127.0.0.1:1"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Column_that_is_not_named_is_told_with_those_of_the_table()
    {
        using var folder = new TempDirectory();
        var run = await CliRun.InvokeAsync("search", "run", "--accuracy", folder.Write("t.csv", "arch_str;top1;top 5\n333333;50;90\n"), "--server", "http://127.0.0.1:1");

        Assert.Equal((2, "--column is missing: name the column of accuracies, one of top1, top 5.\n"), (run.ExitCode, run.Error));
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
            Assert.Contains("has 1 row that cannot be used (line 3: 'high' is not an accuracy", run.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
