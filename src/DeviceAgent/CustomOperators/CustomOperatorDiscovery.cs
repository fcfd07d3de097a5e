using System.Text.Json;
using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Running;
using LatBench.Hosting;
using LatBench.Hosting.Processes;
using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent.CustomOperators;

/// <summary>Finds out which custom operators the libraries of the agent give. The operator asked for them, so one that cannot be used ends the agent.</summary>
internal sealed partial class CustomOperatorDiscovery(AgentOptions options, TimeLimits limits, TimeProvider clock, ILogger<CustomOperatorDiscovery> logger)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Lists the operators that every runtime takes.</summary>
    /// <returns>Their names, <c>domain.Type</c>, in ordinal order.</returns>
    /// <exception cref="AgentException">A library cannot be used.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(RuntimeSet runtimes, CancellationToken cancellationToken)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var library in options.CustomOperators)
        {
            foreach (var runtime in runtimes.All)
            {
                var operators = await ListAsync(runtime.Command, library, cancellationToken).ConfigureAwait(false);
                if (runtime == runtimes.Main) LogFound(string.Join(", ", operators), library);
                found.UnionWith(operators);
            }
        }

        return [.. found];
    }

    private async Task<IReadOnlyList<string>> ListAsync(RunnerCommand command, string library, CancellationToken cancellationToken)
    {
        var timeout = limits.Of(Timeout);
        using var limit = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var process = ChildProcess.Start(command.With(RunnerCommand.OperatorsVerb).ToChild());
        try
        {
            await process.SendAsync(JsonSerializer.SerializeToUtf8Bytes(library, RunnerMessages.Default.String), either.Token).ConfigureAwait(false);
            if (await process.ReceiveAsync(either.Token).ConfigureAwait(false) is { } answer)
                return JsonSerializer.Deserialize(answer, RunnerMessages.Default.IReadOnlyListString)!;
            var exit = await process.WaitForExitAsync(clock).ConfigureAwait(false);
            throw new AgentException(exit is { Signal: null, FirstError: { } said } ? said : $"The library of custom operators {library} cannot be used here: the process that loaded it {exit.Description}.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AgentException($"The library of custom operators {library} did not register its operators within {timeout.TotalSeconds:F0} seconds.");
        }
    }

    [LoggerMessage(EventIds.CustomOperatorsOffered, LogLevel.Information, "Custom operators {Operators} of {Library} are offered.")]
    private partial void LogFound(string operators, string library);
}
