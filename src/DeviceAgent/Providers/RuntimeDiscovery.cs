using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Running;
using LatBench.Hosting;
using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent.Providers;

/// <summary>Finds out what each runtime of the agent can do here. The operator asked for them, so one that cannot be used ends the agent.</summary>
internal sealed class RuntimeDiscovery(ProviderConfiguration configuration, AllowedCpus allowed, TimeLimits limits, TimeProvider clock, ILogger<ProviderProbe> logger)
{
    /// <summary>Starts a runner of each runtime and tries the providers on it.</summary>
    /// <returns>The offers, in the order of the runtimes.</returns>
    /// <exception cref="AgentException">A runtime cannot be used, or two are of one version.</exception>
    public async Task<IReadOnlyList<RuntimeOffer>> RunAsync(RuntimeSet runtimes, CancellationToken cancellationToken)
    {
        var offers = new List<RuntimeOffer>();
        foreach (var runtime in runtimes.All)
        {
            var isMain = runtime == runtimes.Main;
            if (isMain) await runtime.StartAsync(cancellationToken).ConfigureAwait(false);
            else await StartAddedAsync(runtime, runtimes, cancellationToken).ConfigureAwait(false);
            var providers = await ProviderDiscovery.RunAsync(configuration.Providers, runtime.Command, isMain, allowed.Cpus, limits, clock, logger, cancellationToken).ConfigureAwait(false);
            offers.Add(new RuntimeOffer(runtime.Version, providers));
        }

        return offers;
    }

    private async Task StartAddedAsync(AgentRuntime runtime, RuntimeSet runtimes, CancellationToken cancellationToken)
    {
        try
        {
            await runtime.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RunnerStartException exception)
        {
            throw new AgentException($"{exception.LastError ?? exception.Message} Mend the folder, or leave --runtime {runtime.Folder} away.");
        }

        if (runtimes.All.First(other => other.Version == runtime.Version) is var same && same != runtime)
        {
            throw new AgentException(
                $"The runtime folder {runtime.Folder} has ONNX Runtime {runtime.Version}, as {same.Place} has: one agent offers a version once, so leave one of them away.");
        }

        // A runtime whose C# library lacks something that the agent uses fails here, not in a campaign.
        var precisions = await PrecisionProbe.RunAsync(runtime.Runners[0], allowed.Cpus, cancellationToken).ConfigureAwait(false);
        if (!precisions.Contains(Precision.Fp32))
            throw new AgentException($"The runtime folder {runtime.Folder} has ONNX Runtime {runtime.Version}, which does not run a convolution here: leave --runtime {runtime.Folder} away.");
        RuntimeLog.Offered(logger, runtime.Version, runtime.Place);
    }
}

/// <summary>The log messages of runtimes.</summary>
internal static partial class RuntimeLog
{
    [LoggerMessage(EventIds.RuntimeOffered, LogLevel.Information, "ONNX Runtime {Version} of {Place} is offered too.")]
    public static partial void Offered(ILogger logger, string version, string place);
}
