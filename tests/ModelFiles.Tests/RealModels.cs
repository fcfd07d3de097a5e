using System.Diagnostics;
using LatBench.ModelFiles.Tests;
using LatBench.TestKit;

[assembly: AssemblyFixture(typeof(RealModels))]

namespace LatBench.ModelFiles.Tests;

/// <summary>The files that <c>make_models.py</c> writes, made once in a run of the tests, and only where a test asks for one.</summary>
public sealed class RealModels : IDisposable
{
    private const string Interpreter = "/usr/bin/python3";

    private const string Install = "apt-get install python3-torch python3-torchvision python3-onnx";

    /// <summary>The exit code of the program where a module is missing.</summary>
    private const int MissingCode = 3;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly TempDirectory _directory = new();
    private readonly Lazy<Task<string?>> _made;

    public RealModels()
    {
        _made = new(MakeAsync);
    }

    /// <summary>The path of a file; ends the test where there is no PyTorch.</summary>
    public async Task<string> PathOfAsync(string name)
    {
        Needed.OrSkip(await _made.Value);
        return _directory.PathOf(name);
    }

    public void Dispose() => _directory.Dispose();

    /// <summary>The reason why there are no files; null where there are.</summary>
    private async Task<string?> MakeAsync()
    {
        if (!File.Exists(Interpreter))
            return $"Python is missing: {Install}";

        // -B: no compiled files beside the program.
        var start = new ProcessStartInfo(Interpreter, ["-B", RepositoryRoot.PathOf("tests", "ModelFiles.Tests", "make_models.py"), _directory.Directory])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var limit = new CancellationTokenSource(Limit);
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            await output;
            if (process.ExitCode == MissingCode)
                return $"A module of Python is missing ({(await errors).Trim()}): {Install}";
            return process.ExitCode == 0 ? null : throw new InvalidOperationException($"make_models.py ended with {process.ExitCode}: {await errors}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
