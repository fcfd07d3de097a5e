using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Coordination;
using LatBench.DeviceAgent.Leasing;
using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Tests.Support;
using LatBench.Measurements;
using FailureReason = LatBench.Measurements.FailureReason;

namespace LatBench.DeviceAgent.Tests.Leasing;

public sealed class OutcomeWriterTests
{
    private readonly LinesLogger<OutcomeWriter> _log = new();
    private readonly List<string> _stored = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_is_waited_for_and_every_result_is_kept_once_in_order()
    {
        var refusals = 3;
        var finished = Finished("a", "b", "c");
        var writer = Writer(lease =>
        {
            if (lease == "b" && refusals-- > 0) throw new IOException("No space left on device");
        });

        await writer.WriteAsync(finished, Cancel);

        Assert.Empty(finished);
        Assert.Equal(["a", "b", "c"], _stored);
        Assert.Equal(3, _log.Lines.Count(line => line.Contains("No space left on device", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_agent_told_to_stop_does_not_wait_for_a_full_disk()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var finished = Finished("a");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Writer(_ => throw new IOException("No space left on device")).WriteAsync(finished, stop.Token));

        Assert.Single(finished);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(0L, false)]
    [InlineData(DiskGate.LeastFreeBytes - 1, false)]
    [InlineData(DiskGate.LeastFreeBytes, true)]
    public void Jobs_are_leased_only_where_their_results_have_room(long? free, bool open) => Assert.Equal(open, new DiskGate(() => free).IsOpen);

    private OutcomeWriter Writer(Action<string> write) => new(
        (lease, _) =>
        {
            write(lease.LeaseId);
            _stored.Add(lease.LeaseId);
        },
        new Backoff(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), TimeProvider.System, new SplitMix64(1)),
        _log);

    private static List<(JobLease Lease, VisitOutcome Outcome)> Finished(params string[] leases) =>
        [.. leases.Select(lease => (new JobLease { LeaseId = lease, Job = new Job { Name = "jobs/1" } }, VisitOutcome.Failed(FailureReason.TimedOut, "Too slow.")))];
}
