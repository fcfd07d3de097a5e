using System.CommandLine;
using LatBench.Hosting;
using LatBench.Hosting.Files;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LatBench.DeviceAgent;

/// <summary>An agent as a process: its host, and what the host ended with as a sentence and an exit code.</summary>
internal static class AgentProcess
{
    public static async Task<int> RunAsync(Func<ParseResult, AgentOptions> options, ParseResult parsed, bool verbose)
    {
        try
        {
            if (OpenSsl.Missing() is { } missing) throw new AgentException(missing);
            using var host = AgentHost.Build(options(parsed), verbose);
            await RunAsync(host).ConfigureAwait(false);
            host.Services.GetRequiredService<AgentService>().ThrowIfFailed();
            return 0;
        }
        catch (Exception exception) when (exception is AgentException || FileError.Is(exception))
        {
            await Console.Error.WriteLineAsync(exception is AgentException ? exception.Message : FileError.Of(exception).Sentence()).ConfigureAwait(false);
            return 1;
        }
    }

    private static async Task RunAsync(IHost host)
    {
        try
        {
            await host.StartAsync().ConfigureAwait(false);
            await host.WaitForShutdownAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested)
        {
            // Told to stop while the host started.
        }
    }
}
