using System.Runtime.InteropServices;
using Google.Protobuf;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Providers;
using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Tests.Support;
using LatBench.Measurements;
using LatBench.Onnx;

namespace LatBench.DeviceAgent.Tests.Providers;

/// <summary>Jobs on a real plugin library, compiled here, in this process.</summary>
public sealed class ExecutionProvidersTests : IDisposable
{
    private static readonly MeasurementProtocol FiveSamples = new() { MinBlockSamples = 5, MinBlockDuration = TimeSpan.FromMicroseconds(1), MaxWarmUpInferences = 3 };

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Run_host_to_host_copies_in_and_out_at_every_inference()
    {
        var provider = Provider("host-to-host");
        var outcome = Execute(provider, IoMode.Host, Graph("Identity", "Identity"));
        Assert.Null(outcome.Failure);
        var inferences = outcome.Result!.SamplesNs.Count + outcome.Result.WarmUpNs.Count;
        Assert.Equal(inferences, Count(provider, "computations"));
        // Once more when the input is first bound.
        Assert.Equal(inferences + 1, Count(provider, "copies_to_device"));
        Assert.Equal(inferences, Count(provider, "copies_to_host"));
    }

    [Fact]
    public void Run_resident_copies_nothing_while_it_measures()
    {
        var provider = Provider("resident");
        var outcome = Execute(provider, IoMode.Resident, Graph("Identity"));
        Assert.Null(outcome.Failure);
        var inferences = outcome.Result!.SamplesNs.Count + outcome.Result.WarmUpNs.Count;
        // Beside the timed ones there is one inference that the outputs are checked on.
        Assert.Equal(inferences + 1, Count(provider, "computations"));
        Assert.Equal(2, Count(provider, "copies_to_device"));
        Assert.Equal(1, Count(provider, "copies_to_host"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Run_allocates_no_managed_memory_per_sample(int mode)
    {
        var plan = Plan(Provider($"allocation-{mode}"), (IoMode)mode, Graph("Identity"));
        using var options = SessionFactory.Options(plan);
        using var model = LoadedModel.Bind(SessionFactory.Create(File.ReadAllBytes(plan.GraphPath), options, plan), plan);
        for (var index = 0; index < 10; index++) model.Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var index = 0; index < 100; index++) model.Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Run_conditions_say_what_was_measured()
    {
        var provider = Provider("conditions", ("take", "all")) with { Version = "1.2.3" };
        var settings = Execute(provider, IoMode.Resident, Graph("Identity")).Result!.Conditions.SessionOptions;
        Assert.Superset(
            new HashSet<string>
            {
                "execution_provider=conditions", "execution_provider_version=1.2.3", "io_mode=resident", "session.disable_cpu_ep_fallback=1", "conditions.take=all",
            },
            settings.ToHashSet());
    }

    [Fact]
    public void Run_graph_that_is_not_taken_whole_names_provider_and_nodes() => Fails(
        Provider("part"),
        Graph("Identity", "Relu", "Identity", "Sqrt"),
        FailureReason.TargetUnsupported,
        "The execution provider 'part' does not take the whole graph: it leaves 2 of 4 nodes (Relu 'n1', Sqrt 'y'), and nothing falls back to the CPU here.");

    [Fact]
    public void Run_provider_that_takes_nothing_is_refused() => Fails(
        Provider("nothing", ("take", "nothing")), Graph("Identity"), FailureReason.TargetUnsupported, "it leaves 1 of 1 nodes (Identity 'y')");

    [Fact]
    public void Run_option_that_the_provider_refuses_is_its_own_words() => Fails(
        Provider("refusing", ("take", "half")),
        Graph("Identity"),
        FailureReason.TargetUnsupported,
        "The execution provider 'refusing' cannot be created: the option 'take' is neither 'all' nor 'nothing'.");

    [Fact]
    public void Run_resident_where_there_is_no_device_memory_is_unsupported()
    {
        var failure = Execute(Provider("host-memory"), IoMode.Resident, Graph("Identity")).Failure!;
        Assert.Equal(FailureReason.TargetUnsupported, failure.Reason);
        Assert.Contains("'host-memory' leaves the output 'y' in the host's memory", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_library_without_devices_is_unsupported() =>
        Fails(Provider("no-device"), Graph("Identity"), FailureReason.TargetUnsupported, "The execution provider 'no-device' has no device here: its library ");

    [Fact]
    public void Run_library_that_fails_to_load_is_its_own_words() => Fails(
        Provider("no-driver"),
        Graph("Identity"),
        FailureReason.TargetUnsupported,
        "The execution provider 'no-driver' cannot be loaded: the driver of the accelerator is not loaded.");

    [Fact]
    public void Run_device_that_the_library_does_not_have_is_unsupported() => Fails(
        Provider("gpu-wanted") with { DeviceType = "gpu" },
        Graph("Identity"),
        FailureReason.TargetUnsupported,
        "The execution provider 'gpu-wanted' has no such device here: its library has LatBenchTest on a CPU of ");

    [Fact]
    public void Run_library_that_is_no_library_is_the_loaders_words() => Fails(
        Provider("text") with { LibraryPath = _directory.Write("text.so", "not ELF at all, but long enough to be read as a header of one") },
        Graph("Identity"),
        FailureReason.TargetUnsupported,
        "The execution provider 'text' cannot be loaded: Failed to load library ");

    [Fact]
    public void Run_library_that_is_no_plugin_is_the_runtimes_words() => Fails(
        Provider("no-plugin") with { LibraryPath = NativeLibraries.Compile(_directory, "old_runtime.c", "libother.so") },
        Graph("Identity"),
        FailureReason.TargetUnsupported,
        "undefined symbol: CreateEpFactories");

    [Theory]
    [InlineData("cuda", "CUDA execution provider is not enabled in this build")]
    [InlineData("tensorrt", "TensorRT execution provider is not enabled in this build")]
    [InlineData("rocm", "ROCM execution provider is not enabled in this build")]
    [InlineData("coreml", "CoreML execution provider is not supported in this build")]
    [InlineData("directml", "DML execution provider is not supported in this build")]
    [InlineData("migraphx", "MIGraphX execution provider is not supported in this build")]
    [InlineData("nvtensorrtrtx", "NvTensorRtRtx execution provider is not supported in this build")]
    [InlineData("openvino", "OpenVINO execution provider is not supported in this build")]
    [InlineData("qnn", "QNN execution provider is not supported in this build")]
    [InlineData("vitisai", "VitisAI execution provider is not supported in this build")]
    [InlineData("webgpu", "WebGPU execution provider is not supported in this build")]
    [InlineData("xnnpack", "XNNPACK execution provider is not supported in this build")]
    public void Run_built_in_provider_that_this_build_lacks_says_which_it_has(string name, string expected) => Fails(
        new ProviderSettings { Name = name, Provider = name, RegistrationName = name },
        Graph("Identity"),
        FailureReason.TargetUnsupported,
        $"The execution provider '{name}' cannot be used here: {expected}; this build of ONNX Runtime has CPUExecutionProvider.");

    [Fact]
    public void Names_are_all_tried_above() => Assert.Equal(12, BuiltInProviders.Names.Count);

    public void Dispose() => _directory.Dispose();

    private void Fails(ProviderSettings provider, byte[] graph, FailureReason reason, string expected)
    {
        var failure = Execute(provider, IoMode.Host, graph).Failure!;
        Assert.Equal(reason, failure.Reason);
        Assert.True(failure.Message.Contains(expected, StringComparison.Ordinal), failure.Message);
    }

    private JobOutcome Execute(ProviderSettings provider, IoMode mode, byte[] graph)
    {
        using var weights = new WeightsMemory(inMemory: true);
        using var execution = new JobExecution(new SystemFiles(), TimeProvider.System, "1.0", weights);
        return execution.Load(Plan(provider, mode, graph)) is { Failure: not null } failed ? failed : execution.Measure();
    }

    private JobPlan Plan(ProviderSettings provider, IoMode mode, byte[] graph) =>
        TestPlans.For(_directory.Write("model.onnx", graph), protocol: FiveSamples) with
        {
            Provider = provider,
            IoMode = mode,
            // Identities would be optimised away.
            GraphOptimization = "disabled",
        };

    private ProviderSettings Provider(string name, params (string Key, string Value)[] options) => new()
    {
        Name = name,
        RegistrationName = name,
        LibraryPath = NativeLibraries.TestProvider(_directory),
        Options = options.ToDictionary(option => option.Key, option => option.Value),
    };

    /// <summary>Operators of one input and one output, one after another.</summary>
    private static byte[] Graph(params string[] operators)
    {
        var graph = new GraphBuilder("chain");
        var value = graph.Input("x", ElementType.Float32, 8);
        for (var index = 0; index < operators.Length; index++)
            value = graph.Node(operators[index], index == operators.Length - 1 ? "y" : $"n{index}", [value]);
        graph.Output(value, ElementType.Float32, 8);
        return graph.Build().ToByteArray();
    }

    private static unsafe long Count(ProviderSettings provider, string counter)
    {
        var library = NativeLibrary.Load(provider.LibraryPath!);
        return ((delegate* unmanaged<long>)NativeLibrary.GetExport(library, counter))();
    }
}
