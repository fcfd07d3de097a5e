using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.SnapshotFormat;

namespace LatBench.Cli.Snapshots;

/// <summary><c>latbench snapshots push</c>.</summary>
internal static class PushCommand
{
    private static readonly Dictionary<string, Func<PushSource, string, CancellationToken, Task<bool>>> Layouts = new()
    {
        ["hugging-face"] = HuggingFaceLayout.WriteAsync,
        ["static"] = StaticLayout.WriteAsync,
    };

    public static Command Create(CliHost host)
    {
        var path = new Argument<string>("PATH") { Description = "Directory of the snapshot." };
        var to = new Option<string>("--to") { Description = "Where to write: a clone of the dataset repository, or the directory that the web server serves.", HelpName = "DIR", Required = true };
        var layout = new WordOption<Func<PushSource, string, CancellationToken, Task<bool>>>("--layout", "What reads it", Layouts, "hugging-face");
        var json = OptionFactory.Json();
        var command = host.Command(
            "push",
            "Write a snapshot as a Hugging Face dataset repository or a static web server expects it. Needs nothing but the files.",
            "latbench snapshots push .latbench/snapshots/latbench-1.0.0 --to ../latbench-dataset",
            "latbench snapshots push .latbench/snapshots/latbench-1.0.0 --layout static --to /srv/www/latbench");
        command.Add(path);
        foreach (var option in new Option[] { to, layout, json })
            command.Add(option);
        return command.Does(async context =>
        {
            var source = await PushSource.OpenAsync(context.Get(path)!, context.CancellationToken);
            var (directory, word) = (Path.GetFullPath(context.Get(to)!), context.Get((Option<string?>)layout)!);
            var changed = await FileGuard.RunAsync(
                $"{directory} cannot be written", "name another directory with --to", () => layout.Meaning(word)!(source, directory, context.CancellationToken));
            if (context.Get(json))
                context.Terminal.Json(new PushReport(source.Version.ToString(), word, directory, changed), SnapshotJsonContext.Default.PushReport);
            else
                context.Terminal.Line(changed ? $"{SnapshotLayout.DirectoryName(source.Version)} is in {directory}, ready to be served" : $"{SnapshotLayout.DirectoryName(source.Version)} was in {directory} already");
            return ExitCode.Done;
        });
    }
}
