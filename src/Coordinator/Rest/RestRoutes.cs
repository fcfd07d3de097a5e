using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.AspNetCore.Routing.Template;

namespace LatBench.Coordinator.Rest;

/// <summary>Every route that is served over REST, read off the endpoints, so that a new method is here without a line of its own.</summary>
internal sealed class RestRoutes(EndpointDataSource endpoints)
{
    private readonly Lazy<Dictionary<GrpcJsonTranscodingMetadata, RestRoute>> _routes = new(() => endpoints.Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>())
        .OfType<GrpcJsonTranscodingMetadata>()
        .Distinct()
        .ToDictionary(metadata => metadata, metadata => new RestRoute(metadata.MethodDescriptor, metadata.HttpRule)));

    /// <summary>The endpoints beside REST and gRPC. gRPC's own catch every path of two parts, which hides from routing that a method is not there.</summary>
    private readonly Lazy<(TemplateMatcher Matcher, IReadOnlyList<string> Methods)[]> _plain = new(() =>
    [
        .. from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
           let methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()
           where methods is not null && endpoint.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>() is null && endpoint.Metadata.GetMetadata<GrpcMethodMetadata>() is null
               && endpoint.RoutePattern.ParameterPolicies.Count == 0
           select (new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []), methods.HttpMethods),
    ]);

    /// <summary>Gets the routes.</summary>
    public IReadOnlyCollection<RestRoute> All => _routes.Value.Values;

    /// <summary>The route of an endpoint; null where it is none of REST.</summary>
    public RestRoute? Of(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>() is { } metadata ? _routes.Value[metadata] : null;

    /// <summary>The HTTP methods that a path answers, in order, be it of REST or of another endpoint; empty where nothing is there.</summary>
    public IReadOnlyList<string> MethodsAt(PathString path)
    {
        var methods = All.Where(route => route.Path.Match(PathTemplate.Normalize(path)) is not null).Select(route => route.HttpMethod).ToHashSet();
        methods.UnionWith(_plain.Value.Where(plain => plain.Matcher.TryMatch(path, [])).SelectMany(plain => plain.Methods));
        if (methods.Contains(HttpMethods.Get))
            methods.Add(HttpMethods.Head);
        if (methods.Count > 0)
            methods.Add(HttpMethods.Options);
        return [.. methods.Order(StringComparer.Ordinal)];
    }
}
