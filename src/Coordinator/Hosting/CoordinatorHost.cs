using System.Net.Sockets;
using Google.Protobuf.Reflection;
using LatBench.Contracts.Transport;
using LatBench.Coordinator.Architectures;
using LatBench.Coordinator.Artifacts;
using LatBench.Coordinator.Campaigns;
using LatBench.Coordinator.DashboardPages;
using LatBench.Coordinator.Devices;
using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Health;
using LatBench.Coordinator.Hosting.InProcess;
using LatBench.Coordinator.Jobs;
using LatBench.Coordinator.Mcp;
using LatBench.Coordinator.Measurements;
using LatBench.Coordinator.Observability;
using LatBench.Coordinator.Predictors;
using LatBench.Coordinator.Rest;
using LatBench.Coordinator.Searches;
using LatBench.Coordinator.Security;
using LatBench.Coordinator.Snapshots;
using LatBench.Coordinator.Tokens;
using LatBench.Coordinator.UploadedModels;
using LatBench.Coordinator.Waiting;
using LatBench.Dashboard;
using LatBench.Storage;
using LatBench.Storage.Artifacts;
using LatBench.WebAgent;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging.Console;

namespace LatBench.Coordinator.Hosting;

/// <summary>The coordinator process: database, gRPC and REST, from start to stop.</summary>
internal static class CoordinatorHost
{
    private const int MaxMessageBytes = 16 << 20;

    /// <summary>A search may name all 423,624 cells of NAS-Bench-101 as its candidates.</summary>
    private const int MaxSearchBytes = 64 << 20;

    /// <summary>The upload of a file, which is as long as the file; each message has the limit of messages.</summary>
    private const string UploadPath = "/latbench.v1.ModelService/UploadFile";

    /// <summary>Runs until the process is told to stop or <paramref name="cancellationToken"/> ends it.</summary>
    /// <param name="options">The options to run with.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="onReady">Called once calls are answered.</param>
    /// <exception cref="StartupException">It cannot start.</exception>
    public static async Task RunAsync(CoordinatorOptions options, CancellationToken cancellationToken, Action? onReady = null)
    {
        using var tls = TlsCertificates.Read(options, TimeProvider.System);
        using var data = DataDirectory.Take(options);
        var remarks = new StorageRemarks();
        await using var store = await OpenStoreAsync(options, remarks, cancellationToken);
        await AdminToken.EnsureAsync(store, options.AdminTokenFile, TimeProvider.System.GetUtcNow(), cancellationToken);

        var artifacts = await OpenArtifactsAsync(options, cancellationToken);
        using var bucket = artifacts as IDisposable;
        await using var app = Build(options, store, artifacts, tls);
        remarks.AttachTo(app.Services.GetRequiredService<ILoggerFactory>());
        app.Services.GetRequiredService<UploadStaging>().Clean();
        await app.Services.GetRequiredService<RemovedArtifacts>().SweepAsync(cancellationToken);
        await StartAsync(app, options, cancellationToken);
        var (http, grpc) = Addresses(app);
        await GrpcWarmUp.RunAsync(grpc, cancellationToken);
        data.Announce(http, grpc);
        Console.WriteLine($"LatBench coordinator ready: http={http} grpc={grpc}");
        new SystemdNotifier().Notify(ServiceState.Ready);
        onReady?.Invoke();
        if (options.Insecure && tls is null)
            await Console.Error.WriteLineAsync("Running with --insecure: every machine that can reach this coordinator can read tokens and results off the network.");
        await app.WaitForShutdownAsync(cancellationToken);
    }

