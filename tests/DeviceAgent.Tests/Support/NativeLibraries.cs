using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;

namespace LatBench.DeviceAgent.Tests.Support;

/// <summary>C sources of the tests, compiled to libraries against the header of ONNX Runtime.</summary>
internal static class NativeLibraries
{
    private static readonly Lazy<byte[]> Provider = new(() => Compile("test_provider.c"));
    private static readonly Lazy<byte[]> Operators = new(() => Compile("test_operators.c"));

    /// <summary>A copy of the execution provider of the tests; a file of its own, because a library is loaded once a process.</summary>
    public static string TestProvider(TemporaryDirectory directory) => directory.Write("libtest_provider.so", Provider.Value);

    /// <summary>A copy of the library of custom operators of the tests.</summary>
    public static string TestOperators(TemporaryDirectory directory) => directory.Write("libtest_operators.so", Operators.Value);

    public static string Compile(TemporaryDirectory directory, string source, string name) => directory.Write(name, Compile(source));

    private static byte[] Compile(string source)
    {
        using var directory = new TemporaryDirectory();
        var package = typeof(NativeLibraries).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == "OnnxRuntimePackage").Value!;
        var path = Path.Combine(AppContext.BaseDirectory, "Providers", "native", source);
        var library = directory.File("library.so");
        try
        {
            string[] arguments = ["-std=c11", "-O2", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared", "-fvisibility=hidden", "-I", Path.Combine(package, "build", "native", "include"), path, "-o", library];
            using var compiler = Process.Start(new ProcessStartInfo("cc", arguments) { RedirectStandardError = true })!;
            var errors = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            Assert.True(compiler.ExitCode == 0, errors);
        }
        catch (Win32Exception)
        {
            Assert.Fail("There is no C compiler `cc` here, and these tests compile libraries: install one, for example gcc.");
        }

        return File.ReadAllBytes(library);
    }
}
