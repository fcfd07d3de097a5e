using LatBench.Publishing.Tests.Fakes;

namespace LatBench.Publishing.Tests.Tables;

/// <summary>Every table read by DuckDB, which knows nothing of LatBench: types and values.</summary>
public sealed class IndependentReaderTests(IndependentReaderTests.PublishedLab published) : IClassFixture<IndependentReaderTests.PublishedLab>
{
    private static readonly string[] Identity =
    [
        "arch_str VARCHAR", "arch_code VARCHAR", "effective_cell VARCHAR", "dataset VARCHAR", "batch INTEGER", "precision VARCHAR",
        "graph_variant VARCHAR", "target VARCHAR",
    ];

    private static readonly string[] Latency =
    [
        .. Identity, "latency_ms DOUBLE", "ci95_low_ms DOUBLE", "ci95_high_ms DOUBLE", "median_ms DOUBLE", "mean_ms DOUBLE", "min_ms DOUBLE",
        "p90_ms DOUBLE", "p99_ms DOUBLE", "iqr_mean_ms DOUBLE", "contention DOUBLE", "samples INTEGER", "passes INTEGER", "stop_reason VARCHAR",
        "verdict VARCHAR", "model_sha256 VARCHAR", "measured_arch VARCHAR", "session_creation_ms DOUBLE", "peak_memory_bytes BIGINT",
        "measured_at TIMESTAMP WITH TIME ZONE", "search_space VARCHAR",
    ];

    private string Root { get; } = published.Root;

    [Fact]
    public void Latency_columns_have_their_types() => Assert.Equal(Latency, DuckDb.Columns($"{Root}/data/latency/*/*.parquet"));

    [Fact]
    public void Latency_rows_have_their_values()
    {
        var rows = DuckDb.Query($"""
            SELECT arch_str, arch_code, effective_cell, dataset, batch, precision, graph_variant, target, latency_ms, ci95_low_ms, ci95_high_ms,
                   median_ms, mean_ms, min_ms, p90_ms, p99_ms, iqr_mean_ms, contention, samples, passes, stop_reason, verdict, model_sha256,
                   measured_arch, session_creation_ms, peak_memory_bytes, strftime(measured_at, '%Y-%m-%d %H:%M:%S.%f'), search_space
            FROM '{Root}/data/latency/**/*.parquet'
            """);

        var model = Given.Model(Given.Live).Sha256;
        object?[] expected =
        [
            Given.Live, "334131", Given.Live, "cifar100", 1, "fp32", "pruned", Given.Target, 0.8, 0.8 * 0.99, 0.8 * 1.01,
            1.0, 0.8 * 1.5, 0.7, 1.6, null, 1.1, 0.25, 100, 5, "error_target_met", "valid", model,
            Given.Live, 15.5, 123_456_789L, "2024-03-01 12:00:51.000000", "nas-bench-201",
        ];
        Assert.Equal([Given.Direct, Given.DirectWithDeadEdges, Given.Live], rows.Select(row => row[0]));
        Assert.Equal(expected.Length, rows[2].Length);
        Assert.All(expected.Zip(rows[2]), pair =>
        {
            if (pair.First is double number)
                Assert.Equal(number, Assert.IsType<double>(pair.Second), 1e-12);
            else
                Assert.Equal(pair.First, pair.Second);
        });
    }

