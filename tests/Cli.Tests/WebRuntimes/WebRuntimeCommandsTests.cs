using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using LatBench.Hosting.WebRuntimes;

namespace LatBench.Cli.Tests.WebRuntimes;

public sealed class WebRuntimeCommandsTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private static (string Name, string Content)[] Whole =>
    [
        Description("onnxruntime-web", "9.8.7"),
        ("package/dist/ort.wasm.min.mjs", "export {};"),
        ("package/dist/ort-wasm-simd-threaded.wasm", new string('w', 30_000)),
    ];

    private string Data => _directory.File("data");

    private string Runtimes => Path.Combine(Data, "web-runtimes");

    [Fact]
    public async Task Install_takes_those_files_of_a_package_that_browsers_load()
    {
        var package = await PackAsync([.. Whole, ("package/dist/ort.js", "left out"), ("package/dist/../../../escaped.mjs", "left out")]);

        var run = await InstallAsync(package);

        Assert.Equal((0, "onnxruntime-web 9.8.7 is installed: 2 files, 29.3 KiB.\n"), (run.ExitCode, run.Out));
        var runtime = Assert.Single(new WebRuntimeDirectory(Path.Combine(Data, "web-runtimes")).List());
        Assert.Equal(["ort-wasm-simd-threaded.wasm", "ort.wasm.min.mjs"], runtime.Files.Select(file => file.Name));
        Assert.Equal(
            ["manifest.json", "ort-wasm-simd-threaded.wasm", "ort-wasm-simd-threaded.wasm.br", "ort.wasm.min.mjs"],
            Directory.GetFiles(Path.Combine(Data, "web-runtimes", "9.8.7")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var again = await CliRun.InvokeAsync("web-runtime", "install", "--version", "9.8.7", "--data", Data);
        Assert.StartsWith("onnxruntime-web 9.8.7 is installed already", again.Out, StringComparison.Ordinal);
        Assert.Empty(Leftovers());
        Assert.Contains(runtime.Files[0].Sha256, (await CliRun.InvokeAsync("web-runtime", "list", "--data", Data)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_refuses_another_package_under_the_pinned_version()
    {
        var package = await PackAsync(("package/dist/ort.wasm.min.mjs", "export {};"), ("package/dist/ort-wasm-simd-threaded.wasm", "w"));

        var run = await CliRun.InvokeAsync("web-runtime", "install", "--package", package, "--data", Data);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is not the package onnxruntime-web 1.30.0", run.Error, StringComparison.Ordinal);
        Assert.Empty(new WebRuntimeDirectory(Path.Combine(Data, "web-runtimes")).List());
    }

    [Fact]
    public async Task Install_refuses_what_is_no_package()
    {
        var text = _directory.File("text.tgz");
        await File.WriteAllTextAsync(text, "no archive", TestContext.Current.CancellationToken);
        var empty = await PackAsync(Description("onnxruntime-web", "9.8.7"));

        var broken = await CliRun.InvokeAsync("web-runtime", "install", "--version", "9.8.7", "--package", text, "--data", Data);
        var other = await InstallAsync(empty);
        var absent = await CliRun.InvokeAsync("web-runtime", "install", "--version", "9.8.7", "--package", _directory.File("absent.tgz"), "--data", Data);
        var path = await CliRun.InvokeAsync("web-runtime", "install", "--version", "../1.2.3", "--data", Data);

        Assert.Contains("is no whole package of npm", broken.Error, StringComparison.Ordinal);
        Assert.Contains("LatBench cannot use it", other.Error, StringComparison.Ordinal);
        Assert.Contains("There is no file", absent.Error, StringComparison.Ordinal);
        Assert.Equal((2, 1, 1, 1), (path.ExitCode, broken.ExitCode, other.ExitCode, absent.ExitCode));
        Assert.Empty(new WebRuntimeDirectory(Path.Combine(Data, "web-runtimes")).List());
    }

    [Theory]
    [InlineData("onnxruntime-web", "9.8.6", "is the package onnxruntime-web 9.8.6, not onnxruntime-web 9.8.7: name the file")]
    [InlineData("onnxruntime-node", "9.8.7", "is the package onnxruntime-node 9.8.7, not onnxruntime-web 9.8.7: name the file")]
    [InlineData(null, "9.8.7", "is no package of npm: it has no package/package.json with a name and a version, not onnxruntime-web 9.8.7")]
    public async Task Install_refuses_another_package_and_another_version(string? name, string version, string sentence)
    {
        var package = await PackAsync([Description(name, version), .. Whole.Skip(1)]);

        var run = await InstallAsync(package);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Runtimes, "9.8.7")));
        Assert.Empty(Leftovers());
    }

    [Theory]
    [InlineData("ort.wasm.min.mjs", "export { damaged };")]
    [InlineData("ort-wasm-simd-threaded.wasm", null)]
    [InlineData("ort-wasm-simd-threaded.wasm.br", "half")]
    public async Task Install_repairs_a_version_whose_files_are_missing_or_damaged(string file, string? content)
    {
        var package = await PackAsync(Whole);
        await InstallAsync(package);
        var path = Path.Combine(Runtimes, "9.8.7", file);
        File.Delete(path);
        if (content is not null)
            await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);

        var run = await InstallAsync(package);

        Assert.Equal((0, "onnxruntime-web 9.8.7 is installed: 2 files, 29.3 KiB.\n"), (run.ExitCode, run.Out));
        Assert.Contains($"{(file.EndsWith(".br", StringComparison.Ordinal) ? file[..^3] : file)} is missing or damaged: it is installed again", run.Error, StringComparison.Ordinal);
        var directory = new WebRuntimeDirectory(Runtimes);
        Assert.Empty(await directory.FindDamagedAsync(Assert.Single(directory.List()), TestContext.Current.CancellationToken));
        Assert.Empty(Leftovers());
    }

    [Fact]
    public async Task Installation_that_breaks_off_leaves_the_installed_version_and_the_next_sweeps_what_a_killed_one_left()
    {
        var package = await PackAsync(Whole);
        var half = _directory.File("half.tgz");
        var bytes = await File.ReadAllBytesAsync(package, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(half, bytes[..(bytes.Length / 2)], TestContext.Current.CancellationToken);
        var killed = Directory.CreateDirectory(Path.Combine(Runtimes, ".installing-killed"));
        await File.WriteAllTextAsync(Path.Combine(killed.FullName, "ort.wasm.min.mjs"), "half", TestContext.Current.CancellationToken);

        var broken = await InstallAsync(half);

        Assert.Equal(1, broken.ExitCode);
        Assert.Empty(Leftovers());
        Assert.Empty(new WebRuntimeDirectory(Runtimes).List());
        Assert.Equal(0, (await InstallAsync(package)).ExitCode);
    }

    [Fact]
    public async Task Second_installation_at_the_same_time_is_refused_in_a_sentence()
    {
        var package = await PackAsync(Whole);
        using (new WebRuntimeDirectory(Runtimes).Begin())
        {
            var run = await InstallAsync(package);

            Assert.Equal(1, run.ExitCode);
            Assert.Contains("installs a runtime in", run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await InstallAsync(package)).ExitCode);
    }

    [Fact]
    public async Task List_without_a_runtime_says_how_to_install_one()
    {
        var run = await CliRun.InvokeAsync("web-runtime", "list", "--data", Data);

        Assert.Contains("latbench web-runtime install", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private static (string Name, string Content) Description(string? name, string version) =>
        ("package/package.json", name is null ? "{}" : $$"""{ "name": "{{name}}", "version": "{{version}}", "main": "dist/ort.js" }""");

    private Task<CliRun> InstallAsync(string package) => CliRun.InvokeAsync("web-runtime", "install", "--version", "9.8.7", "--package", package, "--data", Data);

    private IEnumerable<string> Leftovers() => Directory.Exists(Runtimes) ? Directory.EnumerateDirectories(Runtimes, ".*") : [];

    private async Task<string> PackAsync(params (string Name, string Content)[] files)
    {
        var path = _directory.File($"{Guid.NewGuid():N}.tgz");
        await using var file = File.Create(path);
        await using var compressed = new GZipStream(file, CompressionLevel.Fastest);
        await using var tar = new TarWriter(compressed);
        foreach (var (name, content) in files)
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) }, TestContext.Current.CancellationToken);
        return path;
    }
}
