using Google.Api;
using Google.Protobuf.Reflection;

namespace LatBench.Coordinator.Rest;

/// <summary>One way to call a method over REST: the HTTP method, the path, and the part of the request that the body holds.</summary>
internal sealed class RestRoute
{
    private readonly HashSet<FieldDescriptor> _pathFields;

    /// <summary>Reads the <c>google.api.http</c> rule of a method.</summary>
    public RestRoute(MethodDescriptor method, HttpRule rule)
    {
        (HttpMethod, var path) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => (HttpMethods.Get, rule.Get),
            HttpRule.PatternOneofCase.Put => (HttpMethods.Put, rule.Put),
            HttpRule.PatternOneofCase.Post => (HttpMethods.Post, rule.Post),
            HttpRule.PatternOneofCase.Delete => (HttpMethods.Delete, rule.Delete),
            HttpRule.PatternOneofCase.Patch => (HttpMethods.Patch, rule.Patch),
            _ => (rule.Custom.Kind, rule.Custom.Path),
        };
        Method = method;
        Path = PathTemplate.Parse(path);
        TakesBody = rule.Body.Length > 0;
        BodyField = TakesBody && rule.Body != "*" ? Request.FindFieldByName(rule.Body) : null;
        _pathFields = [.. Path.Fields.Select(Request.FindFieldByName).OfType<FieldDescriptor>()];
    }

    /// <summary>Gets the method of the service.</summary>
    public MethodDescriptor Method { get; }

    /// <summary>Gets the message of a request.</summary>
    public MessageDescriptor Request => Method.InputType;

    /// <summary>Gets the method as gRPC and the access table name it, for example <c>/latbench.v1.TokenService/ListTokens</c>.</summary>
    public string FullName => $"/{Method.Service.FullName}/{Method.Name}";

    /// <summary>Gets the HTTP method.</summary>
    public string HttpMethod { get; }

    /// <summary>Gets the path.</summary>
    public PathTemplate Path { get; }

    /// <summary>Gets a value indicating whether the request has a body.</summary>
    public bool TakesBody { get; }

    /// <summary>Gets the field that the body is; null where the body is the whole message, or there is none.</summary>
    public FieldDescriptor? BodyField { get; }

    /// <summary>Gets a value indicating whether the body is the whole message.</summary>
    public bool BodyIsMessage => TakesBody && BodyField is null;

    /// <summary>Gets a value indicating whether the path gives all that the message holds, so that there is nothing to put into a body.</summary>
    public bool PathIsComplete => Request.Fields.InDeclarationOrder().All(IsInPath);


    /// <summary>Determines whether the path gives a field.</summary>
    public bool IsInPath(FieldDescriptor field) => _pathFields.Contains(field);
}
