using System.Runtime.InteropServices;
using LatBench.DeviceAgent.Running;
using LatBench.Measurements;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace LatBench.DeviceAgent;

/// <summary>Builds an agent from its services.</summary>
internal static class AgentHost
{
    /// <summary>Builds the host; nothing is read or started yet.</summary>
    /// <param name="options">The options of the agent.</param>
    /// <param name="verbose">True to log every step.</param>
    public static IHost Build(AgentOptions options, bool verbose)
    {
        // Empty: every other builder reads appsettings.json and the variables DOTNET_…, and watches files beside the blocks.
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Environments.Production });
        builder.Logging
            .SetMinimumLevel(verbose ? LogLevel.Debug : LogLevel.Information)
            .AddFilter("Grpc", LogLevel.None)
            .AddFilter("Microsoft", LogLevel.None)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .AddSimpleConsole(console => (console.SingleLine, console.ColorBehavior) = (true, LoggerColorBehavior.Disabled));

        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new SplitMix64((ulong)Environment.ProcessId ^ (ulong)TimeProvider.System.GetTimestamp()));
        builder.Services.AddSingleton(TimeLimits.OfThisProcess(TimeProvider.System));
        builder.Services.AddSingleton(RunnerCommand.Self(options.MaxModelMemoryMebibytes));
        builder.Services.AddSingleton<IHostLifetime, StopSignals>();
        // The agent bounds its own end.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        builder.Services.AddHardware();
        builder.Services.AddRunners();
        builder.Services.AddCoordination();
        builder.Services.AddArtifacts();
        builder.Services.AddSpool();
        builder.Services.AddLeasing();
        builder.Services.AddSingleton<AgentService>();
        builder.Services.AddHostedService(services => services.GetRequiredService<AgentService>());
        return builder.Build();
    }

    /// <summary>Stops the agent on SIGINT and SIGTERM; further ones change nothing.</summary>
    private sealed class StopSignals(IHostApplicationLifetime lifetime) : IHostLifetime, IDisposable
    {
        private PosixSignalRegistration[] _signals = [];

        public Task WaitForStartAsync(CancellationToken cancellationToken)
        {
            _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop)];
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
            foreach (var signal in _signals) signal.Dispose();
        }

        private void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            lifetime.StopApplication();
        }
    }
}
