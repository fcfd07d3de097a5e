using System.Diagnostics;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Down;
using LatBench.Cli.Processes;
using LatBench.Contracts.Transport;
using LatBench.Hosting;
using LatBench.Settings;

namespace LatBench.Cli.Quickstart;

/// <summary>The coordinator of the data directory: the one that runs there, else one of our own on free ports.</summary>
/// <param name="Grpc">Its gRPC address.</param>
/// <param name="WasRunning">True where it ran before.</param>
internal sealed record LocalCoordinator(Uri Grpc, bool WasRunning)
{
    private const string AnyPort = "127.0.0.1:0";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan HealthTimeout = TimeSpan.FromSeconds(5);

    public static async Task<LocalCoordinator> OpenAsync(CommandContext context, LocalChildren children, SettingFlags database)
    {
        if (context.Data.ReadCoordinator() is { } running && IsAlive(running.Pid) && await IsHealthyAsync(running, context.CancellationToken))
        {
            context.Terminal.Note($"Using the coordinator that runs on {context.Data.Path} ({running.Grpc}); `{DownCommand.Line(context)}` stops it and its agent.");
            return new LocalCoordinator(new Uri(running.Grpc), WasRunning: true);
        }

        context.Terminal.Note($"Starting a coordinator on {context.Data.Path} …");
        var child = children.Start(ChildPlans.Coordinator(context, database, CoordinatorSettings.Http.Flag!, AnyPort, CoordinatorSettings.Grpc.Flag!, AnyPort));
        var grpc = await children.GuardAsync(token => child.ReadyAsync("grpc", StartTimeout, token));
        return new LocalCoordinator(new Uri(grpc), WasRunning: false);
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // coordinator.json may be left over and its process id belong to another program by now.
    private static async Task<bool> IsHealthyAsync(RunningCoordinator running, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(running.Http, UriKind.Absolute, out var http))
            return false;
        using var client = HttpConnections.CreateClient();
        client.Timeout = HealthTimeout;
        try
        {
            using var response = await client.GetAsync(new Uri(http, "/healthz"), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
