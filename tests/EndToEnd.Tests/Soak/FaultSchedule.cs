using System.Diagnostics;
using System.Globalization;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Soak;

/// <summary>Breaks one thing after the other, in an order that its seed fixes, and puts it back.</summary>
internal sealed class FaultSchedule(Installation installation, PostgresServer? server, int seed)
{
    public const int LeaseSeconds = 3;

    /// <summary>A job has failed for good at the third failure: so often is a runner killed in one round at most.</summary>
    private const int MostRunnerKills = 2;

    private readonly Random _random = new(seed);
    private int _runnerKills;

    /// <summary>Gets the faults made, in order.</summary>
    public List<string> Done { get; } = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void BeginRound() => _runnerKills = 0;

    /// <summary>Makes one fault after a random time without faults; everything runs again afterwards.</summary>
    public async Task NextAsync()
    {
        await PauseAsync(500, 2500);
        switch (_random.Next(server is null ? 6 : 8))
        {
            case 0:
                Done.Add("coordinator killed");
                await installation.Coordinator.KillAsync();
                await PauseAsync(0, 3000);
                await installation.StartCoordinatorAsync(LeaseSeconds);
                break;
            case 1:
                Done.Add("coordinator told to stop");
                Assert.Equal(0, await installation.Coordinator.StopAsync());
                await installation.StartCoordinatorAsync(LeaseSeconds);
                break;
            case 2:
                Done.Add("agent killed");
                await installation.Agent!.KillAsync();
                await PauseAsync(0, 3000);
                await installation.StartAgentAsync();
                break;
            case 3:
                Done.Add("runner killed");
                if (_runnerKills++ < MostRunnerKills)
                    FaultTests.ChildrenOf(installation.Agent!.Id).ForEach(runner => runner.Kill());
                break;
            case 4:
                Done.Add("coordinator frozen");
                await FreezeAsync(installation.Coordinator);
                break;
            case 5:
                Done.Add("agent frozen");
                await FreezeAsync(installation.Agent!);
                break;
            default:
                Done.Add("database lost");
                await server!.HaltAsync();
                await PauseAsync(0, 3000);
                await server.ResumeAsync();
                break;
        }
    }

    /// <summary>Longer than a lease: what it held has run out when it wakes.</summary>
    private async Task FreezeAsync(Daemon daemon)
    {
        await SignalAsync("-STOP", daemon.Id);
        await PauseAsync(1000, (LeaseSeconds + 2) * 1000);
        await SignalAsync("-CONT", daemon.Id);
    }

    private static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", [signal, process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Cancel);
    }

    private Task PauseAsync(int leastMs, int mostMs) => Task.Delay(TimeSpan.FromMilliseconds(_random.Next(leastMs, mostMs)), TimeProvider.System, Cancel);
}
