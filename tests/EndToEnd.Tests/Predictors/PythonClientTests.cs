using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using LatBench.EndToEnd.Tests.Processes;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Predictors;

/// <summary>Runs the tests of the Python package against real processes, and what the documents tell a reader of Python to run, word for word.</summary>
public sealed partial class PythonClientTests(PythonClientTests.Board board) : IClassFixture<PythonClientTests.Board>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Python_program_of_the_document_gets_predictions()
    {
        var target = board.Target;
        var python = await DocumentedPython.PrepareAsync("how-to/python-client.md", target.PathOf("."));

        var predicted = await python.RunAsync(target.Grpc, Path.Combine(target.Data, "admin-token"), ImportedTarget.Slug);

        var command = await target.RunAsync("predict", "--target", ImportedTarget.Slug, "--all", "--fastest", "1", "--csv");
        var fastest = command.Expect(0).Output.Trim().Split('\n')[1].Split(',');
        var milliseconds = double.Parse(fastest[1], CultureInfo.InvariantCulture).ToString("F4", CultureInfo.InvariantCulture);
        Assert.Contains("|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|: ", predicted, StringComparison.Ordinal);
        Assert.Contains("version 1)", predicted, StringComparison.Ordinal);
        Assert.Contains($", {milliseconds} ms", predicted, StringComparison.Ordinal);
        Assert.Contains("The fastest of 15284: ", predicted, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Package_passes_its_tests()
    {
        var package = await board.PackageAsync();
        var viewer = (await board.Target.RunAsync("tokens", "create", "--role", "viewer")).Expect(0).Output.Trim().Split('\n', ' ').Single(word => word.StartsWith("latbench_viewer_", StringComparison.Ordinal));

        var tests = await package.RunAsync(
            RepositoryRoot.PathOf("clients", "python", "tests"),
            [
                ("LATBENCH_TEST_DATA", board.Target.Data),
                ("LATBENCH_TEST_VIEWER", viewer),
                ("LATBENCH_TEST_TARGET", ImportedTarget.Slug),
                ("LATBENCH_TEST_DEVICE", Board.Device),
                ("LATBENCH_TEST_MODELS", board.Models),
            ],
            "-m", "unittest", "-v");

        Assert.Matches(Ran(), tests.Expect(0).Errors);
        Assert.DoesNotContain("skipped", tests.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docs/how-to/python-client.md", 7)]
    [InlineData("clients/python/README.md", 4)]
    public async Task Examples_of_a_document_run_one_after_another(string document, int examples)
    {
        var package = await board.PackageAsync();
        var directory = Directory.CreateDirectory(board.Target.PathOf(Path.GetFileNameWithoutExtension(document))).FullName;
        await Board.ExportAsync(Path.Combine(directory, "my-model.onnx"), "000200");
        await Board.ExportAsync(Path.Combine(directory, "my-other-model.onnx"), "000300");
        Directory.CreateSymbolicLink(Path.Combine(directory, ".latbench"), board.Target.Data);
        var text = await File.ReadAllTextAsync(RepositoryRoot.PathOf(document), Cancel);
        var blocks = Example().Matches(text).Select(match => match.Groups[1].Value).Where(block => !block.Contains("import grpc", StringComparison.Ordinal)).ToArray();
        Assert.Equal(examples, blocks.Length);
        var program = string.Join("\n", blocks).Replace("imported/core-i7-7820x", ImportedTarget.Slug, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(directory, "program.py"), program, Cancel);

        var run = await package.RunAsync(directory, [], "program.py");

        Assert.Contains(" ms", run.Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wheel_and_source_distribution_are_the_same_bytes_twice_and_hold_no_more_than_they_should()
    {
        await board.PackageAsync();
        var first = await PythonPackage.BuildFilesAsync(board.Target.PathOf("first"));
        var second = await PythonPackage.BuildFilesAsync(board.Target.PathOf("second"));

        Assert.Equal(first.Select(Sha256), second.Select(Sha256));
        var version = ProductVersion().Match(await File.ReadAllTextAsync(RepositoryRoot.PathOf("Directory.Build.props"), Cancel)).Groups[1].Value;
        Assert.Equal([$"latbench-{version}-py3-none-any.whl", $"latbench-{version}.tar.gz"], first.Select(Path.GetFileName));
        using var wheel = System.IO.Compression.ZipFile.OpenRead(first[0]);
        var names = wheel.Entries.Select(entry => entry.FullName).ToArray();
        Assert.Contains("latbench/py.typed", names);
        Assert.Contains("latbench/_generated/predictor_pb2_grpc.py", names);
        Assert.All(names, name => Assert.True(name.StartsWith("latbench/", StringComparison.Ordinal) || name.StartsWith($"latbench-{version}.dist-info/", StringComparison.Ordinal), name));
    }

    private static string Sha256(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    [GeneratedRegex(@"Ran [3-9]\d tests in .*\n\nOK\n$")]
    private static partial Regex Ran();

    [GeneratedRegex("^```python\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("<Version>([^<]+)</Version>")]
    private static partial Regex ProductVersion();

    /// <summary>A coordinator with an imported target that is predicted for, an agent, small files to measure, and the package.</summary>
    public sealed class Board : IAsyncLifetime
    {
        public const string Device = "bench";

        private Task<PythonPackage>? _package;

        public ImportedTarget Target { get; } = new();

        public string Models { get; private set; } = "";

        /// <summary>Builds the package once.</summary>
        internal Task<PythonPackage> PackageAsync() => _package ??= PythonPackage.BuildAsync(Directory.CreateDirectory(Target.PathOf("package")).FullName);

        public async ValueTask InitializeAsync()
        {
            await Target.InitializeAsync();
            await Target.Installation.StartAgentAsync(Device);
            Models = Directory.CreateDirectory(Target.PathOf("models")).FullName;
            await ExportAsync(Path.Combine(Models, "small.onnx"), "000100");
            await ExportAsync(Path.Combine(Models, "large.onnx"), "333333");
            await File.WriteAllTextAsync(Path.Combine(Models, "page.onnx"), "<!DOCTYPE html><html></html>", Cancel);
        }

        internal static async Task ExportAsync(string file, string architecture) => (await CommandResult.RunAsync("export", "onnx", "--arch", architecture, "--out", file)).Expect(0);

        public ValueTask DisposeAsync() => Target.DisposeAsync();
    }
}
