using Microsoft.ML.OnnxRuntime;

namespace LatBench.DeviceAgent.Providers;

/// <summary>The execution providers that a build of ONNX Runtime may have inside, and how each is asked for.</summary>
internal static class BuiltInProviders
{
    private static readonly SortedDictionary<string, Action<SessionOptions, Dictionary<string, string>>> Table = new(StringComparer.OrdinalIgnoreCase)
    {
        ["CUDA"] = Cuda,
        ["TensorRT"] = TensorRt,
        ["ROCm"] = RoCm,
        ["CoreML"] = ByName("CoreML"),
        ["DirectML"] = ByName("DML"),
        ["MIGraphX"] = ByName("MIGraphX"),
        ["NvTensorRtRtx"] = ByName("NvTensorRtRtx"),
        ["OpenVINO"] = ByName("OpenVINO"),
        ["QNN"] = ByName("QNN"),
        ["VitisAI"] = ByName("VitisAI"),
        ["WebGPU"] = ByName("WebGPU"),
        ["XNNPACK"] = ByName("XNNPACK"),
    };

    /// <summary>Their names; case does not matter.</summary>
    public static IReadOnlyCollection<string> Names => Table.Keys;

    public static bool IsKnown(string name) => Table.ContainsKey(name);

    /// <summary>Asks for a provider.</summary>
    /// <exception cref="OnnxRuntimeException">This build does not have it, or it refuses an option.</exception>
    public static void Append(SessionOptions options, string name, IReadOnlyDictionary<string, string> settings) =>
        Table[name](options, new Dictionary<string, string>(settings));

    private static Action<SessionOptions, Dictionary<string, string>> ByName(string name) =>
        (options, settings) => options.AppendExecutionProvider(name, settings);

    // These three have options of their own type instead.
    private static void Cuda(SessionOptions options, Dictionary<string, string> settings)
    {
        using var provider = new OrtCUDAProviderOptions();
        provider.UpdateOptions(settings);
        options.AppendExecutionProvider_CUDA(provider);
    }

    private static void TensorRt(SessionOptions options, Dictionary<string, string> settings)
    {
        using var provider = new OrtTensorRTProviderOptions();
        provider.UpdateOptions(settings);
        options.AppendExecutionProvider_Tensorrt(provider);
    }

    private static void RoCm(SessionOptions options, Dictionary<string, string> settings)
    {
        using var provider = new OrtROCMProviderOptions();
        provider.UpdateOptions(settings);
        options.AppendExecutionProvider_ROCm(provider);
    }
}
