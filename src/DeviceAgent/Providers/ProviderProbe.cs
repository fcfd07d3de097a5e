using System.Text.Json;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Running;
using LatBench.Hosting.Processes;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Providers;

/// <summary>Has one provider tried in a process of its own, on a convolution.</summary>
internal sealed class ProviderProbe(RunnerCommand command, IReadOnlyList<int> cpus, TimeLimits limits, TimeProvider clock)
{
    /// <summary>A provider may compile for its device at first, which takes long.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    private static readonly MeasurementProtocol MinimalProtocol = new()
    {
        MinBlockDuration = TimeSpan.FromMilliseconds(1),
        MinBlockSamples = 1,
        MaxWarmUpInferences = 1,
    };

    /// <summary>Tries a provider and returns the report.</summary>
    /// <exception cref="AgentException">The process ended, or did not in time; the message names the provider.</exception>
    public async Task<ProviderReport> RunAsync(ProviderSettings provider, CancellationToken cancellationToken)
    {
        var directory = ScratchDirectory.Create("latbench-probe-");
        try
        {
            var graph = Path.Combine(directory.FullName, "probe.onnx");
            await File.WriteAllBytesAsync(graph, PrecisionModels.All[0].Graph, cancellationToken).ConfigureAwait(false);
            var plan = new JobPlan { GraphPath = graph, Threads = 1, Cpus = [.. cpus.Take(1)], GraphOptimization = "all", Provider = provider, Protocol = MinimalProtocol with { ModelTimeout = limits.Of(Timeout) } };
            return await AskAsync(plan, provider.Name, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private async Task<ProviderReport> AskAsync(JobPlan plan, string name, CancellationToken cancellationToken)
    {
        var timeout = limits.Of(Timeout);
        using var limit = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var process = ChildProcess.Start(command.With(RunnerCommand.ProbeVerb).ToChild());
        try
        {
            await process.SendAsync(JsonSerializer.SerializeToUtf8Bytes(plan, RunnerMessages.Default.JobPlan), either.Token).ConfigureAwait(false);
            if (await process.ReceiveAsync(either.Token).ConfigureAwait(false) is { } answer)
                return JsonSerializer.Deserialize(answer, RunnerMessages.Default.ProviderReport)!;
            var exit = await process.WaitForExitAsync(clock).ConfigureAwait(false);
            throw new AgentException($"The execution provider '{name}' cannot be used here: {exit.ToFailure(outOfMemory: false).Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AgentException($"The execution provider '{name}' did not run a convolution within {timeout.TotalMinutes:F0} minutes.");
        }
    }
}
