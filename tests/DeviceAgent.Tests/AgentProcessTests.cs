using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Tests.Support;
using LatBench.TestKit;

namespace LatBench.DeviceAgent.Tests;

/// <summary>Real agent processes against a real gRPC server.</summary>
public sealed class AgentProcessTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Spool => _directory.File("spool");

    [Fact]
    public async Task Run_enrols_once_measures_everything_and_stops_cleanly()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        var ledger = coordinator.Ledger;
        foreach (var model in TestModels.Shared(6)) ledger.Enqueue(model);
        using (var agent = AgentUnderTest.Run(coordinator.Address, _directory.Path, Ledger.Token))
        {
            await ledger.WaitForAsync("completed", 6);
            Assert.Equal(0, await agent.StopAsync());
            Assert.Equal($"LatBench agent ready: device=devices/lab server={coordinator.Address}\n", await agent.Output);
        }

        var enrolment = Assert.Single(ledger.Enrolments);
        Assert.Equal("lab", enrolment.DeviceId);
        Assert.InRange(enrolment.Hardware.UsableCpus, 1, enrolment.Hardware.LogicalCpus);
        Assert.Equal(4 * enrolment.Hardware.UsableCpus, enrolment.Targets.Distinct().Count());
        Assert.Equal((1, Contracts.V1.GraphOptimization.All), (enrolment.Targets[0].Threads, enrolment.Targets[0].GraphOptimization));
        Assert.All(enrolment.Targets, target => Assert.InRange(target.Threads, 1, enrolment.Hardware.UsableCpus));
        Assert.Equal([Contracts.V1.Precision.Fp32, Contracts.V1.Precision.Fp16, Contracts.V1.Precision.Int8], enrolment.Software.Precisions);
        Assert.All(ledger.Completed, report => Assert.Equal("devices/lab", report.Device));
        Assert.Equal(6, ledger.Completed.Select(report => report.Job).Distinct().Count());
        Assert.Empty(ledger.Failed);
        Assert.All(ledger.Downloads.Values, count => Assert.Equal(1, count));
        Assert.Empty(Directory.GetFiles(Spool));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_directory.File("credential.json")));

        Assert.Equal("devices/lab", Assert.Single(ledger.Descriptions).Name);

        using var again = AgentUnderTest.Run(coordinator.Address, _directory.Path);
        await ledger.WaitForAsync("described");
        Assert.Equal(0, await again.StopAsync());
        Assert.Single(ledger.Enrolments);
        Assert.Equal(["devices/lab", "devices/lab"], ledger.Descriptions.Select(description => description.Name));
    }

    [Fact]
    public async Task Run_whose_enrolment_gets_no_answer_makes_the_same_call_again()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        coordinator.Ledger.LostEnrolments = 2;
        using var agent = AgentUnderTest.Run(coordinator.Address, _directory.Path, Ledger.Token);
        await coordinator.Ledger.WaitForAsync("idle");
        Assert.Equal(0, await agent.StopAsync());

        Assert.Equal(3, coordinator.Ledger.Enrolments.Count);
        Assert.Single(coordinator.Ledger.Enrolments.Select(enrolment => (enrolment.RequestId, enrolment.DeviceId, enrolment.EnrolmentToken)).Distinct());
    }

    /// <summary>A host with .NET's defaults reads these files and variables, fails at the first, and watches the files beside the blocks.</summary>
    [Fact]
    public async Task Run_settings_that_lie_about_change_nothing_and_no_file_is_watched()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        foreach (var name in new[] { "appsettings.json", "appsettings.Development.json" }) _directory.Write(name, "{ no JSON");
        using var agent = AgentUnderTest.Start(
            Ledger.Token,
            start =>
            {
                start.WorkingDirectory = _directory.Path;
                foreach (var (name, value) in new[] { ("DOTNET_ENVIRONMENT", "Development"), ("DOTNET_CONTENTROOT", _directory.Path), ("Logging__LogLevel__Default", "Trace"), ("DOTNET_Logging__LogLevel__Default", "Trace") })
                    start.Environment[name] = value;
            },
            "run", "--server", coordinator.Address.ToString(), "--data", _directory.File("data"), "--device", "lab");
        await coordinator.Ledger.WaitForAsync("idle");
        if (OperatingSystem.IsLinux())
            Assert.DoesNotContain(Directory.GetFiles($"/proc/{agent.Id}/fd"), file => new FileInfo(file).LinkTarget == "anon_inode:inotify");
        Assert.Equal(0, await agent.StopAsync());

        Assert.Equal($"LatBench agent ready: device=devices/lab server={coordinator.Address}\n", await agent.Output);
        Assert.All((await agent.Errors).Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches("^(info|warn): LatBench\\.DeviceAgent", line));
    }

    [Fact]
    public async Task Run_stopped_in_the_middle_of_a_batch_delivers_what_is_finished_and_releases_the_rest()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        var ledger = coordinator.Ledger;
        ledger.Enqueue(TestModels.Tiny());
        ledger.Enqueue(TestModels.Endless());
        ledger.Enqueue(TestModels.Tiny());
        using var agent = AgentUnderTest.Run(coordinator.Address, _directory.Path, Ledger.Token, "--cpus", $"{CpuAffinity.Get()[0]}");
        await TemporaryDirectory.WaitForFileAsync(Spool, "*.completed");
        Assert.Equal(0, await agent.StopAsync());

        Assert.Equal("jobs/1", Assert.Single(ledger.Completed).Job);
        Assert.Empty(ledger.Failed);
        Assert.Equal(["lease-2", "lease-3"], ledger.Released.Order());
        Assert.Empty(Directory.GetFiles(Spool));
    }

    [Fact]
    public async Task Run_spool_survives_a_kill_and_a_coordinator_that_is_away()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        var ledger = coordinator.Ledger;
        ledger.Delivery = () => StatusCode.Unavailable;
        ledger.Enqueue(TestModels.Tiny());
        using (var agent = AgentUnderTest.Run(coordinator.Address, _directory.Path, Ledger.Token))
        {
            await ledger.WaitForAsync("refused");
            agent.KillNow();
            await agent.ExitAsync();
        }

        Assert.Single(Directory.GetFiles(Spool));
        Assert.Empty(ledger.Completed);
        ledger.Delivery = () => StatusCode.OK;
        using var again = AgentUnderTest.Run(coordinator.Address, _directory.Path);
        await ledger.WaitForAsync("completed");
        await ledger.WaitForAsync("idle");
        Assert.Equal(0, await again.StopAsync());
        Assert.Equal("lease-1", Assert.Single(ledger.Completed).LeaseId);
        Assert.Empty(Directory.GetFiles(Spool));
    }

    [Fact]
    public async Task Run_result_that_is_refused_for_good_is_set_aside_and_the_agent_goes_on()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        var ledger = coordinator.Ledger;
        ledger.Delivery = () => StatusCode.InvalidArgument;
        ledger.Enqueue(TestModels.Tiny());
        using var agent = AgentUnderTest.Run(coordinator.Address, _directory.Path, Ledger.Token);
        await ledger.WaitForAsync("refused");
        await ledger.WaitForAsync("idle");
        Assert.Equal(0, await agent.StopAsync());
        Assert.Empty(Directory.GetFiles(Spool));
        Assert.Single(Directory.GetFiles(Path.Combine(Spool, "refused")));
    }

    [Fact]
    public async Task Run_bad_models_are_failures_and_good_ones_are_measured()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        var ledger = coordinator.Ledger;
        ledger.Enqueue(TestModels.Rejected());
        ledger.Enqueue(new ModelFile { Sha256 = ledger.AddArtifact(TestModels.Endless()) }, job => job.Protocol.ModelTimeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)));
        ledger.Enqueue(TestModels.Greedy());
        ledger.Enqueue(new ModelFile { Sha256 = new string('0', 64) });
        ledger.Enqueue(new ModelFile { Sha256 = ledger.AddArtifact(TestModels.Tiny()) }, job => job.Target.Threads = 4000);
        ledger.Enqueue(TestModels.Tiny());
        using var agent = AgentUnderTest.Run(coordinator.Address, _directory.Path, Ledger.Token);
        await ledger.WaitForAsync("completed");
        await ledger.WaitForAsync("idle");
        Assert.Equal(0, await agent.StopAsync());

        Assert.Equal("jobs/6", Assert.Single(ledger.Completed).Job);
        Assert.Equal(
            new Dictionary<string, Contracts.V1.FailureReason>
            {
                ["jobs/1"] = Contracts.V1.FailureReason.ModelRejected,
                ["jobs/2"] = Contracts.V1.FailureReason.TimedOut,
                ["jobs/3"] = Contracts.V1.FailureReason.OutOfMemory,
                ["jobs/4"] = Contracts.V1.FailureReason.ArtifactUnavailable,
                ["jobs/5"] = Contracts.V1.FailureReason.TargetUnsupported,
            },
            ledger.Failed.ToDictionary(report => report.Job, report => report.Reason));
        Assert.All(ledger.Failed, report => Assert.DoesNotContain('\n', report.Message));
    }

    [Fact]
    public async Task Run_profile_jobs_are_profiled_and_fail_as_others_do()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        var ledger = coordinator.Ledger;
        ledger.Enqueue(TestModels.Tiny());
        ledger.Enqueue(new ModelFile { Sha256 = ledger.AddArtifact(TestModels.Tiny()) }, job => job.Profile = true);
        ledger.Enqueue(new ModelFile { Sha256 = ledger.AddArtifact(TestModels.Rejected()) }, job => job.Profile = true);
        ledger.Enqueue(
            new ModelFile { Sha256 = ledger.AddArtifact(TestModels.Endless()) },
            job =>
            {
                job.Profile = true;
                job.Protocol.ModelTimeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(1));
            });
        using var agent = AgentUnderTest.Run(coordinator.Address, _directory.Path, Ledger.Token);
        await ledger.WaitForAsync("failed", 2);
        await ledger.WaitForAsync("idle");
        Assert.Equal(0, await agent.StopAsync());

        Assert.Equal("jobs/1", Assert.Single(ledger.Completed).Job);
        var report = Assert.Single(ledger.Profiled);
        Assert.Equal(("devices/lab", "jobs/2", "lease-2"), (report.Device, report.Job, report.LeaseId));
        Assert.Equal(("y", "Add", "cpu", report.Profile.Runs), (report.Profile.Operators[0].Name, report.Profile.Operators[0].OpType, report.Profile.Operators[0].Provider, report.Profile.Operators[0].Calls));
        Assert.Equal(
            [("jobs/3", Contracts.V1.FailureReason.ModelRejected), ("jobs/4", Contracts.V1.FailureReason.TimedOut)],
            ledger.Failed.Select(failure => (failure.Job, failure.Reason)).Order());
        Assert.Empty(Directory.GetFiles(Spool));
    }

    [Fact]
    public async Task Run_tampered_artefact_is_fetched_once_more_and_then_failed()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        var ledger = coordinator.Ledger;
        ledger.Tamper = (_, content) => [.. content, 0];
        var lease = ledger.Enqueue(TestModels.Tiny());
        using var agent = AgentUnderTest.Run(coordinator.Address, _directory.Path, Ledger.Token);
        await ledger.WaitForAsync("failed");
        await ledger.WaitForAsync("idle");
        Assert.Equal(0, await agent.StopAsync());
        Assert.Equal(Contracts.V1.FailureReason.ArtifactCorrupt, Assert.Single(ledger.Failed).Reason);
        Assert.Equal(2, ledger.Downloads[lease.Job.Model.Sha256]);
    }

    [Theory]
    [InlineData(null, "not enrolled yet")]
    [InlineData("stale", "not valid")]
    public async Task Run_without_a_good_token_says_so_in_one_line(string? token, string message)
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        using var agent = AgentUnderTest.Run(coordinator.Address, _directory.Path, token);
        Assert.Equal(1, await agent.ExitAsync());
        Assert.Contains(message, Assert.Single((await agent.Errors).TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Empty(await agent.Output);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("run", "--server", "nonsense")]
    [InlineData("run", "--server", "http://127.0.0.1:1", "--cpus", "all")]
    [InlineData("run", "--server", "http://127.0.0.1:1", "--device", "Not A Name")]
    [InlineData("run", "--server", "http://127.0.0.1:1", "--max-start-temperature", "hot")]
    [InlineData("run", "--server", "http://127.0.0.1:1", "--max-start-temperature", "0")]
    [InlineData("run", "--server", "http://127.0.0.1:1", "--max-cool-down", "5")]
    [InlineData("run", "--server", "http://127.0.0.1:1", "--max-model-memory-mib", "0")]
    [InlineData("check", "--cpus", "all")]
    [InlineData("measure")]
    public async Task Main_wrong_usage_exits_with_two(params string[] arguments)
    {
        using var agent = AgentUnderTest.Start(null, arguments);
        Assert.Equal(2, await agent.ExitAsync());
        Assert.DoesNotContain("   at ", await agent.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_batch_beyond_the_memory_of_a_model_is_one_failure_and_the_agent_goes_on()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        var ledger = coordinator.Ledger;
        ledger.Enqueue(TestModels.Batch(2000));
        ledger.Enqueue(TestModels.Batch(1));
        using var agent = AgentUnderTest.Start(
            Ledger.Token,
            "run", "--server", coordinator.Address.ToString(), "--data", _directory.Path, "--max-model-memory-mib", "128", "--max-start-temperature", "149");
        await ledger.WaitForAsync("completed");
        await ledger.WaitForAsync("idle");
        Assert.Equal(0, await agent.StopAsync());

        var failed = Assert.Single(ledger.Failed);
        Assert.Equal(("jobs/1", Contracts.V1.FailureReason.OutOfMemory), (failed.Job, failed.Reason));
        var completed = Assert.Single(ledger.Completed);
        Assert.Equal(("jobs/2", "cpu"), (completed.Job, completed.Result.Conditions.ExecutionProvider));
        Assert.DoesNotContain("hot", completed.Result.Conditions.Flags);
    }

    [Fact]
    public async Task Check_says_of_this_machine_what_it_is_worth()
    {
        using var agent = AgentUnderTest.Start(null, "check", "--json");
        var exit = await agent.ExitAsync();
        using var json = System.Text.Json.JsonDocument.Parse(await agent.Output);
        Assert.Equal(json.RootElement.GetProperty("usable").GetBoolean() ? 0 : 1, exit);
        Assert.Equal(17, json.RootElement.GetProperty("findings").GetArrayLength());
        Assert.Empty(await agent.Errors);
    }

    [Fact]
    public async Task Run_second_agent_in_the_same_directory_is_told_so()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        using var agent = AgentUnderTest.Run(coordinator.Address, _directory.Path, Ledger.Token);
        await coordinator.Ledger.WaitForAsync("idle");
        using var second = AgentUnderTest.Run(coordinator.Address, _directory.Path, Ledger.Token);
        Assert.Equal(1, await second.ExitAsync());
        Assert.Contains("Another agent (process ", await second.Errors, StringComparison.Ordinal);
        Assert.Equal(0, await agent.StopAsync());
    }

    [Fact]
    public async Task Run_directory_that_takes_nothing_is_told_so_and_is_no_other_agents()
    {
        using var mounts = new MountedDirectories();
        using var readOnly = AgentUnderTest.Run(new Uri("http://127.0.0.1:9"), mounts.ReadOnly + "/data", Ledger.Token);
        using var full = AgentUnderTest.Run(new Uri("http://127.0.0.1:9"), mounts.NoInodes, Ledger.Token);

        Assert.Equal((1, 1), (await readOnly.ExitAsync(), await full.ExitAsync()));
        Assert.Equal($"The data directory {mounts.ReadOnly}/data cannot be written (its file system is read-only): make it writable, or choose another with --data.", (await readOnly.Errors).Trim());
        Assert.Equal($"The data directory {mounts.NoInodes} cannot be written (its disk is full): free some space, or choose another with --data.", (await full.Errors).Trim());
    }

    public void Dispose() => _directory.Dispose();
}
