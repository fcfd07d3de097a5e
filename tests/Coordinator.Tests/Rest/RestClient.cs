using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Google.Api;
using Google.Protobuf.Reflection;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Rest;

namespace LatBench.Coordinator.Tests.Rest;

/// <summary>Calls over REST, and the routes that the contract has.</summary>
internal static class RestClient
{
    /// <summary>The routes of every service, read off the <c>google.api.http</c> rules.</summary>
    public static IReadOnlyList<RestRoute> Routes { get; } =
    [
        .. from file in typeof(Device).Assembly.GetTypes()
               .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal) && type.Namespace == typeof(Device).Namespace)
               .Select(type => (FileDescriptor)type.GetProperty("Descriptor")!.GetValue(null)!)
           from method in file.Services.SelectMany(service => service.Methods)
           let rule = method.GetOptions()?.GetExtension(AnnotationsExtensions.Http)
           where rule is not null
           from one in new[] { rule }.Concat(rule.AdditionalBindings)
           select new RestRoute(method, one),
    ];

    /// <summary>The names of the routes, for theories.</summary>
    public static TheoryData<string> Names => [.. Routes.Select(NameOf)];

    /// <summary>The route of a name.</summary>
    public static RestRoute Find(string name) => Routes.Single(route => NameOf(route) == name);

    /// <summary>A path that the route answers.</summary>
    public static string PathOf(RestRoute route)
    {
        var rule = route.Method.GetOptions().GetExtension(AnnotationsExtensions.Http);
        var text = new[] { rule.Get, rule.Post, rule.Put, rule.Delete, rule.Patch }.Single(path => path.Length > 0);
        return System.Text.RegularExpressions.Regex.Replace(text, @"\{[^=}]+=([^}]+)\}", "$1").Replace("*", "7", StringComparison.Ordinal);
    }

    /// <summary>Sends a request; the answer is its status, its body and the fields at fault that the body names.</summary>
    public static async Task<RestAnswer> SendAsync(this RunningCoordinator coordinator, string method, string path, string? body = null, string? token = "", string type = "application/json")
    {
        using var http = coordinator.Web();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Length == 0 ? coordinator.AdminToken : token);
        if (body is not null)
        {
            // What is too large is refused before it is sent.
            request.Headers.ExpectContinue = body.Length > 1_000_000;
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (type.Length > 0)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return new RestAnswer(
            response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), [.. response.Content.Headers.Allow.Order(StringComparer.Ordinal)]);
    }

    private static string NameOf(RestRoute route) => $"{route.HttpMethod} {PathOf(route)}";
}

/// <summary>The answer to a call over REST.</summary>
internal sealed record RestAnswer(HttpStatusCode Status, string Body, IReadOnlyList<string> Allow)
{
    /// <summary>The paths of the fields at fault.</summary>
    public IReadOnlyList<string> Fields => [.. Violations.Select(violation => violation.GetProperty("field").GetString()!)];

    /// <summary>The code and the sentence of the <c>google.rpc.Status</c>.</summary>
    public (int Code, string Message) Error => JsonDocument.Parse(Body).RootElement is var root
        ? (root.GetProperty("code").GetInt32(), root.GetProperty("message").GetString()!)
        : default;

    private IEnumerable<JsonElement> Violations => JsonDocument.Parse(Body).RootElement.GetProperty("details").EnumerateArray()
        .Where(detail => detail.GetProperty("@type").GetString() == "type.googleapis.com/google.rpc.BadRequest")
        .SelectMany(detail => detail.GetProperty("fieldViolations").EnumerateArray());

    /// <summary>Fails the test unless the request was refused on exactly these fields.</summary>
    public RestAnswer ExpectFaults(params string[] fields)
    {
        Assert.True(Status == HttpStatusCode.BadRequest, $"{Status}: {Body}");
        Assert.Equal(3, Error.Code);
        Assert.Equal(fields, Fields);
        return this;
    }
}
