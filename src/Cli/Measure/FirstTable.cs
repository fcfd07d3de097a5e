using Grpc.Core;
using LatBench.Cli.CommandLine;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Measure;

/// <summary>Prints a first table as soon as every model has an estimate, while the campaign goes on; disposing it ends that.</summary>
internal sealed class FirstTable : IAsyncDisposable
{
    /// <summary>The longest first table: beyond it the progress says enough.</summary>
    private const int MaxRows = 20;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _stop;
    private readonly Task _task;

    public FirstTable(CommandContext context, MeasureGathering gathering, Campaign campaign)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        _task = campaign.Progress.Measurements > MaxRows ? Task.CompletedTask : RunAsync(context, gathering, campaign, _stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _task;
        _stop.Dispose();
    }

    private static async Task RunAsync(CommandContext context, MeasureGathering gathering, Campaign campaign, CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, context.Time);
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                var rows = await gathering.ReadAsync(campaign, withProfiles: false, cancellationToken);
                if (rows.Any(row => row.Reason is null && row.Measurement?.Summary is null))
                    continue;
                context.Terminal.Note("After the first passes:");
                MeasureReport.Note(context, rows);
                return;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or RpcException)
        {
            // The campaign has ended, or its watcher tells what is wrong.
        }
    }
}
