using System.Net;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;
using LatBench.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace LatBench.Cli.Tests.Terminals;

/// <summary>A gRPC server that answers every call of the contract with the sample of its response, shared by the tests of a class.</summary>
public sealed class SampleCoordinator : IAsyncLifetime
{
    private WebApplication? _app;

    private string Address => _app!.Urls.Single();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(grpc => grpc.Interceptors.Add<Answers>());
        _app = builder.Build();
        _app.MapGrpcService<Campaigns>();
        _app.MapGrpcService<Devices>();
        _app.MapGrpcService<Measurements>();
        _app.MapGrpcService<Models>();
        _app.MapGrpcService<Predictors>();
        _app.MapGrpcService<Searches>();
        _app.MapGrpcService<Snapshots>();
        _app.MapGrpcService<Tokens>();
        await _app.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync() => await _app!.DisposeAsync();

    /// <summary>Runs a command with its output in a pipe.</summary>
    internal Task<CliRun> RunAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables = null) =>
        CliRun.InvokeAsync(variables, [.. arguments, "--server", Address]);

    /// <summary>Runs a command with its output on a pseudo-terminal and returns the lines of it, without control sequences.</summary>
    internal async Task<string[]> RunOnTerminalAsync(IEnumerable<string> arguments, int columns, IReadOnlyDictionary<string, string> variables)
    {
        using var terminal = PseudoTerminal.Open(columns);
        await using (var writer = terminal.Writer())
        {
            Assert.Equal(0, await RunOnAsync(arguments, Environment(terminal, writer, variables)));
        }

        return (await terminal.CloseAsync(TestContext.Current.CancellationToken)).Split('\n');
    }

    /// <summary>Runs a command and returns the types of the documents that it prints.</summary>
    internal async Task<IReadOnlyList<object>> DocumentsOfAsync(IEnumerable<string> arguments)
    {
        List<object> documents = [];
        await RunOnAsync(arguments, new CliEnvironment { Out = TextWriter.Null, Error = TextWriter.Null, Variable = _ => null, SearchSpaces = CliRun.WithToySpace, OnDocument = documents.Add });
        return documents;
    }

    /// <summary>Runs a command in given surroundings.</summary>
    internal Task<int> RunOnAsync(IEnumerable<string> arguments, CliEnvironment environment) =>
        LatBenchCommand.RunAsync(
            [.. arguments, "--server", Address, .. arguments.Contains("--data") ? Array.Empty<string>() : ["--data", Path.Combine(Path.GetTempPath(), "latbench-none")]],
            environment,
            TestContext.Current.CancellationToken);

    /// <summary>The surroundings of a command whose output is the terminal.</summary>
    internal static CliEnvironment Environment(PseudoTerminal terminal, TextWriter writer, IReadOnlyDictionary<string, string> variables) => new()
    {
        Out = new OutputWriter(writer),
        Error = TextWriter.Null,
        OutIsTerminal = true,
        OutColumns = () => TerminalSize.Columns(terminal.Descriptor),
        Variable = variables.GetValueOrDefault,
    };

    /// <summary>Answers in the place of the services.</summary>
    private sealed class Answers : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
            Task.FromResult(Sample<TResponse>());

        public override Task ServerStreamingServerHandler<TRequest, TResponse>(
            TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
            responseStream.WriteAsync(Sample<TResponse>());

        private static T Sample<T>() => (T)(Samples.Responses.TryGetValue(typeof(T), out var sample) ? sample : (IMessage)Activator.CreateInstance<T>()!);
    }

    private sealed class Campaigns : CampaignService.CampaignServiceBase;

    private sealed class Devices : DeviceService.DeviceServiceBase;

    private sealed class Measurements : MeasurementService.MeasurementServiceBase;

    private sealed class Models : ModelService.ModelServiceBase;

    private sealed class Predictors : PredictorService.PredictorServiceBase;

    private sealed class Searches : SearchService.SearchServiceBase;

    private sealed class Snapshots : SnapshotService.SnapshotServiceBase;

    private sealed class Tokens : TokenService.TokenServiceBase;
}
