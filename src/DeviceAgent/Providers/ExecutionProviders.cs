using LatBench.DeviceAgent.Runner;
using LatBench.Measurements;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.DeviceAgent.Providers;

/// <summary>Gives sessions their execution provider; libraries are loaded at their first use.</summary>
internal static class ExecutionProviders
{
    // As the environment of ONNX Runtime, one a process: a library can be registered once. Devices belong to the environment.
    private static readonly Dictionary<string, IReadOnlyList<OrtEpDevice>> Registered = new(StringComparer.Ordinal);
    private static readonly Lock Registering = new();

    /// <summary>Gives a session's options the provider, and nothing that it could fall back to.</summary>
    /// <exception cref="JobException">The provider is not to be had here; the message names it and says why.</exception>
    public static void Append(SessionOptions options, ProviderSettings provider)
    {
        options.AddSessionConfigEntry(SessionKeys.DisableCpuFallback, "1");
        try
        {
            if (provider.LibraryPath is null)
                BuiltInProviders.Append(options, provider.Provider!, provider.Options);
            else
                options.AppendExecutionProvider(OrtEnv.Instance(), [Device(provider)], provider.Options);
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or EntryPointNotFoundException or NotSupportedException)
        {
            var detail = RuntimeFailure.Detail(exception);
            var has = detail.Contains("in this build", StringComparison.Ordinal)
                ? $"; this build of ONNX Runtime has {string.Join(", ", OrtEnv.Instance().GetAvailableProviders())}"
                : "";
            throw Unsupported(provider, $"cannot be used here: {detail}{has}");
        }
    }

    /// <summary>The devices that the provider's library serves; none for a provider that is built in, which does not tell.</summary>
    /// <exception cref="JobException">The library cannot be loaded, or has no device.</exception>
    public static IReadOnlyList<OrtEpDevice> Devices(ProviderSettings provider)
    {
        if (provider.LibraryPath is not { } path) return [];
        var all = Library(provider, path);
        if (all.Count == 0) throw Unsupported(provider, $"has no device here: its library {path} was loaded and found none that it can use");
        var fitting = all.Where(device => Fits(device, provider)).ToArray();
        return fitting.Length > provider.DeviceIndex
            ? fitting
            : throw Unsupported(provider, $"has no such device here: its library has {string.Join(", ", all.Select(Describe))}");
    }

    private static OrtEpDevice Device(ProviderSettings provider) => Devices(provider)[provider.DeviceIndex];

    private static bool Fits(OrtEpDevice device, ProviderSettings provider) =>
        (provider.Provider is null || string.Equals(device.EpName, provider.Provider, StringComparison.OrdinalIgnoreCase))
        && (provider.DeviceType is null || string.Equals(device.HardwareDevice.Type.ToString(), provider.DeviceType, StringComparison.OrdinalIgnoreCase));

    private static string Describe(OrtEpDevice device) => $"{device.EpName} on a {device.HardwareDevice.Type} of {device.HardwareDevice.Vendor}";

    private static IReadOnlyList<OrtEpDevice> Library(ProviderSettings provider, string path)
    {
        lock (Registering)
        {
            if (Registered.TryGetValue(provider.RegistrationName, out var known)) return known;
            var environment = OrtEnv.Instance();
            var before = environment.GetEpDevices().Select(device => device.EpName).ToHashSet(StringComparer.Ordinal);
            try
            {
                environment.RegisterExecutionProviderLibrary(provider.RegistrationName, path);
            }
            catch (OnnxRuntimeException exception)
            {
                throw Unsupported(provider, $"cannot be loaded: {RuntimeFailure.Detail(exception)}");
            }

            return Registered[provider.RegistrationName] = [.. environment.GetEpDevices().Where(IsNew)];

            // The runtime notes the path beside a device; one that does not leaves the name to tell.
            bool IsNew(OrtEpDevice device) =>
                device.EpMetadata.Entries.TryGetValue("library_path", out var from) ? from == path : !before.Contains(device.EpName);
        }
    }

    private static JobException Unsupported(ProviderSettings provider, string why) =>
        new(FailureReason.TargetUnsupported, $"The execution provider '{provider.Name}' {why}.");
}
