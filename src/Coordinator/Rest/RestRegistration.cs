namespace LatBench.Coordinator.Rest;

/// <summary>Adds what REST needs beside the transcoding.</summary>
internal static class RestRegistration
{
    /// <summary>The root of every path of REST.</summary>
    public const string Root = "/v1";

    /// <summary>Adds the table of routes.</summary>
    public static void AddRest(this IServiceCollection services) => services.AddSingleton<RestRoutes>();

    /// <summary>Checks the requests; before the endpoints are mapped.</summary>
    public static void UseRest(this WebApplication app)
    {
        app.Use(AnswerHeadAsGet);
        app.UseRouting();
        app.UseMiddleware<RestValidation>();
    }

    /// <summary>Limits endpoints that answer any method to GET and HEAD.</summary>
    public static void ReadOnly(this IEndpointConventionBuilder endpoints) => endpoints.WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));

    /// <summary>The server leaves out the body of an answer to HEAD by itself.</summary>
    private static Task AnswerHeadAsGet(HttpContext http, RequestDelegate next)
    {
        if (HttpMethods.IsHead(http.Request.Method) && http.Request.Path.StartsWithSegments(Root))
            http.Request.Method = HttpMethods.Get;
        return next(http);
    }
}
