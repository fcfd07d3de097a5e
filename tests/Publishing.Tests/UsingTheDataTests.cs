using System.Diagnostics;
using System.Text.RegularExpressions;
using LatBench.Publishing.Tests.Fakes;
using LatBench.TestKit;

namespace LatBench.Publishing.Tests;

/// <summary>Runs the examples of docs/how-to/using-the-data.md against a snapshot, as far as this machine can.</summary>
public sealed partial class UsingTheDataTests(UsingTheDataTests.Published published) : IClassFixture<UsingTheDataTests.Published>
{
    // The modules that an example needs beyond Python itself; one that is not listed is only checked for its syntax.
    private static readonly Dictionary<string, string> Modules = new()
    {
        ["import pandas"] = "pandas, pyarrow",
        ["import polars"] = "polars",
        ["import duckdb"] = "duckdb",
    };

    private static string Document => File.ReadAllText(RepositoryRoot.PathOf("docs", "how-to", "using-the-data.md"));

    public static TheoryData<string> Sql => [.. Examples("sql")];

    public static TheoryData<string> Python => [.. Examples("python")];

    [Theory]
    [MemberData(nameof(Sql))]
    public void Sql_example_runs_and_gives_rows(string example) =>
        Assert.NotEmpty(DuckDb.Query(example.Replace("latbench-1.0.0", published.Root, StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Python))]
    public async Task Python_example_is_Python_and_runs_where_its_modules_are(string example)
    {
        var isThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "python3")));
        Needed.OrSkip(isThere ? null : "There is no python3 on the path: install it, or put its folder there.");
        var syntax = await PythonAsync("import ast, sys; ast.parse(sys.stdin.read())", example);
        Assert.True(syntax.ExitCode == 0, syntax.Error);
        if (example.Contains("torch", StringComparison.Ordinal) || Modules.FirstOrDefault(module => example.StartsWith(module.Key, StringComparison.Ordinal)).Value is not { } modules
            || (await PythonAsync($"import {modules}", "")).ExitCode != 0)
            return;

        var run = await PythonAsync("import sys; exec(sys.stdin.read(), {'__name__': 'example'})", example);

        Assert.True(run.ExitCode == 0, run.Error);
    }

    [Fact]
    public void Examples_are_found() => Assert.Equal((4, 6), (Sql.Count, Python.Count));

    private async Task<(int ExitCode, string Error)> PythonAsync(string program, string input)
    {
        var start = new ProcessStartInfo("python3", ["-c", program])
        {
            WorkingDirectory = Path.GetDirectoryName(published.Root)!,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await output;
        return (process.ExitCode, await error);
    }

    private static IEnumerable<string> Examples(string language) =>
        Block().Matches(Document).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value);

    [GeneratedRegex("^```([a-z]+)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    public sealed class Published : IAsyncLifetime
    {
        private readonly Lab _lab = Lab.WithEveryVerdict();

        public string Root => _lab.PathOf("1.0.0");

        public async ValueTask InitializeAsync() => await _lab.BuildAsync();

        public ValueTask DisposeAsync()
        {
            _lab.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
