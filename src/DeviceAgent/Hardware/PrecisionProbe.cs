using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Running;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Hardware;

/// <summary>Finds out which precisions the runtime runs on this machine, by running a tiny model of each in the runner.</summary>
internal static class PrecisionProbe
{
    private static readonly MeasurementProtocol MinimalProtocol = new()
    {
        MinBlockDuration = TimeSpan.FromMilliseconds(1),
        MinBlockSamples = 1,
        MaxWarmUpInferences = 1,
    };

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <summary>The precisions whose model gave a finite result, in the order of their numbers.</summary>
    public static async Task<IReadOnlyList<Precision>> RunAsync(RunnerSupervisor runner, IReadOnlyList<int> cpus, CancellationToken cancellationToken)
    {
        var precisions = new List<Precision>();
        var directory = ScratchDirectory.Create("latbench-probe-");
        try
        {
            foreach (var (precision, graph) in PrecisionModels.All)
            {
                var path = Path.Combine(directory.FullName, $"{precision}.onnx");
                await File.WriteAllBytesAsync(path, graph, cancellationToken).ConfigureAwait(false);
                var plan = new JobPlan { GraphPath = path, Threads = 1, Cpus = [.. cpus.Take(1)], GraphOptimization = "all", Protocol = MinimalProtocol with { ModelTimeout = runner.Limits.Of(Timeout) } };
                var outcome = await runner.MeasureAsync(plan, cancellationToken).ConfigureAwait(false);
                if (outcome.Result is not null) precisions.Add(precision);
            }
        }
        finally
        {
            directory.Delete(recursive: true);
        }

        return precisions;
    }
}

/// <summary>One convolution in each precision, as an ONNX file: what an agent tries in order to know what it can run.</summary>
internal static class PrecisionModels
{
    private const string Fp32 =
        "CAgSCExhdEJlbmNoOqIBCkwKAXgKAXcSAXkaAXkiBENvbnYqFQoMa2VybmVsX3NoYXBlQgIBAaABByoPCgRwYWRzQgQAAAAAoAEHKhAKB3N0cmlkZXNCAgEB"
        + "oAEHEgVwcm9iZSoRCgQBAQEBEAFCAXdKBAAAgD9aGwoBeBIWChQIARIQCgIIAQoCCAEKAggECgIIBGIbCgF5EhYKFAgBEhAKAggBCgIIAQoCCAQKAggEQgIQ"
        + "EQ==";

    private const string Fp16 =
        "CAgSCExhdEJlbmNoOqABCkwKAXgKAXcSAXkaAXkiBENvbnYqFQoMa2VybmVsX3NoYXBlQgIBAaABByoPCgRwYWRzQgQAAAAAoAEHKhAKB3N0cmlkZXNCAgEB"
        + "oAEHEgVwcm9iZSoPCgQBAQEBEApCAXdKAgA8WhsKAXgSFgoUCAoSEAoCCAEKAggBCgIIBAoCCARiGwoBeRIWChQIChIQCgIIAQoCCAEKAggECgIIBEICEBE=";

    private const string Int8 =
        "CAgSCExhdEJlbmNoOswDCisKAXgKBHN0ZXAKBmNlbnRyZRIDeC9xGgN4L3EiDlF1YW50aXplTGluZWFyCjEKA3gvcQoEc3RlcAoGY2VudHJlEgR4L2RxGgR4"
        + "L2RxIhBEZXF1YW50aXplTGluZWFyCi0KAXcKBHN0ZXAKBHplcm8SBHcvZHEaBHcvZHEiEERlcXVhbnRpemVMaW5lYXIKWAoEeC9kcQoEdy9kcRIEY29udhoE"
        + "Y29udiIEQ29udioVCgxrZXJuZWxfc2hhcGVCAgEBoAEHKg8KBHBhZHNCBAAAAACgAQcqEAoHc3RyaWRlc0ICAQGgAQcKNAoEY29udgoEc3RlcAoGY2VudHJl"
        + "EgZjb252L3EaBmNvbnYvcSIOUXVhbnRpemVMaW5lYXIKLgoGY29udi9xCgRzdGVwCgZjZW50cmUSAXkaAXkiEERlcXVhbnRpemVMaW5lYXISBXByb2JlKg4Q"
        + "AUIEc3RlcEoEAAAAPCoNEAJCBmNlbnRyZUoBgCoLEANCBHplcm9KAQAqDgoEAQEBARADQgF3SgFkWhsKAXgSFgoUCAESEAoCCAEKAggBCgIIBAoCCARiGwoB"
        + "eRIWChQIARIQCgIIAQoCCAEKAggECgIIBEICEBE=";

    /// <summary>The models, the default precision first.</summary>
    public static IReadOnlyList<(Precision Precision, byte[] Graph)> All { get; } =
    [
        (Precision.Fp32, Convert.FromBase64String(Fp32)),
        (Precision.Fp16, Convert.FromBase64String(Fp16)),
        (Precision.Int8, Convert.FromBase64String(Int8)),
    ];
}
