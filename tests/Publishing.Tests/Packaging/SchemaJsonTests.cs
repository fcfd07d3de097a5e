using System.Text.Json;
using LatBench.Publishing.Packaging;
using LatBench.Publishing.Tables;
using LatBench.Publishing.Tests.Fakes;
using LatBench.SearchSpaces;

namespace LatBench.Publishing.Tests.Packaging;

public sealed class SchemaJsonTests
{
    // Frozen: what is published is read by programs that know nothing of a later version. A new column goes to the end of its table.
    private const string Expected = """
        latency
          arch_str string
          arch_code string
          effective_cell string
          dataset string
          batch int32
          precision string
          graph_variant string
          target string
          latency_ms double ms
          ci95_low_ms double ms
          ci95_high_ms double ms
          median_ms double ms
          mean_ms double ms
          min_ms double ms
          p90_ms double? ms
          p99_ms double? ms
          iqr_mean_ms double ms
          contention double ratio
          samples int32
          passes int32
          stop_reason string?
          verdict string
          model_sha256 string
          measured_arch string
          session_creation_ms double ms
          peak_memory_bytes int64? bytes
          measured_at timestamp[us, tz=UTC]?
          search_space string
        suspect
          arch_str string
          arch_code string
          effective_cell string
          dataset string
          batch int32
          precision string
          graph_variant string
          target string
          latency_ms double ms
          ci95_low_ms double ms
          ci95_high_ms double ms
          median_ms double ms
          mean_ms double ms
          min_ms double ms
          p90_ms double? ms
          p99_ms double? ms
          iqr_mean_ms double ms
          contention double ratio
          samples int32
          passes int32
          stop_reason string?
          verdict string
          model_sha256 string
          measured_arch string
          session_creation_ms double ms
          peak_memory_bytes int64? bytes
          measured_at timestamp[us, tz=UTC]?
          suspicions string
          search_space string
        failures
          arch_str string
          arch_code string
          effective_cell string
          dataset string
          batch int32
          precision string
          graph_variant string
          target string
          verdict string
          failure_reason string?
          failure_message string?
          model_sha256 string
          measured_arch string
          measured_at timestamp[us, tz=UTC]?
          search_space string
        samples
          model_sha256 string
          target string
          pass int32
          counted bool
          kind string
          iteration int32
          duration_ns int64 ns
          pass_started_at timestamp[us, tz=UTC]
          quiet bool
          clock_correction double ratio
        conditions
          model_sha256 string
          target string
          pass int32
          counted bool
          pass_started_at timestamp[us, tz=UTC]
          pass_ended_at timestamp[us, tz=UTC]
          samples int32
          warm_up_inferences int32
          session_creation_ms double ms
          peak_memory_bytes int64? bytes
          governor string?
          frequency_khz int64? kHz
          temperature_celsius double? °C
          load_average_1m double?
          steal_ms int64? ms
          involuntary_context_switches int64?
          available_memory_bytes int64? bytes
          cpu_affinity string
          container_cpu_limit double? CPUs
          session_options string
          runtime_version string
          agent_version string
          kernel string?
          flags string
          cpu_model string?
          frequency_before_min_khz int64? kHz
          frequency_before_mean_khz int64? kHz
          frequency_before_max_khz int64? kHz
          frequency_after_min_khz int64? kHz
          frequency_after_mean_khz int64? kHz
          frequency_after_max_khz int64? kHz
          temperature_before_celsius double? °C
          core_throttle_events int64?
          package_throttle_events int64?
          container_throttled_ms int64? ms
          firmware_throttle_bits int64?
          firmware_frequency_khz int64? kHz
          container_memory_limit_bytes int64? bytes
          turbo bool?
          smt bool?
          priority int64?
          protocol string?
          execution_provider string?
          provider_version string?
          clock_source string?
          transparent_huge_pages string?
          power_mode string?
          clock_jump_ms int64? ms
          cool_down_ms int64? ms
          gpus string?
          tools_read_at timestamp[us, tz=UTC]?
          clock_ns int64? ns
          reference_clock_ns int64? ns
          contended bool?
          inferences_per_sample int32?
          emulated bool?
          browser_user_agent string?
          browser_cross_origin_isolated bool?
          browser_timer_step_ns int64? ns
          browser_simd bool?
          browser_threads int32?
          browser_gpu_adapter string?
          browser_battery_level double?
          browser_charging bool?
          browser_compute_pressure string?
          browser_device_memory_gib double? GiB
        canary
          target string
          read_at timestamp[us, tz=UTC]
          canary_ms double ms
          level_ms double? ms
          state string?
        profiles
          model_sha256 string
          target string
          position int32
          place string
          part string
          cell int32?
          edge string?
          node int32?
          operation string?
          operator_name string
          op_type string
          execution_provider string
          calls int32
          mean_ns double ns
          share double ratio
          runs int32
          run_ms double ms
          profiled_at timestamp[us, tz=UTC]
          input_shapes string?
          output_shapes string?
        repeats
          model_sha256 string
          measured_arch string
          target string
          latency_ms double ms
          ci95_low_ms double ms
          ci95_high_ms double ms
          contention double ratio
          verdict string
          repeat_latency_ms double ms
          repeat_ci95_low_ms double ms
          repeat_ci95_high_ms double ms
          repeat_contention double ratio
          repeat_verdict string
          repeat_measured_at timestamp[us, tz=UTC]?
          search_space string
        predictions
          arch_str string
          arch_code string
          dataset string
          batch int32
          precision string
          graph_variant string
          target string
          predicted_latency_ms double ms
          interval90_low_ms double ms
          interval90_high_ms double ms
          measured bool
          predictor_version int32
          trainer string
          predictor_labels int32
          predictor_sha256 string
          search_space string
        architectures
          arch_str string
          arch_code string
          effective_cell string
          reachable bool
          macs_cifar10 int64 MACs
          params_cifar10 int64 parameters
          macs_cifar100 int64 MACs
          params_cifar100 int64 parameters
          macs_imagenet16_120 int64 MACs
          params_imagenet16_120 int64 parameters
          official_index int32?
        models
          arch_str string
          name string?
          size_bytes int64? bytes
          ir_version int64? version
          operator_sets string?
          producer string?
          operators string?
          parameters int64? parameters
          macs int64? MACs
        targets
          target string
          device string
          runtime string
          runtime_version string
          execution_provider string
          threads int32
          graph_optimization string
          cpu_model string?
          cpu_architecture string
          logical_cpus int32
          usable_cpus int32
          memory_bytes int64? bytes
          gpus string
          board_model string?
          hypervisor string?
          operating_system string
          kernel string?
          agent_version string
          io_mode string

        """;

