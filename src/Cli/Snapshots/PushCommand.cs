using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Contracts.CommandLines;
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
        return command.SetHandler(async context =>
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

/// <summary>An intact snapshot on the disk, to be written somewhere else.</summary>
internal sealed class PushSource
{
    private readonly string _directory;

    private PushSource(string directory, SnapshotVersion version, string sha256, IReadOnlyDictionary<string, string> files) =>
        (_directory, Version, Sha256, Files) = (directory, version, sha256, files);

    public SnapshotVersion Version { get; }

    /// <summary>SHA-256 of its <c>SHA256SUMS</c>.</summary>
    public string Sha256 { get; }

    /// <summary>Path to SHA-256 of every file but <c>SHA256SUMS</c>.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    /// <exception cref="CliException">It is not an intact snapshot.</exception>
    public static async Task<PushSource> OpenAsync(string directory, CancellationToken cancellationToken)
    {
        var result = await SnapshotVerifier.VerifyAsync(directory, cancellationToken);
        if (!result.IsIntact || !SnapshotVersion.TryParse(result.Manifest!.Version, out var version))
            throw new CliException($"{directory} is not an intact snapshot: see what `latbench snapshots verify {ShellWord.Quote(directory)}` says of it.");
        return new(directory, version, result.Sha256!, await ListAsync(directory, cancellationToken) ?? throw new CliException($"{directory} has no list of its files."));
    }

    /// <summary>Reads the entries of <c>SHA256SUMS</c> in a directory; null where it has none that can be read and used.</summary>
    public static async Task<IReadOnlyDictionary<string, string>?> ListAsync(string directory, CancellationToken cancellationToken)
    {
        var file = Path.Combine(directory, SnapshotLayout.ChecksumFile);
        return File.Exists(file)
            && ChecksumList.TryRead(await File.ReadAllBytesAsync(file, cancellationToken), out var files, out _)
            && files.Keys.All(path => SnapshotPath.Fault(path) is null)
            ? files
            : null;
    }

    /// <summary>Copies every file, <c>SHA256SUMS</c> last.</summary>
    public async Task CopyToAsync(string directory, CancellationToken cancellationToken)
    {
        foreach (var path in Files.Keys.Append(SnapshotLayout.ChecksumFile))
        {
            var file = SnapshotPath.Resolve(directory, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await using var from = File.OpenRead(SnapshotPath.Resolve(_directory, path));
            await using var to = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None);
            await from.CopyToAsync(to, cancellationToken);
            to.Flush(flushToDisk: true);
        }
    }
}
