using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Tests.Campaigns;

public sealed class CampaignCommandsTests
{
    private static readonly Campaign Done = new()
    {
        Name = "campaigns/2",
        DisplayName = "nightly",
        State = CampaignState.Succeeded,
        Targets = { "lab/ort-1.31.1/cpu/t1" },
        Selection = new Selection { Sample = new RandomSample { Count = 3, Seed = 7 } },
        ModelConfig = new ModelConfig { Dataset = Dataset.Cifar10, Batch = 1, Precision = Precision.Fp32, GraphVariant = GraphVariant.Pruned },
        Protocol = new Protocol { Name = "latbench/1", MinPasses = 5, MaxPasses = 40, MaxRelativeError = 0.02 },
        Progress = new CampaignProgress
        {
            Architectures = 3,
            Models = 3,
            Measurements = 3,
            Valid = 2,
            Reused = 1,
            Failed = 1,
            WithinTarget = 2,
            JobsDone = 10,
            Samples = 512,
            InferenceTime = Duration.FromTimeSpan(TimeSpan.FromSeconds(2.5)),
            MedianLatencyMs = 0.8125,
        },
        CreateTime = Timestamp.FromDateTimeOffset(new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero)),
    };

    private static readonly Campaign Cancelled = new()
    {
        Name = "campaigns/1",
        State = CampaignState.Cancelled,
        Targets = { "lab/ort-1.31.1/cpu/t1" },
        Progress = new CampaignProgress { Architectures = 5, Models = 5, Measurements = 5, Valid = 1, Cancelled = 4, JobsDone = 7 },
        CreateTime = Timestamp.FromDateTimeOffset(new DateTimeOffset(2031, 2, 3, 4, 0, 0, TimeSpan.Zero)),
    };

    [Fact]
    public async Task List_shows_every_page_as_a_table()
    {
        await using var coordinator = await CoordinatorDouble.StartAsync(new() { Campaigns = { Done, Cancelled } });
        var run = await coordinator.RunAsync("campaigns", "list");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            """
            CAMPAIGN     STATE      DONE  VALID  REUSED  SUSPECT  FAILED  CANCELLED  CREATED               TARGETS                NAME
            campaigns/2  succeeded  3/3   2      1       0        1       0          2031-02-03 04:05:06Z  lab/ort-1.31.1/cpu/t1  nightly
            campaigns/1  cancelled  1/5   1      0       0        0       4          2031-02-03 04:00:00Z  lab/ort-1.31.1/cpu/t1

            """,
            run.Out);
    }

    [Fact]
    public async Task Show_describes_the_campaign()
    {
        await using var coordinator = await CoordinatorDouble.StartAsync(new() { Campaigns = { Done } });
        var run = await coordinator.RunAsync("campaigns", "show", "2");
        Assert.Equal(
            """
            Campaign        campaigns/2
            Name            nightly
            State           succeeded
            Selection       sample of 3 (seed 7)
            Model           cifar10, batch 1, fp32, pruned
            Targets         lab/ort-1.31.1/cpu/t1
            Protocol        latbench/1, 5..40 passes, error target 2.0 %
            Architectures   3 (0 not measurable), 3 models
            Progress        3 of 3 measurements done, 10 jobs, 512 samples, 1 reused, 1 failed
            Verdicts        2 valid (1 reused), 0 suspect, 1 failed
            Within target   2 of 3
            Median latency  0.8125 ms
            Inference time  2.5 s
            Created         2031-02-03 04:05:06Z
            Ended           -

            """,
            run.Out);
    }

    [Theory]
    [InlineData("--models takes a random sample of a search space, and uploaded models are none: name them with --arch or --file, or take --all.", "--space", "onnx", "--models", "5")]
    [InlineData("--dataset is for architectures, and an uploaded model is measured as it is: leave it away.", "--space", "onnx", "--arch", "net.onnx", "--dataset", "cifar10")]
    [InlineData("--graph-variant is for architectures, and an uploaded model is measured as it is: leave it away.", "--space", "onnx", "--arch", "net.onnx", "--graph-variant", "literal")]
    [InlineData("--table is for architectures, and uploaded models have names: leave it away.", "--space", "onnx", "--arch", "net.onnx", "--table", "keys.csv")]
    [InlineData("--dim is for uploaded models: give --space onnx, or leave it away.", "--models", "5", "--dim", "batch=2")]
    [InlineData("There is no search space 'nnx': use one of nas-bench-201, ", "--space", "nnx", "--all")]
    [InlineData("Say which architectures, in one of these ways: --models N, --arch A, --file F or --all.", "--space", "onnx")]
    public async Task Submit_of_uploaded_models_refuses_what_they_do_not_have(string sentence, params string[] arguments)
    {
        await using var coordinator = await CoordinatorDouble.StartAsync(new());
        var run = await coordinator.RunAsync(["campaigns", "submit", .. arguments]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(sentence, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_json_has_the_names_of_the_contract()
    {
        await using var coordinator = await CoordinatorDouble.StartAsync(new() { Campaigns = { Done } });
        var run = await coordinator.RunAsync("campaigns", "show", "campaigns/2", "--json");
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal("CAMPAIGN_STATE_SUCCEEDED", json.RootElement.GetProperty("state").GetString());
        Assert.Equal(0.8125, json.RootElement.GetProperty("progress").GetProperty("median_latency_ms").GetDouble());
        Assert.False(json.RootElement.GetProperty("remeasure").GetBoolean());
    }

    [Fact]
    public async Task Watch_follows_to_the_end_and_says_how_it_ended()
    {
        await using var coordinator = await CoordinatorDouble.StartAsync(new() { Campaigns = { Done } });
        var run = await coordinator.RunAsync("campaigns", "watch", "2");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("campaigns/2: 3 of 3 measurements done, 10 jobs, 512 samples, 1 reused, 1 failed\n", run.Error);
        Assert.Equal("campaigns/2 succeeded: 2 valid (1 reused), 0 suspect, 1 failed; 2 of 3 within the error target, median 0.8125 ms\n", run.Out);
    }

    [Fact]
    public async Task Watch_counts_profiles()
    {
        var campaign = Done.Clone();
        (campaign.Progress.ProfilesDone, campaign.Progress.ProfilesFailed) = (2, 1);
        await using var coordinator = await CoordinatorDouble.StartAsync(new() { Campaigns = { campaign } });
        var run = await coordinator.RunAsync("campaigns", "watch", "2");
        Assert.Equal("campaigns/2: 3 of 3 measurements done, 10 jobs, 512 samples, 2 of 3 profiles (1 failed), 1 reused, 1 failed\n", run.Error);
    }

    [Fact]
    public async Task Watch_cancelled_campaign_exits_with_1()
    {
        await using var coordinator = await CoordinatorDouble.StartAsync(new() { Campaigns = { Cancelled } });
        Assert.Equal(1, (await coordinator.RunAsync("campaigns", "watch", "1")).ExitCode);
    }

    [Fact]
    public async Task Cancel_and_show_say_how_many_were_cancelled_and_how_to_resume()
    {
        await using var coordinator = await CoordinatorDouble.StartAsync(new() { Campaigns = { Cancelled } });

        var cancel = await coordinator.RunAsync("campaigns", "cancel", "1");
        var show = await coordinator.RunAsync("campaigns", "show", "1");

        const string note = "4 measurements were cancelled; the passes are kept: `latbench campaigns resume campaigns/1` takes them up.";
        Assert.Contains("1 valid (0 reused), 0 suspect, 0 failed, 4 cancelled", cancel.Out, StringComparison.Ordinal);
        Assert.Contains(note, cancel.Error, StringComparison.Ordinal);
        Assert.Contains("1 of 5 measurements done, 7 jobs, 0 samples, 4 cancelled", show.Out, StringComparison.Ordinal);
        Assert.Contains(note, show.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_sends_a_request_id_and_says_what_is_kept()
    {
        var running = new Campaign(Cancelled) { State = CampaignState.Running, Progress = new CampaignProgress { Measurements = 5, Valid = 1, Pending = 4, JobsDone = 7 } };
        var answers = new CoordinatorDouble.Answers { Campaigns = { running } };
        await using var coordinator = await CoordinatorDouble.StartAsync(answers);

        var run = await coordinator.RunAsync("campaigns", "resume", "1");

        Assert.Equal((0, "campaigns/1 resumed: 4 to measure, 1 done; 7 jobs kept"), (run.ExitCode, run.Out.Trim()));
        Assert.Equal("campaigns/1", Assert.Single(answers.Resumed).Name);
        Assert.NotEmpty(answers.Resumed[0].RequestId);
    }

    [Fact]
    public async Task Resume_with_json_prints_one_document()
    {
        await using var coordinator = await CoordinatorDouble.StartAsync(new() { Campaigns = { Done } });

        var run = await coordinator.RunAsync("campaigns", "resume", "2", "--watch", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("campaigns/2", JsonDocument.Parse(run.Out).RootElement.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Measurements_list_shows_and_filters_cancelled_ones()
    {
        var answers = new CoordinatorDouble.Answers { Measurements = { new Measurement { Name = "measurements/7", Verdict = Verdict.Cancelled, StopReason = StopReason.Cancelled } } };
        await using var coordinator = await CoordinatorDouble.StartAsync(answers);

        var run = await coordinator.RunAsync("measurements", "list", "--verdict", "cancelled");

        Assert.Contains("measurements/7  cancelled", run.Out, StringComparison.Ordinal);
        Assert.Equal(Verdict.Cancelled, Assert.Single(answers.MeasurementLists).Verdict);
    }

    [Fact]
    public async Task Snapshots_of_cancelled_measurements_are_wrong_usage()
    {
        await using var coordinator = await CoordinatorDouble.StartAsync(new());

        var run = await coordinator.RunAsync("snapshots", "create", "--verdict", "cancelled");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Cancelled measurements are not published: write valid, suspect or failed.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_sends_what_the_options_say()
    {
        var answers = new CoordinatorDouble.Answers { Campaigns = { Done } };
        await using var coordinator = await CoordinatorDouble.StartAsync(answers);
        var run = await coordinator.RunAsync(
            "campaigns", "submit", "--models", "12", "--seed", "5", "--target", "lab", "--target", "devices/other", "--dataset", "imagenet16-120", "--batch", "8",
            "--graph-variant", "literal", "--max-relative-error", "1.5%", "--passes", "6..30", "--name", "big", "--remeasure", "--profile");
        Assert.Equal(0, run.ExitCode);
        var campaign = Assert.Single(answers.Created).Campaign;
        Assert.Equal((12, 5ul), (campaign.Selection.Sample.Count, campaign.Selection.Sample.Seed));
        Assert.Equal(["lab", "devices/other"], campaign.Targets);
        Assert.Equal([new ModelConfig { Dataset = Dataset.Imagenet16120, Batch = 8, Precision = Precision.Fp32, GraphVariant = GraphVariant.Literal }], campaign.ModelConfigs);
        Assert.Null(campaign.TargetGrid);
        Assert.Equal((6, 30, 0.015, 5ul), (campaign.Protocol.MinPasses, campaign.Protocol.MaxPasses, campaign.Protocol.MaxRelativeError, campaign.Protocol.Seed));
        Assert.Equal(("big", true, true), (campaign.DisplayName, campaign.Remeasure, campaign.Profile));
        Assert.NotEmpty(answers.Created[0].RequestId);
    }

    [Fact]
    public async Task Submit_lists_make_a_grid()
    {
        var answers = new CoordinatorDouble.Answers { Campaigns = { Done } };
        await using var coordinator = await CoordinatorDouble.StartAsync(answers);
        var run = await coordinator.RunAsync(
            "campaigns", "submit", "--models", "2", "--device", "lab,devices/other", "--threads", "1,2,1", "--graph-opt", "all,basic", "--precision", "fp32,int8,fp16",
            "--batch", "1,8", "--graph-variant", "pruned,literal", "--dataset", "cifar10,cifar100");
        Assert.Equal(0, run.ExitCode);
        var campaign = Assert.Single(answers.Created).Campaign;
        Assert.Empty(campaign.Targets);
        Assert.Equal(
            new TargetGrid { Devices = { "lab", "devices/other" }, Threads = { 1, 2 }, GraphOptimizations = { GraphOptimization.All, GraphOptimization.Basic } }, campaign.TargetGrid);
        Assert.Equal(2 * 2 * 3 * 2, campaign.ModelConfigs.Distinct().Count());
        Assert.Equal(new ModelConfig { Dataset = Dataset.Cifar10, Batch = 1, Precision = Precision.Fp32, GraphVariant = GraphVariant.Pruned }, campaign.ModelConfigs[0]);
        Assert.Equal(new ModelConfig { Dataset = Dataset.Cifar100, Batch = 8, Precision = Precision.Fp16, GraphVariant = GraphVariant.Literal }, campaign.ModelConfigs[^1]);
    }

    [Fact]
    public async Task Submit_threads_without_a_device_are_those_of_the_only_active_one()
    {
        var answers = new CoordinatorDouble.Answers { Campaigns = { Done }, Devices = { new Device { Name = "devices/lab", State = DeviceState.Active } } };
        await using var coordinator = await CoordinatorDouble.StartAsync(answers);
        Assert.Equal(0, (await coordinator.RunAsync("campaigns", "submit", "--models", "2", "--threads", "2")).ExitCode);
        Assert.Equal(new TargetGrid { Devices = { "devices/lab" }, Threads = { 2 } }, answers.Created[0].Campaign.TargetGrid);
        Assert.Empty(answers.Created[0].Campaign.Targets);
    }

    [Fact]
    public async Task Submit_that_the_coordinator_refuses_exits_with_2()
    {
        var violation = new Google.Rpc.BadRequest { FieldViolations = { new Google.Rpc.BadRequest.Types.FieldViolation { Field = "campaign.target_grid.threads", Description = "The device lab does not run 64 threads with cpu: it runs 1 to 4." } } };
        var status = new Google.Rpc.Status { Code = (int)Google.Rpc.Code.InvalidArgument, Message = "no", Details = { Any.Pack(violation) } };
        await using var coordinator = await CoordinatorDouble.StartAsync(new() { Error = Grpc.Core.RpcStatusExtensions.ToRpcException(status) });
        var run = await coordinator.RunAsync("campaigns", "submit", "--models", "2", "--device", "lab", "--threads", "64");
        Assert.Equal((2, "campaign.target_grid.threads: The device lab does not run 64 threads with cpu: it runs 1 to 4.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Show_lists_every_model_configuration()
    {
        var campaign = Done.Clone();
        campaign.ModelConfigs.Add(campaign.ModelConfig);
        campaign.ModelConfigs.Add(new ModelConfig { Dataset = Dataset.Cifar10, Batch = 8, Precision = Precision.Int8, GraphVariant = GraphVariant.Literal });
        await using var coordinator = await CoordinatorDouble.StartAsync(new() { Campaigns = { campaign } });
        var run = await coordinator.RunAsync("campaigns", "show", "2");
        Assert.Contains("Model           cifar10, batch 1, fp32, pruned\n                cifar10, batch 8, int8, literal\nTargets", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# mine\n\n 000100 \n333333\n")]
    [InlineData("\"a; b\";arch\n1,5;000100\n2,5;333333\n")]
    public async Task Submit_file_reads_an_architecture_a_line_or_a_column(string text)
    {
        using var folder = new TempDirectory();
        var file = folder.Write("archs.txt", text);
        var answers = new CoordinatorDouble.Answers { Campaigns = { Done } };
        await using var coordinator = await CoordinatorDouble.StartAsync(answers);
        Assert.Equal(0, (await coordinator.RunAsync("campaigns", "submit", "--file", file, "--target", "lab")).ExitCode);
        Assert.Equal(["000100", "333333"], answers.Created[0].Campaign.Selection.Architectures.Architectures);
    }

    [Theory]
    [InlineData(0, 1, "No device takes work: start an agent with `latbench agent run`.")]
    [InlineData(2, 2, "Several devices take work: say on which to measure with --target or --device (devices/d0, devices/d1).")]
    public async Task Submit_without_target_needs_exactly_one_active_device(int devices, int exitCode, string message)
    {
        var answers = new CoordinatorDouble.Answers();
        answers.Devices.Add(new Device { Name = "devices/off", State = DeviceState.Removed });
        answers.Devices.AddRange(Enumerable.Range(0, devices).Select(i => new Device { Name = $"devices/d{i}", State = DeviceState.Active }));
        await using var coordinator = await CoordinatorDouble.StartAsync(answers);
        var run = await coordinator.RunAsync("campaigns", "submit", "--all");
        Assert.Equal((exitCode, message + "\n"), (run.ExitCode, run.Error));
        Assert.Empty(answers.Created);
    }

    [Fact]
    public async Task Submit_without_target_says_that_the_only_device_is_draining()
    {
        var answers = new CoordinatorDouble.Answers();
        answers.Devices.Add(new Device { Name = "devices/vm", State = DeviceState.Draining });
        await using var coordinator = await CoordinatorDouble.StartAsync(answers);
        var run = await coordinator.RunAsync("campaigns", "submit", "--all");
        Assert.Equal((1, "No device takes work (devices/vm is draining): let one take work again with `latbench devices resume devices/vm`.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Submit_skipped_architectures_are_reported()
    {
        var campaign = Done.Clone();
        campaign.Skipped.Add(new SkippedArchitecture { Architecture = "000000", Reason = "It has no path from input to output." });
        await using var coordinator = await CoordinatorDouble.StartAsync(new() { Campaigns = { campaign } });
        var run = await coordinator.RunAsync("campaigns", "submit", "--arch", "000000", "--arch", "333333", "--target", "lab");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("Skipped 000000: It has no path from input to output.\n", run.Error);
    }

    [Fact]
    public async Task RunAsync_token_of_the_environment_is_sent()
    {
        var answers = new CoordinatorDouble.Answers { Campaigns = { Done } };
        await using var coordinator = await CoordinatorDouble.StartAsync(answers);
        var variables = new Dictionary<string, string> { ["LATBENCH_SERVER"] = coordinator.Address, ["LATBENCH_TOKEN"] = "secret" };
        Assert.Equal(0, (await CliRun.InvokeAsync(variables, "campaigns", "show", "2")).ExitCode);
        Assert.Equal(["Bearer secret"], answers.Tokens);
    }
}
