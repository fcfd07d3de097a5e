using System.Globalization;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Processes;

namespace LatBench.Cli.Doctor;

/// <summary>Checks of the programs and of what the system has for them: .NET, native libraries, clock.</summary>
internal static class RuntimeChecks
{
    private static readonly string[] LibSsl = ["libssl.so.3", "libssl.so.1.1", "libssl.so"];

    /// <summary>Runs the checks.</summary>
    public static IEnumerable<Finding> Run(CommandContext context) =>
    [
        Finding.Ok(".NET", $".NET {Environment.Version} on {RuntimeInformation.RuntimeIdentifier}"),
        Sdk(context),
        Start(),
        Clock(context),
        Program(context, "coordinator program", "Coordinator", "LATBENCH_COORDINATOR"),
        Program(context, "agent program", "DeviceAgent", "LATBENCH_AGENT"),
        OnnxRuntime(context),
        .. OperatingSystem.IsLinux() ? [Tls()] : Array.Empty<Finding>(),
        Npm(context),
    ];

    /// <summary>The file of a program on the path; null where there is none.</summary>
    public static string? OnPath(CommandContext context, string program) => (context.Environment.Variable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => OperatingSystem.IsWindows() ? new[] { Path.Combine(folder, program + ".exe"), Path.Combine(folder, program + ".cmd") } : [Path.Combine(folder, program)])
        .FirstOrDefault(File.Exists);

    private static Finding Sdk(CommandContext context)
    {
        if (OnPath(context, "dotnet") is not { } dotnet)
            return Finding.Warning("SDK", "there is no dotnet on the path: a clone cannot be built again after a change", "install the .NET 10 SDK from https://dotnet.microsoft.com/download");
        var root = Path.GetDirectoryName(File.ResolveLinkTarget(dotnet, returnFinalTarget: true)?.FullName ?? dotnet)!;
        string[] versions = Directory.Exists(Path.Combine(root, "sdk")) ? [.. Directory.GetDirectories(Path.Combine(root, "sdk"), "10.*").Select(folder => Path.GetFileName(folder)!)] : [];
        return versions.Length > 0
            ? Finding.Ok("SDK", string.Join(", ", versions.Order(StringComparer.Ordinal)))
            : Finding.Ok("SDK", $"{root} has no SDK of version 10, which only building from source needs");
    }

    private static Finding Start()
    {
        using var assembly = new PEReader(File.OpenRead(typeof(RuntimeChecks).Assembly.Location));
        return Finding.Ok("start", assembly.PEHeaders.CorHeader?.ManagedNativeHeaderDirectory.Size > 0
            ? "compiled ahead of time"
            : "compiled at each start; ./latbench in a clone compiles ahead of time where NuGet has the compiler for this system");
    }

    /// <summary>Boards without a battery start in the past, where no certificate is valid and samples are dated wrongly.</summary>
    private static Finding Clock(CommandContext context)
    {
        var now = context.Time.GetUtcNow();
        var text = now.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        return now < File.GetLastWriteTimeUtc(typeof(RuntimeChecks).Assembly.Location).AddDays(-1)
            ? Finding.Problem("clock", $"{text} is before this program was built", "set the clock, or let the system do it: sudo timedatectl set-ntp true")
            : Finding.Ok("clock", text);
    }

    private static Finding Program(CommandContext context, string check, string project, string variable)
    {
        try
        {
            return Finding.Ok(check, Siblings.Find(project, variable, AppContext.BaseDirectory, context.Environment.Variable));
        }
        catch (CliException exception)
        {
            return Split(check, exception.Message);
        }
    }

    /// <summary>Loads the native library of the agent, as its runners do.</summary>
    private static Finding OnnxRuntime(CommandContext context)
    {
        const string Check = "ONNX Runtime";
        string folder;
        try
        {
            folder = Path.GetDirectoryName(Siblings.Find("DeviceAgent", "LATBENCH_AGENT", AppContext.BaseDirectory, context.Environment.Variable))!;
        }
        catch (CliException)
        {
            return Finding.Warning(Check, "not looked for: the agent is missing", "bring back the agent first");
        }

        var name = OperatingSystem.IsWindows() ? "onnxruntime.dll" : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib" : "libonnxruntime.so";
        string[] places = [Path.Combine(folder, name), Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", name)];
        if (places.FirstOrDefault(File.Exists) is not { } library)
            return Finding.Problem(Check, $"{name} is neither at {places[0]} nor at {places[1]}", "build or install LatBench again: nothing can be measured on this machine without it");
        try
        {
            NativeLibrary.Free(NativeLibrary.Load(library));
            return Finding.Ok(Check, $"{library} loads");
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            return Finding.Problem(Check, $"{library} does not load ({Rendering.Printable.OneLine(exception.Message).TrimEnd('.')})", "build or install LatBench again; a missing symbol GLIBC_… or GLIBCXX_… means that the system is too old for it");
        }
    }

    private static Finding Tls()
    {
        foreach (var name in LibSsl)
        {
            if (NativeLibrary.TryLoad(name, out var handle))
            {
                NativeLibrary.Free(handle);
                return Finding.Ok("TLS", name);
            }
        }

        return Finding.Warning("TLS", "libssl is missing: https addresses and certificates cannot be used", "install it (Debian and Ubuntu: 'sudo apt-get install libssl3')");
    }

    private static Finding Npm(CommandContext context) => OnPath(context, "npm") is { } npm
        ? Finding.Ok("npm", npm)
        : Finding.Ok("npm", "missing, which only `latbench web-runtime install` without --package needs");

    /// <summary>A sentence of the form "what is wrong: what to do." as a finding.</summary>
    public static Finding Split(string check, string sentence)
    {
        var colon = sentence.LastIndexOf(": ", StringComparison.Ordinal);
        return colon < 0
            ? Finding.Problem(check, sentence.TrimEnd('.'), "see docs/how-to/operations.md")
            : Finding.Problem(check, sentence[..colon], sentence[(colon + 2)..].TrimEnd('.'));
    }
}
