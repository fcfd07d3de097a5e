using LatBench.Hosting;
using LatBench.Hosting.Files;
using LatBench.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LatBench.DeviceAgent;

/// <summary>An agent as a process: its host, and what the host ended with as a sentence and an exit code.</summary>
internal static class AgentProcess
{
    private const int Failed = 1;
    private const int WrongUsage = 2;

    public static async Task<int> RunAsync(Func<EffectiveSettings> load)
    {
        try
        {
            var settings = load();
            if (OpenSsl.Missing() is { } missing) throw new AgentException(missing);
            using var host = AgentHost.Build(AgentConfiguration.Options(settings), settings.Get(AgentSettings.Verbose));
            await RunAsync(host).ConfigureAwait(false);
            host.Services.GetRequiredService<AgentService>().ThrowIfFailed();
            return 0;
        }
        catch (SettingsException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return WrongUsage;
        }
        catch (Exception exception) when (exception is AgentException || FileError.Is(exception))
        {
            await Console.Error.WriteLineAsync(exception is AgentException ? exception.Message : FileError.Of(exception).Sentence()).ConfigureAwait(false);
            return Failed;
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
