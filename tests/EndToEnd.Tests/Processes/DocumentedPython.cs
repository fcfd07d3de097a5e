using System.Diagnostics;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Processes;

/// <summary>A Python program of a document, word for word, in a directory with the stubs that docs/how-to/python-client.md has its reader make.</summary>
internal sealed class DocumentedPython
{
    private const string Interpreter = "/usr/bin/python3";

    private const string Install = "apt-get install python3 python3-grpcio protobuf-compiler protobuf-compiler-grpc";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    private readonly string _directory;

    private DocumentedPython(string directory) => _directory = directory;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Takes the one program of a document and makes the stubs; without Python and its gRPC the test ends here.</summary>
    /// <param name="document">Name of the document in docs.</param>
    /// <param name="directory">The directory for the program and the stubs.</param>
    public static async Task<DocumentedPython> PrepareAsync(string document, string directory)
    {
        var python = new DocumentedPython(directory);
        Needed.OrSkip(await python.MissingAsync());
        await File.WriteAllTextAsync(Path.Combine(directory, "program.py"), await BlockAsync(document, "```python\nimport sys\nimport grpc\n"), Cancel);
        var stubs = await python.RunAsync("bash", "-e", "-c", await BlockAsync("how-to/python-client.md", "```sh\nlatbench="));
        Assert.True(stubs.ExitCode == 0, stubs.Printed);
        return python;
    }

    /// <summary>Runs the program to its end, which must be a good one.</summary>
    /// <returns>The output.</returns>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var result = await RunAsync(Interpreter, ["program.py", .. arguments]);
        Assert.True(result.ExitCode == 0, result.Printed);
        return result.Printed;
    }

    /// <summary>The code block of a document that begins so, without its fences.</summary>
    private static async Task<string> BlockAsync(string document, string beginning)
    {
        var text = await File.ReadAllTextAsync(RepositoryRoot.PathOf("docs", document), Cancel);
        var start = text.IndexOf(beginning, StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/{document} has no block that begins with {beginning}");
        start = text.IndexOf('\n', start) + 1;
        return text[start..text.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private async Task<string?> MissingAsync()
    {
        if (!File.Exists(Interpreter))
            return $"Python is missing: {Install}";
        var result = await RunAsync("bash", "-c", $"{Interpreter} -c 'import grpc, google.protobuf' && command -v protoc && command -v grpc_python_plugin");
        return result.ExitCode == 0 ? null : $"Python's gRPC or its compiler is missing ({result.Printed.Trim()}): {Install}";
    }

    private async Task<(int ExitCode, string Printed)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _directory };
        start.Environment["latbench"] = RepositoryRoot.PathOf(".");
        start.Environment["PYTHONPATH"] = "stubs";
        // Nothing listens there: a program that takes the proxy fails.
        start.Environment["http_proxy"] = start.Environment["https_proxy"] = "http://127.0.0.1:9";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(Limit);
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
