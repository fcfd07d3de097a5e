using System.Text.Json;
using System.Text.Json.Serialization;
using LatBench.Coordinator.Mcp.Tools;
using LatBench.Coordinator.Security;
using ModelContextProtocol;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LatBench.Coordinator.Mcp;

/// <summary>Adds the endpoint of the Model Context Protocol: tools with which an assistant looks up, predicts and compares latencies, and starts campaigns where its token may.</summary>
internal static class McpRegistration
{
    /// <summary>The path of the endpoint.</summary>
    public const string Path = "/mcp";

    private const string Instructions =
        "LatBench measures the latency of neural networks on devices, in milliseconds, and predicts it where it was not measured. Begin with list_targets: targets are devices with a runtime and its "
        + "settings, and most tools take their slugs. For 'which runs faster' use compare: it gives the ratio with its interval and says when the data does not decide. A measured latency is better than a "
        + "predicted one. Models are uploaded ONNX files (list_models) or architectures of a search space, such as the 6-digit codes of nas-bench-201. Give intervals with figures, and do not rank what compare calls undecided.";

    /// <summary>Nulls are written: the schemas of the answers require every field.</summary>
    private static readonly JsonSerializerOptions Json = new(McpJsonUtilities.DefaultOptions) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    /// <summary>Adds the services.</summary>
    public static void AddMcp(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddScoped<McpApi>();
        services.AddScoped<TargetNames>();
        services.AddScoped<ComparedModels>();
        services.AddScoped<Comparing>();
        services.AddSingleton<ToolErrors>();
        services
            .AddMcpServer(options =>
            {
                options.ServerInfo = new Implementation { Name = "latbench", Title = "LatBench", Version = typeof(McpRegistration).Assembly.GetName().Version!.ToString(3) };
                options.ServerInstructions = Instructions;
            })
            .WithHttpTransport(http =>
            {
                // No state between requests: any replica answers any of them.
                http.SessionMode = HttpServerSessionMode.Stateless;
                http.ConfigureSessionOptions = OfferAsync;
            })
            .WithTools<TargetTools>(Json)
            .WithTools<ModelTools>(Json)
            .WithTools<PredictionTools>(Json)
            .WithTools<MeasurementTools>(Json)
            .WithTools<ComparisonTools>(Json)
            .WithTools<CampaignTools>(Json)
            .WithTools<SnapshotTools>(Json)
            .WithRequestFilters(filters => filters.AddCallToolFilter(next => async (request, cancellationToken) =>
                await request.Services!.GetRequiredService<ToolErrors>().Wrap(next)(request, cancellationToken)));
    }

    /// <summary>Lets callers in; before the endpoints.</summary>
    public static void UseMcpAccess(this WebApplication app) => app.UseMiddleware<McpAccess>();

    /// <summary>Adds the endpoint.</summary>
    public static void MapMcpEndpoint(this WebApplication app) => app.MapMcp(Path);

    /// <summary>Leaves out the tools that the caller's role may not use, so that they are neither listed nor found.</summary>
    private static Task OfferAsync(HttpContext http, McpServerOptions options, CancellationToken cancellationToken)
    {
        var role = McpCaller.Of(http).Role;
        foreach (var tool in options.ToolCollection!.Where(tool => tool.ProtocolTool.Annotations?.ReadOnlyHint != true).ToArray())
        {
            if (!AccessTable.Allows(CampaignTools.SubmitMethod, role))
                options.ToolCollection!.Remove(tool);
        }

        return Task.CompletedTask;
    }
}
