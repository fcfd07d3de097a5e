using System.Diagnostics;
using System.Globalization;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Predictors;

/// <summary>Runs what docs/python-client.md tells a reader to run, word for word.</summary>
public sealed class PythonClientTests(ImportedTarget target) : IClassFixture<ImportedTarget>
{
    private const string Install = "apt-get install python3 python3-grpcio protobuf-compiler protobuf-compiler-grpc";

    [Fact]
    public async Task Python_program_of_the_document_gets_predictions()
    {
        var missing = await MissingAsync();
        if (missing is not null && IsRequired)
            Assert.Fail(missing);
        Assert.SkipWhen(missing is not null, missing ?? "");
        var document = await File.ReadAllTextAsync(RepositoryRoot.PathOf("docs", "python-client.md"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(target.PathOf("predict.py"), Block(document, "```python"), TestContext.Current.CancellationToken);

        var stubs = await RunAsync("bash", "-e", "-c", Block(document, "```sh\nlatbench="));
        Assert.True(stubs.ExitCode == 0, stubs.Printed);
        var predicted = await RunAsync("/usr/bin/python3", "predict.py", target.Grpc, Path.Combine(target.Data, "admin-token"), ImportedTarget.Slug);

        Assert.True(predicted.ExitCode == 0, predicted.Printed);
        var command = await target.RunAsync("predict", "--target", ImportedTarget.Slug, "--all", "--fastest", "1", "--csv");
        var fastest = command.Expect(0).Output.Trim().Split('\n')[1].Split(',');
        var milliseconds = double.Parse(fastest[1], CultureInfo.InvariantCulture).ToString("F4", CultureInfo.InvariantCulture);
        Assert.Contains("|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|: ", predicted.Printed, StringComparison.Ordinal);
        Assert.Contains("version 1)", predicted.Printed, StringComparison.Ordinal);
        Assert.Contains($", {milliseconds} ms", predicted.Printed, StringComparison.Ordinal);
        Assert.Contains("The fastest of 15284: ", predicted.Printed, StringComparison.Ordinal);
    }

    private static bool IsRequired => new[] { "CI", "LATBENCH_REQUIRE_ALL" }.Any(name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)));

    /// <summary>The code block of a document that begins so, without its fences.</summary>
    private static string Block(string document, string beginning)
    {
        var start = document.IndexOf(beginning, StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/python-client.md has no block that begins with {beginning}");
        start = document.IndexOf('\n', start) + 1;
        return document[start..document.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private async Task<string?> MissingAsync()
    {
        if (!File.Exists("/usr/bin/python3"))
            return $"Python is missing: {Install}";
        var result = await RunAsync("bash", "-c", "/usr/bin/python3 -c 'import grpc, google.protobuf' && command -v protoc && command -v grpc_python_plugin");
        return result.ExitCode == 0 ? null : $"Python's gRPC or its compiler is missing ({result.Printed.Trim()}): {Install}";
    }

    private async Task<(int ExitCode, string Printed)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = target.PathOf(".") };
        start.Environment["latbench"] = RepositoryRoot.PathOf(".");
        start.Environment["PYTHONPATH"] = "stubs";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
