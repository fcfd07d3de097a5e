using System.Runtime.ExceptionServices;
using LatBench.DeviceAgent.Leasing;
using LatBench.DeviceAgent.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LatBench.DeviceAgent;

/// <summary>Runs the agent in its host: the start, then the loop until the host stops. The host stops when the agent cannot go on.</summary>
internal sealed class AgentService(IServiceProvider services, IHostApplicationLifetime lifetime) : BackgroundService
{
    private ExceptionDispatchInfo? _failure;

    /// <summary>Throws what ended the agent; returns where it was told to stop.</summary>
    /// <exception cref="AgentException">The agent cannot run, or not any longer.</exception>
    public void ThrowIfFailed() => _failure?.Throw();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // A host that is told to stop while it starts would take that for an error.
            await StartedAsync(stoppingToken).ConfigureAwait(false);
            await services.GetRequiredService<AgentStartup>().RunAsync(stoppingToken).ConfigureAwait(false);
            var loop = services.GetRequiredService<AgentLoop>();
            await services.GetRequiredService<MachineWatch>().BeginAsync(stoppingToken).ConfigureAwait(false);
            await loop.RunAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop before it was ready.
        }
        catch (RunnerStartException exception)
        {
            _failure = ExceptionDispatchInfo.Capture(new AgentException(exception.Message));
        }
        catch (Exception exception)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
        }

        lifetime.StopApplication();
    }

    private async Task StartedAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
