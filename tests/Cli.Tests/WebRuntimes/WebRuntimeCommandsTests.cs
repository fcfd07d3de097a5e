using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using LatBench.Hosting.WebRuntimes;

namespace LatBench.Cli.Tests.WebRuntimes;

public sealed class WebRuntimeCommandsTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string Data => _directory.File("data");

    [Fact]
    public async Task Install_takes_those_files_of_a_package_that_browsers_load()
    {
        var package = await PackAsync(
            ("package/dist/ort.wasm.min.mjs", "export {};"),
            ("package/dist/ort-wasm-simd-threaded.wasm", new string('w', 30_000)),
            ("package/dist/ort.js", "left out"),
            ("package/dist/../../../escaped.mjs", "left out"));

        var run = await CliRun.InvokeAsync("web-runtime", "install", "--version", "9.8.7", "--package", package, "--data", Data);

        Assert.Equal((0, "onnxruntime-web 9.8.7 is installed: 2 files, 29.3 KiB.\n"), (run.ExitCode, run.Out));
        var runtime = Assert.Single(new WebRuntimeDirectory(Path.Combine(Data, "web-runtimes")).List());
        Assert.Equal(["ort-wasm-simd-threaded.wasm", "ort.wasm.min.mjs"], runtime.Files.Select(file => file.Name));
        Assert.Equal(
            ["manifest.json", "ort-wasm-simd-threaded.wasm", "ort-wasm-simd-threaded.wasm.br", "ort.wasm.min.mjs"],
            Directory.GetFiles(Path.Combine(Data, "web-runtimes", "9.8.7")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var again = await CliRun.InvokeAsync("web-runtime", "install", "--version", "9.8.7", "--data", Data);
        Assert.StartsWith("onnxruntime-web 9.8.7 is installed already", again.Out, StringComparison.Ordinal);
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
        var empty = await PackAsync(("package/package.json", "{}"));

        var broken = await CliRun.InvokeAsync("web-runtime", "install", "--version", "9.8.7", "--package", text, "--data", Data);
        var other = await CliRun.InvokeAsync("web-runtime", "install", "--version", "9.8.7", "--package", empty, "--data", Data);
        var absent = await CliRun.InvokeAsync("web-runtime", "install", "--version", "9.8.7", "--package", _directory.File("absent.tgz"), "--data", Data);
        var path = await CliRun.InvokeAsync("web-runtime", "install", "--version", "../1.2.3", "--data", Data);

        Assert.Contains("is no whole package of npm", broken.Error, StringComparison.Ordinal);
        Assert.Contains("it is no package of onnxruntime-web", other.Error, StringComparison.Ordinal);
        Assert.Contains("There is no file", absent.Error, StringComparison.Ordinal);
        Assert.Equal((2, 1, 1, 1), (path.ExitCode, broken.ExitCode, other.ExitCode, absent.ExitCode));
        Assert.Empty(new WebRuntimeDirectory(Path.Combine(Data, "web-runtimes")).List());
    }

    [Fact]
    public async Task List_without_a_runtime_says_how_to_install_one()
    {
        var run = await CliRun.InvokeAsync("web-runtime", "list", "--data", Data);

        Assert.Contains("latbench web-runtime install", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

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