    [Fact]
    public void Write_columns_are_frozen()
    {
        using var schema = JsonDocument.Parse(SchemaJson.Write(AllTables.With([ArchitectureTable.Of(SearchSpaceRegistry.BuiltIn["nas-bench-201"])])));

        Assert.Equal("latbench-schema/1", schema.RootElement.GetProperty("format").GetString());
        Assert.Equal(Expected, string.Concat(schema.RootElement.GetProperty("tables").EnumerateArray().Select(Lines)));
    }

    [Fact]
    public void Write_every_table_and_column_is_described()
    {
        using var schema = JsonDocument.Parse(SchemaJson.Write(AllTables.With([ArchitectureTable.Of(SearchSpaceRegistry.BuiltIn["nas-bench-201"])])));

        foreach (var table in schema.RootElement.GetProperty("tables").EnumerateArray())
        {
            Assert.EndsWith(".", table.GetProperty("description").GetString(), StringComparison.Ordinal);
            Assert.All(table.GetProperty("columns").EnumerateArray(), column => Assert.EndsWith(".", column.GetProperty("description").GetString(), StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Write_nullability_is_that_of_the_files()
    {
        using var lab = Lab.WithEveryVerdict().AddUploaded("net.onnx", 2);
        await lab.RepeatAsync(predictions: new MadeUpPredictions(Given.Target, Given.Live));
        using var schema = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(lab.PathOf("1.0.0"), "schema.json"), TestContext.Current.CancellationToken));

        foreach (var table in schema.RootElement.GetProperty("tables").EnumerateArray())
        {
            var inFiles = DuckDb.Query($"SELECT name, repetition_type FROM parquet_schema('{lab.PathOf("1.0.0")}/{table.GetProperty("path").GetString()}') WHERE type IS NOT NULL");
            Assert.Equal(
                table.GetProperty("columns").EnumerateArray().Select(column => (column.GetProperty("name").GetString(), column.GetProperty("nullable").GetBoolean())),
                inFiles.Select(row => ((string?)row[0], (string?)row[1] == "OPTIONAL")));
        }
    }

    private static string Lines(JsonElement table) =>
        $"{table.GetProperty("name").GetString()}\n" + string.Concat(table.GetProperty("columns").EnumerateArray().Select(Line));

    private static string Line(JsonElement column)
    {
        var optional = column.GetProperty("nullable").GetBoolean() ? "?" : "";
        return $"  {column.GetProperty("name").GetString()} {column.GetProperty("type").GetString()}{optional} {column.GetProperty("unit").GetString()}".TrimEnd() + "\n";
    }
}