    private static WebApplication Build(CoordinatorOptions options, IStore store, IArtifactStore artifacts, TlsCertificates? tls)
    {
        // Empty: every other builder reads appsettings.json and the variables ASPNETCORE_…, DOTNET_… and Kestrel__…, which can add an address without TLS.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = options.DataDirectory, EnvironmentName = Environments.Production });
        builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.ColorBehavior) = (true, LoggerColorBehavior.Disabled));
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Grpc", LogLevel.Warning);
        // A wrong call of an assistant is no error of the coordinator; what is one is logged by ToolErrors.
        builder.Logging.AddFilter("ModelContextProtocol", LogLevel.None);
        // The keys of the dashboard are never used: its forms are protected by the origin of their requests.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // A start that fails is told in one sentence (StartupException), not as the host's stack trace.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(options.Http, listen => Configure(listen, HttpProtocols.Http1, tls));
            kestrel.Listen(options.Grpc, listen => Configure(listen, HttpProtocols.Http2, tls));
            kestrel.Listen(new InProcessEndPoint(), listen => listen.Protocols = HttpProtocols.Http2);
        });

        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(options.SearchSpaces);
        builder.Services.AddSingleton(store);
        builder.Services.AddSingleton(artifacts);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ModelGraphs>();
        builder.Services.AddSingleton<ArtifactCatalog>();
        builder.Services.AddSingleton<CampaignPlanner>();
        builder.Services.AddSingleton<CampaignProgressReader>();
        builder.Services.AddSingleton<CampaignStart>();
        builder.Services.AddSingleton<CampaignEnding>();
        builder.Services.AddSingleton<JobLeasing>();
        builder.Services.AddSingleton(services => new JobCompletion(store, options.SearchSpaces, services.GetRequiredService<CampaignEnding>(), MeasurementDecisions.Decide));
        builder.Services.AddSingleton<WaitReader>();
        builder.Services.AddSingleton<ImportWarnings>();
        builder.Services.AddSingleton<LatencyImports>();
        builder.Services.AddUploadedModels();
        builder.Services.AddSnapshots();
        builder.Services.AddPredictors();
        builder.Services.AddSearches();
        builder.Services.AddHostedService<LeaseExpiry>();
        builder.Services.AddHostedService<AbsentBrowsers>();
        builder.AddObservability();
        builder.Services.AddRest();
        builder.Services.AddDashboardPages();
        builder.Services.AddWebAgent();
        builder.Services.AddMcp();
        AddGrpc(builder.Services);

        var app = builder.Build();
        app.UseDashboardProblems();
        app.UseRest();
        app.UseDashboardAccess();
        app.UseMcpAccess();
        app.Use(AdmitLargeMessages);
        app.MapGrpcService<DeviceGrpcService>();
        app.MapGrpcService<TokenGrpcService>();
        app.MapGrpcService<JobGrpcService>();
        app.MapGrpcService<ArtifactGrpcService>();
        app.MapGrpcService<ArchitectureGrpcService>();
        app.MapGrpcService<ModelGrpcService>();
        app.MapGrpcService<CampaignGrpcService>();
        app.MapGrpcService<MeasurementGrpcService>();
        app.MapGrpcService<SnapshotGrpcService>();
        app.MapGrpcService<PredictorGrpcService>();
        app.MapGrpcService<SearchGrpcService>();
        app.MapGrpcHealthChecksService();
        app.MapGrpcReflectionService();
        app.MapMetrics();
        app.MapHealthChecks("/healthz").ReadOnly();
        // Alive: the process answers. Ready: the database does as well, and has the schema of this build.
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false }).ReadOnly();
        app.MapHealthChecks("/healthz/ready").ReadOnly();
        app.MapSnapshots();
        app.MapArtifacts();
        app.MapDashboard();
        app.MapWebAgent(options.WebRuntimeDirectories);
        app.MapMcpEndpoint();
        return app;
    }

    private static void Configure(ListenOptions listen, HttpProtocols protocols, TlsCertificates? tls)
    {
        listen.Protocols = protocols;
        if (tls is not null)
            listen.UseHttps(tls.Configure);
    }

    /// <summary>Admits gRPC calls of the size of the largest message, which is above the limit of the server for any request; each service then has a limit of its own.</summary>
    private static Task AdmitLargeMessages(HttpContext context, RequestDelegate next)
    {
        if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = context.Request.Path == UploadPath ? null : MaxSearchBytes + 1024; // a message has a prefix of five bytes
        return next(context);
    }

    private static void AddGrpc(IServiceCollection services)
    {
        services
            .AddGrpc(grpc =>
            {
                grpc.MaxReceiveMessageSize = MaxMessageBytes;
                grpc.ResponseCompressionAlgorithm = "gzip";
                grpc.ResponseCompressionLevel = System.IO.Compression.CompressionLevel.Fastest;
                grpc.Interceptors.Add<MetricsInterceptor>();
                grpc.Interceptors.Add<ErrorInterceptor>();
                grpc.Interceptors.Add<AccessInterceptor>();
                // A second time, around the call alone: the audit log has the status that the caller sees.
                grpc.Interceptors.Add<ErrorInterceptor>();
            })
            .AddServiceOptions<SearchGrpcService>(grpc => grpc.MaxReceiveMessageSize = MaxSearchBytes)
            // Without the registry a rich status becomes an empty HTTP 500.
            .AddJsonTranscoding(json => json.TypeRegistry = TypeRegistry.FromFiles(Google.Rpc.ErrorDetailsReflection.Descriptor));
        services.AddSingleton<ErrorInterceptor>();
        services.AddSingleton<AccessInterceptor>();
        services.AddSingleton<CallLimits>();
        services.AddSingleton<Admission>();
        services.AddSingleton<HttpAccess>();
        services.AddSingleton<AuditLog>();
        services.AddGrpcReflection();
        services.AddHealthChecks();
        services.AddGrpcHealthChecks().AddCheck<DatabaseHealthCheck>("database");
    }

    private static async Task<IStore> OpenStoreAsync(CoordinatorOptions options, StorageRemarks remarks, CancellationToken cancellationToken)
    {
        try
        {
            var store = options.Database is { } connectionString
                ? Stores.Postgres(connectionString, report: remarks.Add)
                : Stores.Sqlite(options.SqlitePath);
            await store.MigrateAsync(cancellationToken);
            return store;
        }
        catch (StorageException e)
        {
            throw new StartupException(e.Message, e);
        }
    }

    /// <summary>The AWS SDK is only loaded where there is a bucket.</summary>
    private static async Task<IArtifactStore> OpenArtifactsAsync(CoordinatorOptions options, CancellationToken cancellationToken) =>
        options.ArtifactsBucket is { } location ? await OpenBucketAsync(location, cancellationToken) : new DirectoryArtifactStore(options.ArtifactsDirectory);

    /// <summary>A bucket that cannot be used is told of now, not when the first training has ended.</summary>
    private static async Task<IArtifactStore> OpenBucketAsync(S3Location location, CancellationToken cancellationToken)
    {
        S3ArtifactStore? bucket = null;
        try
        {
            bucket = new S3ArtifactStore(location, () => HttpConnections.CreateClient());
            await bucket.CheckAsync(cancellationToken);
            return bucket;
        }
        catch (StorageException e)
        {
            bucket?.Dispose();
            throw new StartupException(e.Message, e);
        }
    }

    private static async Task StartAsync(WebApplication app, CoordinatorOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new StartupException($"The coordinator cannot listen on {options.Http} and {options.Grpc} ({e.Message.TrimEnd('.')}): choose other ports with --http and --grpc (port 0 takes any free one).", e);
        }
    }

    /// <summary>The addresses really bound, in the order in which they were configured.</summary>
    private static (string Http, string Grpc) Addresses(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ToArray();
        return (addresses[0], addresses[1]);
    }
}
