using System.Collections;
using System.Net.Security;
using LatBench.Contracts.Transport;
using LatBench.Coordinator.Hosting;
using LatBench.Coordinator.Rest;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Prometheus;

namespace LatBench.Coordinator.Observability;

/// <summary>
/// Metrics for Prometheus at <c>/metrics</c>, and, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to, metrics and traces by OpenTelemetry.
/// </summary>
internal static class ObservabilityRegistration
{
    private const string Prefix = "OTEL_";
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string CaVariable = "OTEL_EXPORTER_OTLP_CERTIFICATE";
    private const string CertificateVariable = "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE";
    private const string KeyVariable = "OTEL_EXPORTER_OTLP_CLIENT_KEY";

    /// <summary>Adds the counting of calls and jobs.</summary>
    public static void AddObservability(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CoordinatorMetrics>();
        builder.Services.AddSingleton<MetricsInterceptor>();
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Endpoint)))
            return;
        builder.Configuration.AddInMemoryCollection(Settings());
        var tls = ReadTls();
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("latbench-coordinator"))
            .WithMetrics(metrics => metrics.AddMeter(CoordinatorMetrics.MeterName).AddRuntimeInstrumentation().AddAspNetCoreInstrumentation().AddOtlpExporter(options => Connect(options, tls)))
            .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddSource("Npgsql").AddOtlpExporter(options => Connect(options, tls)));
    }

    /// <summary>OpenTelemetry's own clients would take a proxy for this machine and for gRPC in clear text.</summary>
    private static void Connect(OtlpExporterOptions options, SslClientAuthenticationOptions tls) => options.HttpClientFactory = () =>
    {
        var client = HttpConnections.CreateClient(tls, options.Protocol == OtlpExportProtocol.Grpc ? ProxyUse.EncryptedOnly : ProxyUse.Environment);
        client.Timeout = TimeSpan.FromMilliseconds(options.TimeoutMilliseconds);
        return client;
    };

    private static SslClientAuthenticationOptions ReadTls()
    {
        try
        {
            return ClientTls.Options(
                Environment.GetEnvironmentVariable(CaVariable), Environment.GetEnvironmentVariable(CertificateVariable), Environment.GetEnvironmentVariable(KeyVariable));
        }
        catch (InvalidOperationException exception)
        {
            throw new StartupException(
                $"The certificates for OpenTelemetry cannot be used ({exception.InnerException?.Message.TrimEnd('.')}): name PEM files in {CaVariable}, and in {CertificateVariable} and {KeyVariable}.", exception);
        }
    }

    /// <summary>The variables of OpenTelemetry: the only configuration that the host is given.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> Settings() =>
        from DictionaryEntry variable in Environment.GetEnvironmentVariables()
        let name = (string)variable.Key
        where name.StartsWith(Prefix, StringComparison.Ordinal)
        select new KeyValuePair<string, string?>(name, (string?)variable.Value);

    /// <summary>Serves what was counted. Counts hold no names of models, devices or people.</summary>
    public static void MapMetrics(this WebApplication app)
    {
        Metrics.ConfigureMeterAdapter(adapter => adapter.InstrumentFilterPredicate = instrument => instrument.Meter.Name is CoordinatorMetrics.MeterName or "System.Runtime" or "Microsoft.AspNetCore.Server.Kestrel");
        // Counting begins with the first collection: what happens before a client asks is to be counted too.
        Metrics.DefaultRegistry.CollectAndExportAsTextAsync(Stream.Null).GetAwaiter().GetResult();
        app.MapMetrics("/metrics").ReadOnly();
    }
}
