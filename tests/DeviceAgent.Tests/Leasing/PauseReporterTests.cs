using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Leasing;
using LatBench.DeviceAgent.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LatBench.DeviceAgent.Tests.Leasing;

public sealed class PauseReporterTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly LinesLogger<PauseReporter> _log = new();
    private readonly List<(PauseReason Reason, string Message)> _told = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pause_is_logged_once_and_told_again_so_that_the_agent_is_seen()
    {
        using var pauses = Pauses.To(_told, _clock, _log);

        for (var second = 0; second < 25; second++)
        {
            await pauses.BeginAsync(PauseReason.TooHot, "it is hot", Cancel);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        await pauses.EndAsync(PauseReason.TooHot, Cancel);

        Assert.Equal([PauseReason.TooHot, PauseReason.TooHot, PauseReason.TooHot, PauseReason.Unspecified], _told.Select(told => told.Reason));
        Assert.Single(_log.Lines, line => line.Contains("it is hot", StringComparison.Ordinal));
        Assert.Single(_log.Lines, line => line.Contains("goes on after a pause of 25 s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_end_of_another_pause_ends_nothing()
    {
        using var pauses = Pauses.To(_told, _clock, _log);
        await pauses.BeginAsync(PauseReason.DiskFull, "the disk is full", Cancel);

        await pauses.EndAsync(PauseReason.TooHot, Cancel);

        Assert.Equal([(PauseReason.DiskFull, "the disk is full")], _told);
    }

    [Fact]
    public async Task A_coordinator_that_does_not_know_the_call_is_not_asked_again()
    {
        var calls = 0;
        using var pauses = new PauseReporter(
            (_, _, _) =>
            {
                calls++;
                throw new RpcException(new Status(StatusCode.Unimplemented, ""));
            },
            _clock,
            _log);

        await pauses.BeginAsync(PauseReason.DiskFull, "the disk is full", Cancel);
        _clock.Advance(PauseReporter.RepeatInterval);
        await pauses.BeginAsync(PauseReason.DiskFull, "the disk is full", Cancel);
        await pauses.EndAsync(PauseReason.DiskFull, Cancel);

        Assert.Equal(1, calls);
    }
}
