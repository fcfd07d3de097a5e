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
    private readonly List<(PauseReason Reason, string Message)> _told = [];

    private const long MinFreeBytes = 32L << 20;

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
        Assert.Single(_log.Lines, line => line.Contains("No space left on device", StringComparison.Ordinal));
        Assert.Equal([PauseReason.DiskFull, PauseReason.Unspecified], _told.Select(told => told.Reason));
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
    [InlineData(MinFreeBytes - 1, false)]
    [InlineData(MinFreeBytes, true)]
    public void Jobs_are_leased_only_where_their_results_have_room(long? free, bool open) => Assert.Equal(open, new DiskGate(MinFreeBytes, () => free).WhyClosed() is null);

    [Fact]
    public void A_closed_gate_says_how_much_is_wanted_and_how_much_there_is() => Assert.Equal(
        "less than 32 MiB are free on the disk of its data directory (3 MiB are)", new DiskGate(MinFreeBytes, () => (3L << 20) + 5).WhyClosed());

    private OutcomeWriter Writer(Action<string> write) => new(
        (lease, _) =>
        {
            write(lease.LeaseId);
            _stored.Add(lease.LeaseId);
        },
        Pauses.To(_told, logger: _log),
        new Backoff(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), TimeProvider.System, new SplitMix64(1)),
        _log);

    private static List<(JobLease Lease, JobOutcome Outcome)> Finished(params string[] leases) =>
        [.. leases.Select(lease => (new JobLease { LeaseId = lease, Job = new Job { Name = "jobs/1" } }, JobOutcome.Failed(FailureReason.TimedOut, "Too slow.")))];
}
