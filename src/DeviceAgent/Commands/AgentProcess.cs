using System.CommandLine;
using System.Runtime.InteropServices;
using LatBench.DeviceAgent.Running;
using LatBench.Hosting.Files;
using LatBench.Measurements;
using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent.Commands;

/// <summary>An agent as a process: signals, log, the line that says it is ready, exit code.</summary>
internal static class AgentProcess
{
    public static async Task<int> RunAsync(Func<ParseResult, AgentOptions> options, ParseResult parsed, bool verbose)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var loggers = LoggerFactory.Create(builder => builder
            .SetMinimumLevel(verbose ? LogLevel.Debug : LogLevel.Information)
            .AddFilter("Grpc", LogLevel.None)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .AddSimpleConsole(console => console.SingleLine = true));
        try
        {
            var agent = options(parsed);
            var jitter = new SplitMix64((ulong)Environment.ProcessId ^ (ulong)TimeProvider.System.GetTimestamp());
            var run = new AgentRun(agent, RunnerCommand.Self(agent.MaxModelMemoryMebibytes), TimeProvider.System, jitter, loggers);
            await run.RunAsync(device => Console.Out.WriteLine($"LatBench agent ready: device={device} server={agent.Server}"), stop.Token).ConfigureAwait(false);
            return 0;
        }
        catch (Exception exception) when (exception is AgentException || FileError.Is(exception))
        {
            await Console.Error.WriteLineAsync(exception is AgentException ? exception.Message : FileError.Of(exception).Sentence()).ConfigureAwait(false);
            return 1;
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }
}
