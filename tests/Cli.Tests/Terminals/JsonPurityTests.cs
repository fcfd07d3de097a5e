using System.CommandLine;
using System.Text.Json;
using LatBench.Cli.CommandLine;

namespace LatBench.Cli.Tests.Terminals;

/// <summary>With <c>--json</c> standard output is one JSON document and nothing else.</summary>
public sealed class JsonPurityTests(SampleCoordinator coordinator) : IClassFixture<SampleCoordinator>
{
    private const string Cell = "|nor_conv_3x3~0|+|none~0|avg_pool_3x3~1|+|skip_connect~0|none~1|nor_conv_1x1~2|";

    /// <summary>Those of the command line that are run as processes are in EndToEnd.Tests.</summary>
    internal static readonly string[] Elsewhere = ["agent check", "admin prune"];

    /// <summary>Those that need real files of a coordinator end here without a document; EndToEnd.Tests has them too.</summary>
    private static readonly string[] Refused = ["snapshots download", "snapshots push", "predictors download", "predictors plot"];

    internal static readonly string[] Commands =
    [
        "architectures show 333133", "devices list", "devices show x", "devices drain x", "devices resume x", "devices remove x", "devices publication x --private", "campaigns list", "campaigns show 1",
        "campaigns submit --models 3 --target t", "campaigns submit --models 3 --target t --watch", "campaigns watch 1", "campaigns cancel 1", "campaigns resume 1",
        "campaigns resume 1 --watch", "measurements list",
        "measurements list --limit 1", "measurements show 12", "measurements targets", "measurements export --target t", "measurements export --target t --out DIR/export.csv",
        "measurements plot SLUG --out DIR/plot.svg", "predictors plot 3 --out DIR/plot.png",
        "models list", "models show x", "models delete x", "models upload DIR/net.onnx", "measure DIR/net.onnx --target t",
        "compare 1 2", "gate --baseline DIR/baseline.json --campaign 1 --write-baseline",
        "measurements import DIR/table.csv --target imported/x --column ms", "search list", "search show 1", "search show 1 --suggestions", "search suggest 1", "search run --limit t=2",
        "search report 1 --arch 000100 --result 50", "search report 1 --out DIR/report", "search report 1 --arch 000100 --result 50 --out DIR/report", "search verify 1", "search cancel 1",
        "snapshots list", "snapshots show latest", "snapshots diff 1.2.2 1.2.3", "snapshots create", "snapshots verify DIR", "snapshots download latest --out DIR/snapshot",
        "snapshots push DIR --to DIR/to", "predictors list", "predictors show 3", "predictors evaluate 3", "predictors train --target t", "predictors train --target t --detach",
        "predictors promote 3", "predictors cancel 3", "predictors delete 3", "predictors choose --target t", "predictors download 3 --out DIR/predictor",
        "predict --target t --arch " + Cell, "predict --target t --all --out DIR/space.csv", "predict --target t --all --csv", "tokens list", "tokens create", "tokens revoke 3", "devices invite", "web-runtime list",
        "config show", "config show agent", "export onnx --arch 000100 --out DIR/m.onnx", "doctor",
    ];

    public static TheoryData<string> Lines => [.. Commands];

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Standard_output_is_one_document(string line)
    {
        using var folder = await FilesAsync();
        var run = await coordinator.RunAsync(Words(line, folder));

        if (Refused.Any(refused => line.StartsWith(refused, StringComparison.Ordinal)))
        {
            Assert.Equal((1, ""), (run.ExitCode, run.Out));
            return;
        }

        Assert.True(run.ExitCode == 0 || line.StartsWith("snapshots verify", StringComparison.Ordinal), run.Error);
        using var document = JsonDocument.Parse(run.Out);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
    }

    /// <summary>The files that the command lines name.</summary>
    internal static async Task<TempDirectory> FilesAsync()
    {
        var folder = new TempDirectory();
        var model = await CliRun.InvokeAsync("export", "onnx", "--arch", "000100", "--out", Path.Combine(folder.Path, "net.onnx"));
        Assert.Equal(0, model.ExitCode);
        folder.Write("table.csv", "code,ms\n000100,1\n000200,2\n");
        return folder;
    }

    /// <summary>The words of a command line, with <c>--json</c>.</summary>
    internal static string[] Words(string line, TempDirectory folder) =>
        [.. line.Replace("DIR", folder.Path, StringComparison.Ordinal).Replace("SLUG", Samples.Slug, StringComparison.Ordinal).Split(' '), "--json"];

    [Fact]
    public void Every_command_with_the_option_is_tried()
    {
        var root = LatBenchCommand.Create(new CliHost(new CliEnvironment { Out = TextWriter.Null, Error = TextWriter.Null, Variable = _ => null }));
        var tried = Commands.Concat(Elsewhere).ToArray();

        var missing = Leaves(root, "").Where(leaf => leaf.Command.Options.Any(option => option is Option<bool> && option.Name == "--json"))
            .Where(leaf => !tried.Any(line => line == leaf.Path || line.StartsWith(leaf.Path + " ", StringComparison.Ordinal)));

        Assert.Empty(missing.Select(leaf => leaf.Path));
    }

    internal static IEnumerable<(Command Command, string Path)> Leaves(Command command, string path) =>
        command.Subcommands.Count == 0 ? [(command, path)] : command.Subcommands.Where(child => !child.Hidden).SelectMany(child => Leaves(child, path.Length == 0 ? child.Name : $"{path} {child.Name}"));
}
