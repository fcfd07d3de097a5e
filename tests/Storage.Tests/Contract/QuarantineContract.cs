using LatBench.Measurements;
using LatBench.Storage.Devices;
using LatBench.Storage.Jobs;

namespace LatBench.Storage.Tests.Contract;

/// <summary>A device that fails every job.</summary>
public abstract class QuarantineContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    private const int Most = 3;

    [Fact]
    public async Task Device_that_fails_job_after_job_goes_into_quarantine_and_gets_one_job_now_and_then()
    {
        await CreateAsync(await EnrolAsync(), models: 8);
        await FailInARowAsync(Most - 1, Now);
        Assert.Equal(DeviceState.Active, await StateAsync());
        await FailInARowAsync(1, Now);

        Assert.Equal(DeviceState.Quarantined, await StateAsync());
        Assert.Empty(await LeaseAsync());
        var later = Now.AddMinutes(5);
        Assert.Single(await LeaseAsync(now: later));
        Assert.Empty(await LeaseAsync(now: later.AddMinutes(1)));
    }

    [Fact]
    public async Task Result_of_the_one_job_ends_the_quarantine()
    {
        await CreateAsync(await EnrolAsync(), models: 8);
        await FailInARowAsync(Most, Now);
        var later = Now.AddMinutes(5);
        var probe = Assert.Single(await LeaseAsync(now: later));

        Assert.Equal(CompletionOutcome.Counted, await CompleteAsync(probe, now: later));

        Assert.Equal(DeviceState.Active, await StateAsync());
        Assert.NotEmpty(await LeaseAsync(now: later));
    }

    [Fact]
    public async Task Failure_of_the_one_job_keeps_it()
    {
        await CreateAsync(await EnrolAsync(), models: 8);
        await FailInARowAsync(Most, Now);
        var later = Now.AddMinutes(5);
        await FailInARowAsync(1, later);

        Assert.Equal(DeviceState.Quarantined, await StateAsync());
        Assert.Empty(await LeaseAsync(now: later.AddMinutes(4)));
        Assert.Single(await LeaseAsync(now: later.AddMinutes(5)));
    }

    [Fact]
    public async Task Result_between_the_failures_begins_the_count_again()
    {
        await CreateAsync(await EnrolAsync(), models: 8);
        await FailInARowAsync(Most - 1, Now);
        await CompleteAsync(Assert.Single(await LeaseAsync(maxJobs: 1)));
        await FailInARowAsync(Most - 1, Now);

        Assert.Equal(DeviceState.Active, await StateAsync());
    }

    [Fact]
    public async Task Resuming_releases_it_with_a_fresh_count()
    {
        await CreateAsync(await EnrolAsync(), models: 8);
        await FailInARowAsync(Most, Now);

        await Store.SetStateAsync("lab", DeviceState.Active, Now, Token);
        await FailInARowAsync(Most - 1, Now);

        Assert.Equal(DeviceState.Active, await StateAsync());
    }

    [Fact]
    public async Task Models_that_the_target_does_not_support_do_not_count_against_the_device()
    {
        await CreateAsync(await EnrolAsync(), models: 8);
        await FailInARowAsync(Most - 1, Now);

        await FailInARowAsync(Most + 1, Now, FailureReason.TargetUnsupported);

        Assert.Equal(DeviceState.Active, await StateAsync());
        await FailInARowAsync(1, Now);
        Assert.Equal(DeviceState.Quarantined, await StateAsync());
    }

    private async Task FailInARowAsync(int count, DateTimeOffset now, FailureReason reason = FailureReason.RunnerCrashed)
    {
        for (var i = 0; i < count; i++)
        {
            var job = Assert.Single(await LeaseAsync(maxJobs: 1, now: now));
            await Store.FailAsync(new JobFailure("lab", job.JobId, job.LeaseId, reason, "It crashed.", now) { QuarantineAfter = Most }, Token);
        }
    }

    private async Task<DeviceState> StateAsync() => (await Store.Devices.FindAsync("lab", Token))!.State;
}
