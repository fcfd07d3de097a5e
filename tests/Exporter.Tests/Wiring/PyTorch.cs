using LatBench.TestKit;

namespace LatBench.Exporter.Tests.Wiring;

/// <summary>Runs the programs of this folder in Python with PyTorch; a test that calls it ends where there is none.</summary>
internal static class PyTorch
{
    /// <summary>Runs a program to its end, which must be a good one.</summary>
    /// <param name="program">The name of the file in this folder.</param>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The output.</returns>
    public static Task<string> RunAsync(string program, params string[] arguments) =>
        Python.RunAsync(RepositoryRoot.PathOf("tests", "Exporter.Tests", "Wiring", program), "python3-torch", arguments);
}
