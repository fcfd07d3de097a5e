using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using LatBench.DeviceAgent.Commands;

namespace LatBench.DeviceAgent.Providers;

/// <summary>
/// The C# library of ONNX Runtime for a native library that is older than the agent's own. It asks the native one for the API of its own version, which an older one lacks; so a runner on
/// an older one loads the agent once more beside an older C# library, and everything of ONNX Runtime goes through that.
/// </summary>
internal sealed class RuntimeBinding : AssemblyLoadContext
{
    /// <summary>The file of the C# library.</summary>
    public const string FileName = $"{AssemblyName}.dll";

    /// <summary>The version of the C API that the agent's own C# library asks for.</summary>
    public const uint OwnApiVersion = 31;

    private const string AssemblyName = "Microsoft.ML.OnnxRuntime";

    private readonly string _library;

    private RuntimeBinding(string library) : base("runtime") => _library = library;

    /// <summary>Gets a value indicating whether this code runs beside the agent's own C# library.</summary>
    public static bool IsOwn { get; } = GetLoadContext(typeof(RuntimeBinding).Assembly) == Default;

    /// <summary>Gets the oldest version of the C API that a C# library of the agent asks for.</summary>
    public static uint OldestApiVersion => Shipped().Select(binding => binding.ApiVersion).Append(OwnApiVersion).Min();

    /// <summary>Finds the C# library for the native one of a folder: that of the folder itself, else the newest of the agent's that asks for nothing newer.</summary>
    /// <param name="folder">The folder; null for the native library that came with the agent.</param>
    /// <returns>The library to load; null where the agent's own serves, or none does.</returns>
    /// <exception cref="AgentException">The native library cannot be loaded.</exception>
    public static RuntimeBinding? Find(string? folder)
    {
        if (folder is null || !IsOwn || RuntimeLibrary.Load(folder).ApiVersion is var api && api >= OwnApiVersion) return null;
        var beside = Path.Combine(folder, FileName);
        if (File.Exists(beside)) return new RuntimeBinding(beside);
        var shipped = Shipped().Where(binding => binding.ApiVersion <= api).OrderByDescending(binding => binding.ApiVersion).Select(binding => binding.Path).FirstOrDefault();
        return shipped is null ? null : new RuntimeBinding(shipped);
    }

    /// <summary>Runs a command of the agent beside this C# library.</summary>
    /// <param name="arguments">The command line.</param>
    /// <returns>The exit code.</returns>
    public int Run(string[] arguments)
    {
        var command = LoadFromAssemblyPath(typeof(RuntimeBinding).Assembly.Location).GetType(typeof(AgentCommand).FullName!, throwOnError: true)!;
        var run = command.GetMethod(nameof(AgentCommand.InvokeAsync), BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<Func<string[], Task<int>>>();
        return run(arguments).GetAwaiter().GetResult();
    }

    protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name == AssemblyName ? LoadFromAssemblyPath(_library) : null;

    /// <summary>The older C# libraries that came with the agent, each in a folder that is named after its API.</summary>
    private static IEnumerable<(uint ApiVersion, string Path)> Shipped()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "bindings");
        if (!Directory.Exists(folder)) yield break;
        foreach (var binding in Directory.EnumerateDirectories(folder))
        {
            if (uint.TryParse(Path.GetFileName(binding), NumberStyles.None, CultureInfo.InvariantCulture, out var api))
                yield return (api, Path.Combine(binding, FileName));
        }
    }
}
