using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LatBench.Contracts.Naming;
using LatBench.Measurements;
using LatBench.TestKit;
using LatBench.WebAgent.Tests.Site;

namespace LatBench.WebAgent.Tests.Measuring;

/// <summary>The modules that have to do the same as classes of the native agent, each called in a page.</summary>
public sealed class ModuleTests(ModulePage page) : IClassFixture<ModulePage>
{
    private readonly DeviceTab _tab = page.Tab;

    [Fact]
    public async Task Device_ids_are_those_of_the_coordinator()
    {
        var cases = DeviceIdCases.All;

        var found = await _tab.WithModuleAsync<bool[]>("device/device-id.js", "({ isDeviceId }, ids) => ids.map(isDeviceId)", cases.Select(one => one.Id).ToArray());
        var proposed = await _tab.WithModuleAsync<string[]>(
            "device/device-id.js", "({ proposeDeviceId }, texts) => texts.map(proposeDeviceId)", new[] { "Pixel 8 Pro", "", "--", new string('w', 80), "ÄÖ Ü", "a".PadRight(58) + "b" });

        Assert.Equal(cases.Select(one => one.IsValid), found);
        Assert.All(proposed, id => Assert.True(DeviceId.IsValid(id), id));
        Assert.StartsWith("pixel-8-pro-", proposed[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task SplitMix64_gives_the_numbers_of_the_native_generator()
    {
        var generator = new SplitMix64(201);
        var expected = Enumerable.Range(0, 50).Select(_ => generator.NextDouble().ToString("R", CultureInfo.InvariantCulture)).ToArray();

        var found = await _tab.WithModuleAsync<string[]>(
            "measuring/split-mix.js", "({ SplitMix64 }) => { const g = new SplitMix64(201n); return Array.from({ length: 50 }, () => String(g.nextDouble())); }");

        Assert.Equal(expected.Select(Parse), found.Select(Parse));
    }

    [Theory]
    [InlineData("ones", "1,1")]
    [InlineData("zeros", ",")]
    [InlineData("data 0123456789abcdef", "zwölf,")]
    public async Task Texts_follow_the_metadata(string values, string expected)
    {
        var found = await _tab.WithModuleAsync<string[]>(
            "measuring/model-inputs.js",
            "({ createInputs }, [values, data]) => createInputs([{ name: 'x', isTensor: true, type: 'string', shape: [2] }], new Map([['latbench.input.x', values], ['latbench.data.x', data]]))[0].data",
            new object[] { values, Convert.ToBase64String("zwölf\0\0"u8) });

        Assert.Equal(expected, string.Join(',', found));
    }

    [Theory]
    [InlineData("float32", "[1, 2]", "[1, 2]", "")]
    [InlineData("float32", "[1, 2]", "[1, NaN]", "differs from the expected one by NaN at element 1")]
    [InlineData("float32", "[1, 2]", "[1, Infinity]", "differs from the expected one by Infinity at element 1")]
    [InlineData("int64", "[1n, 9007199254740992n]", "[1n, 9007199254740993n]", "differs from the expected one by 1 at element 1")]
    [InlineData("string", "['one', '']", "['one', '']", "")]
    [InlineData("string", "['one', 'two']", "['one', 'three']", "has another text than the expected one at element 1")]
    [InlineData("string", "['one', 'two']", "['one']", "has 2 texts, and 1 were expected")]
    public async Task Outputs_are_compared_with_the_expected_ones(string type, string found, string expected, string message)
    {
        var array = type switch { "float32" => "Float32Array", "int64" => "BigInt64Array", _ => "Array" };
        var bytes = type == "string" ? $"new TextEncoder().encode({expected}.map(text => text + '\\0').join(''))" : $"new Uint8Array({array}.from({expected}).buffer)";

        var said = await _tab.WithModuleAsync<string>(
            "measuring/output-check.js",
            $$"""
            ({ requireOutputs }) => {
              try {
                requireOutputs([{ name: 'y', type: '{{type}}', data: {{array}}.from({{found}}) }], new Map([['latbench.expected.y', btoa(String.fromCharCode(...{{bytes}}))], ['latbench.tolerance', '0.1']]));
                return '';
              } catch (error) {
                return error.message;
              }
            }
            """);

        Assert.Contains(message, said, StringComparison.Ordinal);
        Assert.Equal(message.Length == 0, said.Length == 0);
    }

    [Fact]
    public async Task Inputs_are_those_of_the_native_agent()
    {
        var generator = new SplitMix64(201);
        var expected = Enumerable.Range(0, 48).Select(_ => (float)(-1 + (2 * generator.NextDouble()))).ToArray();

        var found = await _tab.WithModuleAsync<float[]>(
            "measuring/model-inputs.js",
            "({ createInputs }) => [...createInputs([{ name: 'x', isTensor: true, type: 'float32', shape: [1, 3, 4, 4] }], new Map())[0].data]");

        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("integers 0 9", "int64", 6)]
    [InlineData("ones", "float32", 6)]
    [InlineData("uniform 2 3", "int8", 6)]
    public async Task Inputs_follow_the_metadata(string values, string type, int count)
    {
        var found = await _tab.WithModuleAsync<double[]>(
            "measuring/model-inputs.js",
            "({ createInputs }, [values, type, count]) => [...createInputs([{ name: 'x', isTensor: true, type, shape: ['n'] }], new Map([['latbench.input.x', values], ['latbench.shape.x', String(count)]]))[0].data].map(Number)",
            new object[] { values, type, count });

        Assert.Equal(count, found.Length);
        Assert.All(found, value => Assert.True(values switch
        {
            "ones" => value == 1,
            "integers 0 9" => value is >= 0 and <= 9 && value == Math.Floor(value),
            _ => value is 2 or 3,
        }));
    }

    [Theory]
    [InlineData("uniform 3 2")]
    [InlineData("gauss 0 1")]
    public async Task Values_that_are_not_known_reject_the_model(string values)
    {
        var reason = await _tab.WithModuleAsync<string>(
            "measuring/input-values.js",
            "({ valuesOf }, values) => { try { valuesOf('x', new Map([['latbench.input.x', values]])); return 'taken'; } catch (error) { return error.reason; } }",
            values);

        Assert.Equal("MODEL_REJECTED", reason);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(55)]
    [InlineData(56)]
    [InlineData(64)]
    [InlineData(1000)]
    public async Task Sha256_without_the_browser_is_right(int length)
    {
        var bytes = Enumerable.Range(0, length).Select(i => (byte)(i * 7)).ToArray();

        var found = await _tab.WithModuleAsync<string>(
            "artifacts/sha256.js",
            "({ digest }, length) => Array.from(digest(Uint8Array.from({ length }, (_, i) => i * 7)), byte => byte.toString(16).padStart(2, '0')).join('')",
            length);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), found);
    }

    [Fact]
    public async Task Rules_decide_as_those_of_the_protocol()
    {
        var generator = new SplitMix64(7);
        var durations = Enumerable.Range(0, 200).Select(_ => (long)(1000 + (generator.NextInt32(400) * 1.0))).ToArray();
        var rule = new WarmUpRule(20);
        var block = new BlockRule(TimeSpan.FromMilliseconds(6), 5);
        var expected = Enumerable.Range(1, 19).Select(count => rule.IsOver(durations.AsSpan(count, count))).ToArray();
        (int Samples, double Ms)[] blocks = [(4, 100), (5, 5.9), (5, 6), (10_000, 0.1)];

        var found = await _tab.WithModuleAsync<bool[]>(
            "measuring/rules.js",
            "({ WarmUpRule }, durations) => Array.from({ length: 19 }, (_, i) => new WarmUpRule(20).isOver(durations.slice(i + 1, 2 * (i + 1))))",
            durations);
        var complete = await _tab.WithModuleAsync<bool[]>(
            "measuring/rules.js", "({ BlockRule }) => { const rule = new BlockRule(6, 5); return [[4, 100], [5, 5.9], [5, 6], [10000, 0.1]].map(([n, ms]) => rule.isComplete(n, ms)); }");

        Assert.Equal(expected, found);
        Assert.Equal(blocks.Select(one => block.IsComplete(one.Samples, one.Ms * 1e6)), complete);
    }

    [Theory]
    [InlineData(0.1, 0.005, 1, 10)]
    [InlineData(5, 0.005, 1, 1)]
    [InlineData(0, 1, 1, 200)]
    [InlineData(19, 0.1, 10, 11)]
    public async Task Inferences_are_timed_together_until_the_step_of_the_clock_is_small(double milliseconds, double step, int inferences, int expected)
    {
        var found = await _tab.WithModuleAsync<int>(
            "measuring/rules.js", "({ InferencesRule }, [ms, step, inferences]) => new InferencesRule(step).next(inferences, ms)", new object[] { milliseconds, step, inferences });

        Assert.Equal(expected, found);
    }

    [Fact]
    public async Task Clock_that_is_set_is_told_and_a_job_never_ends_before_it_began()
    {
        var found = await _tab.WithModuleAsync<string>(
            "measuring/job-clock.js",
            "({ JobClock }) => { let [wall, steady] = [1e12, 0]; const clock = new JobClock(() => wall, () => steady); wall -= 3600e3; steady += 1000; const { startTime, endTime, jumpMilliseconds } = clock.stop(); return `${startTime} ${endTime} ${jumpMilliseconds}`; }");

        Assert.Equal("2001-09-09T01:46:40.000Z 2001-09-09T01:46:41.000Z -3601000", found);
    }

    [Fact]
    public async Task Loops_of_the_core_meter_compute_the_chain_of_the_native_one()
    {
        var value = 1UL;
        for (var step = 0; step < 1000; step++)
        {
            value *= 0x9E3779B97F4A7C15;
            value ^= value >> 32;
        }

        var found = await _tab.WithModuleAsync<string>(
            "measuring/core-meter.js", "async ({ loops }) => { const { instance } = await WebAssembly.instantiate(loops()); instance.exports.sweep(3); return String(BigInt.asUintN(64, instance.exports.chain(1000))); }");

        Assert.Equal(value.ToString(CultureInfo.InvariantCulture), found);
    }

    [Fact]
    public async Task Halves_are_rounded_as_everywhere()
    {
        var numbers = new[] { 0f, 1, -1, 65504, 65520, 1e-8f, 5.9604645e-8f, 6.1e-5f, 0.333333f, 1.0009766f, float.PositiveInfinity };

        var found = await _tab.WithModuleAsync<int[]>("measuring/element-types.js", "({ halfOf }, numbers) => numbers.map(text => halfOf(Number(text)))", numbers.Select(n => float.IsInfinity(n) ? "Infinity" : n.ToString("R", CultureInfo.InvariantCulture)).ToArray());

        Assert.Equal(numbers.Select(n => (int)BitConverter.HalfToUInt16Bits((Half)n)), found);
    }

    [Fact]
    public async Task Metadata_are_read_from_a_model_and_a_damaged_one_throws()
    {
        // metadata_props = 14: { key = 1: "k", value = 2: "v" }, behind ir_version = 1: 8.
        byte[] model = [0x08, 0x08, 0x72, 0x06, 0x0a, 0x01, .. "k"u8, 0x12, 0x01, .. "v"u8];

        const string read = "({ readMetadata }, bytes) => { try { return readMetadata(Uint8Array.from(bytes)).get('k') ?? 'none'; } catch (error) { return error.name; } }";
        var found = await _tab.WithModuleAsync<string>("measuring/model-metadata.js", read, model.Select(b => (int)b).ToArray());
        var damaged = await _tab.WithModuleAsync<string>("measuring/model-metadata.js", read, model[..^2].Select(b => (int)b).ToArray());

        Assert.Equal("v", found);
        Assert.Equal("RangeError", damaged);
    }

    [Theory]
    [InlineData("Can't create a session. ERROR_CODE: 2, ERROR_MESSAGE: std::bad_alloc", "OUT_OF_MEMORY")]
    [InlineData("Array buffer allocation failed", "OUT_OF_MEMORY")]
    [InlineData("Aborted(). Build with -sASSERTIONS for more info.", "RUNNER_CRASHED")]
    [InlineData("Failed to create a WebGPU compute pipeline: A valid external Instance reference no longer exists.", "RUNNER_CRASHED")]
    [InlineData("Can't create a session. ERROR_CODE: 9, ERROR_MESSAGE: Could not find an implementation for Foo(1)", "MODEL_REJECTED")]
    public async Task Errors_of_the_runtime_have_a_reason_and_one_sentence(string message, string reason)
    {
        var found = await _tab.WithModuleAsync<string[]>("measuring/job-failure.js", "({ classify }, message) => { const { failure } = classify(new Error(message)).toOutcome(); return [failure.reason, failure.message]; }", message);

        Assert.Equal("FAILURE_REASON_" + reason, found[0]);
        Assert.DoesNotContain("ERROR_CODE", found[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operators_that_a_provider_leaves_to_the_CPU_are_named()
    {
        var log = new StringBuilder()
            .AppendLine("[V:onnxruntime:, session_state.cc:1282 VerifyEachNodeIsAssignedToAnEp]  Node(s) placed on [WebGpuExecutionProvider]. Number of nodes: 1")
            .AppendLine("  Conv (conv_0)")
            .AppendLine("[V:onnxruntime:, session_state.cc:1282 VerifyEachNodeIsAssignedToAnEp]  Node(s) placed on [CPUExecutionProvider]. Number of nodes: 2")
            .AppendLine("  NonZero (n)")
            .AppendLine("  Det (d)")
            .AppendLine("[I:onnxruntime:, webgpu_execution_provider.cc:665 GetCapability] webgpu kernel not found in registries for Op type: STFT node name: ");

        var found = await _tab.WithModuleAsync<string[]>("measuring/provider-failure.js", "({ namesIn }, log) => namesIn(log)", log.ToString());

        Assert.Equal(["STFT", "NonZero", "Det"], found);
    }

    [Fact]
    public async Task Model_that_the_runtime_refuses_is_a_failure_and_the_next_one_is_measured()
    {
        var outcomes = await _tab.MeasureAsync(new TinyJob("NoSuchOperator"), new TinyJob("Relu"), new TinyJob("Relu") { MinBlockMilliseconds = 60_000, TimeoutMilliseconds = 400 });

        Assert.StartsWith("FAILURE_REASON_MODEL_REJECTED", outcomes[0], StringComparison.Ordinal);
        Assert.Contains("NoSuchOperator", outcomes[0], StringComparison.Ordinal);
        Assert.StartsWith("measured", outcomes[1], StringComparison.Ordinal);
        Assert.StartsWith("FAILURE_REASON_TIMED_OUT The model did not finish within its limit of 0.4 s a pass", outcomes[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData((1 << 26) - 1024)]
    [InlineData(1 << 26)]
    public async Task Model_that_needs_more_memory_than_the_browser_gives_fails_with_its_reason_and_the_next_one_is_measured(int rows)
    {
        var outcomes = await _tab.MeasureAsync(new TinyJob("Expand") { Rows = rows }, new TinyJob("Relu"));

        Assert.StartsWith("FAILURE_REASON_OUT_OF_MEMORY The model needs more memory than the browser gives a page: ", outcomes[0], StringComparison.Ordinal);
        Assert.StartsWith("measured", outcomes[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Browser_without_a_graphics_adapter_fails_models_of_WebGPU_with_the_reason_and_measures_others()
    {
        var outcomes = await _tab.MeasureAsync(new TinyJob("Relu") { Provider = "webgpu" }, new TinyJob("Relu"));

        Assert.Equal("FAILURE_REASON_TARGET_UNSUPPORTED The browser has no graphics adapter any more, so it cannot measure with WebGPU: restart the browser.", outcomes[0]);
        Assert.StartsWith("measured", outcomes[1], StringComparison.Ordinal);
    }

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