    [Fact]
    public void Latency_architectures_that_share_a_model_say_so()
    {
        var rows = DuckDb.Query($"""
            SELECT arch_str, effective_cell, measured_arch, model_sha256, latency_ms FROM '{Root}/data/latency/**/*.parquet'
            WHERE effective_cell = '{Given.Direct}' ORDER BY arch_str
            """);

        Assert.Equal([Given.Direct, Given.DirectWithDeadEdges], rows.Select(row => row[0]));
        Assert.Equal(rows[0][1..], rows[1][1..]);
        Assert.Equal(Given.Direct, rows[1][2]);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public void Latency_target_is_the_slug_with_hive_partitioning_on_and_off(string hive) => Assert.Equal(
        Given.Target,
        DuckDb.Value($"SELECT DISTINCT target FROM read_parquet('{Root}/data/latency/**/*.parquet', hive_partitioning = {hive})"));

    [Fact]
    public void Suspect_has_the_columns_of_latency_and_the_suspicions()
    {
        Assert.Equal([.. Latency.SkipLast(1), "suspicions VARCHAR", "search_space VARCHAR"], DuckDb.Columns($"{Root}/data/suspect/*/*.parquet"));
        var row = Assert.Single(DuckDb.Query($"SELECT arch_str, dataset, verdict, latency_ms, suspicions FROM '{Root}/data/suspect/*/*.parquet'"));
        Assert.Equal([Given.Direct, "cifar10", "suspect", 2.0, "canary moved 3 %; throttled"], row);
    }

    [Fact]
    public void Failures_say_why()
    {
        Assert.Equal(
            [.. Identity, "verdict VARCHAR", "failure_reason VARCHAR", "failure_message VARCHAR", "model_sha256 VARCHAR", "measured_arch VARCHAR", "measured_at TIMESTAMP WITH TIME ZONE", "search_space VARCHAR"],
            DuckDb.Columns($"{Root}/data/failures/*/*.parquet"));
        var row = Assert.Single(DuckDb.Query($"SELECT arch_str, dataset, verdict, failure_reason, failure_message, measured_at FROM '{Root}/data/failures/*/*.parquet'"));
        Assert.Equal([Given.Live, "cifar10", "failed", "runner_crashed", null, null], row);
    }

    [Fact]
    public void Samples_hold_every_inference()
    {
        Assert.Equal(
            [
                "model_sha256 VARCHAR", "target VARCHAR", "pass INTEGER", "counted BOOLEAN", "kind VARCHAR", "iteration INTEGER", "duration_ns BIGINT",
                "pass_started_at TIMESTAMP WITH TIME ZONE", "quiet BOOLEAN", "clock_correction DOUBLE",
            ],
            DuckDb.Columns($"{Root}/data/samples/*/*.parquet"));
        var rows = DuckDb.Query($"""
            SELECT pass, counted, kind, iteration, duration_ns, target, quiet, clock_correction, strftime(pass_started_at, '%H:%M:%S.%f')
            FROM '{Root}/data/samples/*/*.parquet' WHERE model_sha256 = '{Given.Model(Given.Live).Sha256}'
            """);
        Assert.Equal(
            [
                [1, true, "warm_up", 1, 9_000_000L, Given.Target, false, 1.02, "12:00:10.000007"],
                [1, true, "warm_up", 2, 1_500_000L, Given.Target, false, 1.02, "12:00:10.000007"],
                [1, true, "sample", 1, 1_000_001L, Given.Target, true, 1.02, "12:00:10.000007"],
                [1, true, "sample", 2, 1_000_101L, Given.Target, true, 1.02, "12:00:10.000007"],
                [2, false, "warm_up", 1, 9_000_000L, Given.Target, false, 1.02, "12:00:20.000007"],
                [2, false, "warm_up", 2, 1_500_000L, Given.Target, false, 1.02, "12:00:20.000007"],
                [2, false, "sample", 1, 5L, Given.Target, false, 1.02, "12:00:20.000007"],
            ],
            rows);
    }

    [Fact]
    public void Conditions_have_a_row_for_every_pass()
    {
        Assert.Equal(
            [
                "model_sha256 VARCHAR", "target VARCHAR", "pass INTEGER", "counted BOOLEAN", "pass_started_at TIMESTAMP WITH TIME ZONE",
                "pass_ended_at TIMESTAMP WITH TIME ZONE", "samples INTEGER", "warm_up_inferences INTEGER", "session_creation_ms DOUBLE",
                "peak_memory_bytes BIGINT", "governor VARCHAR", "frequency_khz BIGINT", "temperature_celsius DOUBLE", "load_average_1m DOUBLE",
                "steal_ms BIGINT", "involuntary_context_switches BIGINT", "available_memory_bytes BIGINT", "cpu_affinity VARCHAR",
                "container_cpu_limit DOUBLE", "session_options VARCHAR", "runtime_version VARCHAR", "agent_version VARCHAR", "kernel VARCHAR", "flags VARCHAR",
                "cpu_model VARCHAR", "frequency_before_min_khz BIGINT", "frequency_before_mean_khz BIGINT", "frequency_before_max_khz BIGINT",
                "frequency_after_min_khz BIGINT", "frequency_after_mean_khz BIGINT", "frequency_after_max_khz BIGINT", "temperature_before_celsius DOUBLE",
                "core_throttle_events BIGINT", "package_throttle_events BIGINT", "container_throttled_ms BIGINT", "firmware_throttle_bits BIGINT",
                "firmware_frequency_khz BIGINT", "container_memory_limit_bytes BIGINT", "turbo BOOLEAN", "smt BOOLEAN",
                "priority BIGINT", "protocol VARCHAR", "execution_provider VARCHAR", "provider_version VARCHAR",
                "clock_source VARCHAR", "transparent_huge_pages VARCHAR", "power_mode VARCHAR", "clock_jump_ms BIGINT",
                "cool_down_ms BIGINT", "gpus VARCHAR", "tools_read_at TIMESTAMP WITH TIME ZONE", "clock_ns BIGINT", "reference_clock_ns BIGINT", "contended BOOLEAN",
                "inferences_per_sample INTEGER", "emulated BOOLEAN", "browser_user_agent VARCHAR", "browser_cross_origin_isolated BOOLEAN", "browser_timer_step_ns BIGINT", "browser_simd BOOLEAN", "browser_threads INTEGER",
                "browser_gpu_adapter VARCHAR", "browser_battery_level DOUBLE", "browser_charging BOOLEAN", "browser_compute_pressure VARCHAR", "browser_device_memory_gib DOUBLE",
            ],
            DuckDb.Columns($"{Root}/data/conditions/*/*.parquet"));
        var row = DuckDb.Query($"""
            SELECT * EXCLUDE (model_sha256, target, pass_started_at, pass_ended_at, tools_read_at)
            FROM '{Root}/data/conditions/*/*.parquet' WHERE model_sha256 = '{Given.Model(Given.Live).Sha256}' AND pass = 1
            """).Single();
        Assert.Equal(
            [
                1, true, 2, 2, 15.5, 100_000_000L, "performance", 2_500_000L, 41.5, 0.25, 3L, 0L, 8L << 30, "1,3", null,
                "intra_op=1,mode=sequential", "1.31.1", "0.1.0", null, "steal",
                "Some CPU", 1L, 2L, 3L, 4L, 5L, 6L, 40.5, 1L, 2L, 3L, 0x50005L, 1_500_398L, 1L << 33, false, true, -10L, "latbench/1", "cpu", "1.31.1",
                "tsc", "madvise", "MAXN", -3_600_000L, 1_500L,
                """[{"name":"Some GPU","temperature_millidegrees":51000,"throttle_reasons":["sw-power-cap"]}]""",
                16_000L, 16_320L, false,
                20, false, "Some Browser/1.0", true, 5_000L, true, 2, "some adapter", 0.85, false, "nominal", 8.0,
            ],
            row);
    }

    [Fact]
    public void Architectures_are_the_whole_space_with_published_sizes()
    {
        var file = $"{Root}/data/architectures.parquet";
        Assert.Equal(
            [
                "arch_str VARCHAR", "arch_code VARCHAR", "effective_cell VARCHAR", "reachable BOOLEAN", "macs_cifar10 BIGINT", "params_cifar10 BIGINT",
                "macs_cifar100 BIGINT", "params_cifar100 BIGINT", "macs_imagenet16_120 BIGINT", "params_imagenet16_120 BIGINT", "official_index INTEGER",
            ],
            DuckDb.Columns(file));
        Assert.Equal([15_625L, 15_284L, 9_444L], DuckDb.Query(
            $"SELECT count(*), count(*) FILTER (reachable), count(DISTINCT effective_cell) FILTER (reachable) FROM '{file}'").Single());

        // Rows 0 and 11 of the table that NAS-Bench-201 publishes.
        Assert.Equal([15_647_370L, 129_306L], DuckDb.Query(
            $"SELECT macs_cifar10, params_cifar10 FROM '{file}' WHERE arch_str = '|avg_pool_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|nor_conv_1x1~0|skip_connect~1|skip_connect~2|'").Single());
        Assert.Equal([113_951_370L, 802_426L], DuckDb.Query(
            $"SELECT macs_cifar10, params_cifar10 FROM '{file}' WHERE arch_str = '|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|none~0|nor_conv_3x3~1|avg_pool_3x3~2|'").Single());
    }

    [Fact]
    public void Canary_has_a_row_a_reading()
    {
        var file = $"{Root}/data/canary/*/*.parquet";
        Assert.Equal(["target VARCHAR", "read_at TIMESTAMP WITH TIME ZONE", "canary_ms DOUBLE", "level_ms DOUBLE", "state VARCHAR"], DuckDb.Columns(file));
        Assert.All(
            DuckDb.Query($"SELECT target, canary_ms, level_ms, state FROM '{file}'"),
            row => Assert.Equal([Given.Target, 0.255, null, null], row));
    }

    [Fact]
    public void Profiles_have_a_row_for_every_operator()
    {
        var file = $"{Root}/data/profiles/*/*.parquet";
        Assert.Equal(
            [
                "model_sha256 VARCHAR", "target VARCHAR", "position INTEGER", "place VARCHAR", "part VARCHAR", "cell INTEGER", "edge VARCHAR", "node INTEGER",
                "operation VARCHAR", "operator_name VARCHAR", "op_type VARCHAR", "execution_provider VARCHAR", "calls INTEGER", "mean_ns DOUBLE", "share DOUBLE",
                "runs INTEGER", "run_ms DOUBLE", "profiled_at TIMESTAMP WITH TIME ZONE", "input_shapes VARCHAR", "output_shapes VARCHAR",
            ],
            DuckDb.Columns(file));
        var model = Given.Model(Given.Live).Sha256;
        const string read = "float[1,16,32,32]; int64[]";
        Assert.Equal(
            [
                [model, Given.Target, 1, "stem", "stem", null, null, null, null, "stem/norm_nchwc", "Conv", "cpu", 50, 20_000.5, 0.25, 50, 0.9, "12:00:00.300000", read, "float[1,8]"],
                [model, Given.Target, 2, "cell 3 edge 1->2 avg_pool_3x3", "edge", 3, "1->2", 2, "avg_pool_3x3", "cell3/1-2/pool_nchwc", "Conv", "cpu", 50, 20_000.5, 0.5, 50, 0.9, "12:00:00.300000", read, "float[1,8]"],
                [model, Given.Target, 3, "cell 3 sum at node 3", "sum", 3, null, 3, null, "cell3/sum1-3", "Conv", "cpu", 50, 20_000.5, 0.125, 50, 0.9, "12:00:00.300000", read, "float[1,8]"],
                [model, Given.Target, 4, "unmatched", "unmatched", null, null, null, null, "ReorderOutput", "Conv", "cpu", 50, 20_000.5, 0.125, 50, 0.9, "12:00:00.300000", null, null],
            ],
            DuckDb.Query($"SELECT * REPLACE (strftime(profiled_at, '%H:%M:%S.%f') AS profiled_at) FROM '{file}'"));
        Assert.Equal(
            [[Given.Live, 1.0]],
            DuckDb.Query($"SELECT l.arch_str, sum(p.share) FROM '{file}' p JOIN '{Root}/data/latency/*/*.parquet' l USING (model_sha256, target) GROUP BY 1"));
    }

    [Fact]
    public void Targets_describe_device_and_runtime()
    {
        var file = $"{Root}/data/targets.parquet";
        Assert.Equal(
            [
                "target VARCHAR", "device VARCHAR", "runtime VARCHAR", "runtime_version VARCHAR", "execution_provider VARCHAR", "threads INTEGER",
                "graph_optimization VARCHAR", "cpu_model VARCHAR", "cpu_architecture VARCHAR", "logical_cpus INTEGER", "usable_cpus INTEGER",
                "memory_bytes BIGINT", "gpus VARCHAR", "board_model VARCHAR", "hypervisor VARCHAR", "operating_system VARCHAR", "kernel VARCHAR",
                "agent_version VARCHAR", "io_mode VARCHAR",
            ],
            DuckDb.Columns(file));
        Assert.Equal(
            [
                Given.Target, "lab-xeon", "ort", "1.31.1", "cpu", 1, "all", "Test CPU", "x64", 8, 4, 16L << 30, "GPU A; GPU B", null, null,
                "Test OS 1", "6.1.0", "0.1.0", "host",
            ],
            DuckDb.Query($"SELECT * FROM '{file}'").Single());
    }

    [Fact]
    public void Files_are_zstd_with_integer_microseconds()
    {
        var file = $"{Root}/data/latency/*/*.parquet";
        Assert.Equal("ZSTD", DuckDb.Value($"SELECT DISTINCT compression FROM parquet_metadata('{file}')"));
        Assert.Equal("INT64", DuckDb.Value($"SELECT type FROM parquet_schema('{file}') WHERE name = 'measured_at'"));
    }

    public sealed class PublishedLab : IAsyncLifetime
    {
        private readonly Lab _lab = Lab.WithEveryVerdict();

        public string Root => _lab.PathOf("1.0.0");

        public async ValueTask InitializeAsync()
        {
            var live = _lab.Source.Measurements.FindIndex(known => known.Measurement.Model.Sha256 == Given.Model(Given.Live).Sha256);
            _lab.Source.Measurements[live] = _lab.Source.Measurements[live] with { Passes = [Given.Pass(2, counted: false, 5), Given.Pass(1)] };
            await _lab.BuildAsync();
        }

        public ValueTask DisposeAsync()
        {
            _lab.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
