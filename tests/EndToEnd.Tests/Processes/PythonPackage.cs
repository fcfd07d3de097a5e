using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Processes;

/// <summary>The Python package of clients/python: built as a wheel and unpacked, as pip does it without dependencies.</summary>
internal sealed class PythonPackage
{
    private const string Interpreter = "/usr/bin/python3";

    private const string Install = "apt-get install python3 python3-grpcio python3-hatchling python3-pandas protobuf-compiler protobuf-compiler-grpc";

    private readonly string _site;

    private PythonPackage(string site) => _site = site;

    /// <summary>Builds the wheel into a directory; without Python and the packages that it needs the test ends here.</summary>
    public static async Task<PythonPackage> BuildAsync(string directory)
    {
        var needed = File.Exists(Interpreter)
            ? await CommandResult.RunAsync(new ProcessStartInfo("bash", ["-c", $"{Interpreter} -c 'import grpc, google.protobuf, hatchling, pandas' && command -v protoc && command -v grpc_python_plugin"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })
            : null;
        Needed.OrSkip(needed?.ExitCode == 0 ? null : $"Python or a package of it is missing: {Install}");
        var site = Path.Combine(directory, "site");
        ZipFile.ExtractToDirectory(Assert.Single(await BuildFilesAsync(directory), file => file.EndsWith(".whl", StringComparison.Ordinal)), site);
        return new PythonPackage(site);
    }

    /// <summary>Builds the wheel and the source distribution.</summary>
    /// <returns>Their paths.</returns>
    public static async Task<string[]> BuildFilesAsync(string directory)
    {
        var start = Start("bash", RepositoryRoot.Directory, [RepositoryRoot.PathOf("eng", "python-wheel.sh"), directory]);
        start.Environment["PYTHON"] = Interpreter;
        return (await CommandResult.RunAsync(start)).Expect(0).Output.Trim().Split('\n');
    }

    /// <summary>Runs Python with the package to its end.</summary>
    /// <param name="directory">The working directory.</param>
    /// <param name="environment">Variables.</param>
    /// <param name="arguments">The arguments of the interpreter.</param>
    public Task<CommandResult> RunAsync(string directory, (string Name, string? Value)[] environment, params string[] arguments) => CommandResult.RunAsync(
        Start(Interpreter, directory, ["-B", "-W", "error::ResourceWarning", .. arguments]),
        [
            ("PYTHONPATH", _site),
            // Debian has neither pyarrow nor the Python package of DuckDB: its C library reads the Parquet files.
            ("LATBENCH_LIBDUCKDB", Path.Combine(AppContext.BaseDirectory, "runtimes", $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}", "native", "libduckdb.so")),
            // Nothing listens there: a program that takes the proxy fails.
            ("http_proxy", "http://127.0.0.1:9"),
            ("https_proxy", "http://127.0.0.1:9"),
            .. environment,
        ]);

    private static ProcessStartInfo Start(string program, string directory, string[] arguments) => new(program, arguments)
    {
        WorkingDirectory = directory,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };
}
