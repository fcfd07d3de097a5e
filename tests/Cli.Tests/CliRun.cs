using LatBench.Cli.CommandLine;
using LatBench.SearchSpaces;
using LatBench.TestKit.ToySpaces;

namespace LatBench.Cli.Tests;

/// <summary>One run of the command inside this process.</summary>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    /// <summary>The built-in search spaces with the toy space beside them.</summary>
    public static readonly SearchSpaceRegistry WithToySpace = new([.. SearchSpaceRegistry.BuiltIn.Spaces, new ToySpace()]);

    private static readonly string Nowhere = Path.Combine(Path.GetTempPath(), $"latbench-none-{Guid.NewGuid():N}");

    /// <summary>Runs the command with nothing of this machine's environment; a data directory that does not exist is added.</summary>
    public static async Task<CliRun> InvokeAsync(IReadOnlyDictionary<string, string>? variables, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var environment = new CliEnvironment
        {
            Out = output,
            Error = error,
            Variable = name => variables?.GetValueOrDefault(name),
            SearchSpaces = WithToySpace,
        };
        string[] all = args.Contains("--data") ? args : [.. args, "--data", Nowhere];
        var code = await LatBenchCommand.RunAsync(all, environment, TestContext.Current.CancellationToken);
        return new CliRun(code, Text(output), Text(error));

        // Hints repeat the options that the command was given, this one too.
        static string Text(StringWriter writer) => writer.ToString().ReplaceLineEndings("\n").Replace($" --data {Nowhere}", "", StringComparison.Ordinal);
    }

    public static Task<CliRun> InvokeAsync(params string[] args) => InvokeAsync(null, args);
}
