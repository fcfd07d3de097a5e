using System.Net;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Rest;
using LatBench.Coordinator.Security;
using LatBench.Coordinator.Tests.Fuzz;

namespace LatBench.Coordinator.Tests.Rest;

/// <summary>Holds for every route that the contract has, also for those to come.</summary>
public sealed class RestRouteTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    private const int Requests = 12;

    /// <summary>Of the random messages many hold a value that JSON cannot say; those are passed over.</summary>
    private const int MaxMessages = 400;

    private static readonly string[] HttpMethods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

    public static TheoryData<string> Routes => RestClient.Names;

    [Fact]
    public void Contract_has_routes() => Assert.NotEmpty(Routes);

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Unknown_parameter_is_refused_by_its_name(string name)
    {
        var route = RestClient.Find(name);

        var answer = await coordinator.SendAsync(route.HttpMethod, RestClient.PathOf(route) + "?nosuchparameter=1", route.TakesBody ? "{}" : null, await TokenForAsync(route));

        Assert.Equal("nosuchparameter", answer.ExpectFaults([.. answer.Fields]).Fields[0]);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Unknown_field_of_the_body_is_refused_by_its_path(string name)
    {
        var route = RestClient.Find(name);
        if (!route.TakesBody)
        {
            (await coordinator.SendAsync(route.HttpMethod, RestClient.PathOf(route), """{"x":1}""", await TokenForAsync(route))).ExpectFaults("*");
            return;
        }

        (await coordinator.SendAsync(route.HttpMethod, RestClient.PathOf(route), """{"nosuchfield":{"deep":[1]}}""", await TokenForAsync(route)))
            .ExpectFaults(route.BodyField is { } field ? $"{field.Name}.nosuchfield" : "nosuchfield");
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Value_of_the_wrong_type_names_its_field(string name)
    {
        var route = RestClient.Find(name);
        foreach (var field in BodyFields(route))
        {
            var prefix = route.BodyField is { } body ? body.Name + "." : "";
            foreach (var spelling in new[] { field.Name, field.JsonName })
                (await coordinator.SendAsync(route.HttpMethod, RestClient.PathOf(route), $$"""{"{{spelling}}":{{WrongValue(field)}}}""", await TokenForAsync(route))).ExpectFaults(prefix + field.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Parameter_of_the_wrong_type_names_its_field(string name)
    {
        var route = RestClient.Find(name);
        if (route.BodyIsMessage)
            return;
        foreach (var field in route.Request.Fields.InDeclarationOrder().Where(field => !route.IsInPath(field) && field != route.BodyField && field.FieldType is not (FieldType.String or FieldType.Message)))
        {
            foreach (var spelling in new[] { field.Name, field.JsonName })
            {
                var answer = await coordinator.SendAsync(route.HttpMethod, $"{RestClient.PathOf(route)}?{spelling}=x-1", route.TakesBody ? "{}" : null, await TokenForAsync(route));
                answer.ExpectFaults(field.Name);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Method_that_is_not_there_is_405_with_those_that_are(string name)
    {
        var path = RestClient.PathOf(RestClient.Find(name));
        string[] allowed = [.. RestClient.Routes.Where(route => RestClient.PathOf(route) == path).Select(route => route.HttpMethod), "OPTIONS"];
        if (allowed.Contains("GET"))
            allowed = [.. allowed, "HEAD"];

        foreach (var method in HttpMethods.Except(allowed))
        {
            var answer = await coordinator.SendAsync(method, path);

            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Status);
            Assert.Equal(allowed.Order(StringComparer.Ordinal), answer.Allow);
            Assert.True(method == "HEAD" ? answer.Body.Length == 0 : answer.Error.Code == 12, answer.Body);
        }

        var options = await coordinator.SendAsync("OPTIONS", path, token: null);
        Assert.Equal((HttpStatusCode.NoContent, ""), (options.Status, options.Body));
        Assert.Equal(allowed.Order(StringComparer.Ordinal), options.Allow);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Caller_without_a_token_learns_that_before_the_fields(string name)
    {
        var route = RestClient.Find(name);
        // Its token is a field.
        if (AccessTable.IsOpen(route.FullName))
            return;

        var answer = await coordinator.SendAsync(route.HttpMethod, RestClient.PathOf(route) + "?nosuchparameter=1", route.TakesBody ? "{}" : null, token: null);

        Assert.Equal((HttpStatusCode.Unauthorized, 16), (answer.Status, answer.Error.Code));
    }

    /// <summary>Transcoding can read what the check lets through: it never has to refuse a body without the name of a field.</summary>
    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Json_of_a_message_passes_in_both_spellings(string name)
    {
        var route = RestClient.Find(name);
        if (!route.TakesBody)
            return;
        var viewer = await new TokenService.TokenServiceClient(coordinator.AsAdmin())
            .CreateTokenAsync(new CreateTokenRequest { Role = Role.Viewer }, cancellationToken: TestContext.Current.CancellationToken);
        var messages = new RandomMessages(11);
        var sent = 0;
        for (var i = 0; i < MaxMessages && sent < Requests; i++)
        {
            var message = messages.Create(route.BodyField?.MessageType ?? route.Request);
            foreach (var field in route.BodyIsMessage ? route.Request.Fields.InDeclarationOrder().Where(route.IsInPath) : [])
                field.Accessor.Clear(message);
            if (Format(message, proto: i % 2 == 0) is not { } json)
                continue;

            var faults = new FieldFaults();
            JsonBody.Check(System.Text.Encoding.UTF8.GetBytes(json), route.Request, route.BodyField, new Dictionary<string, string>(), faults);
            Assert.DoesNotContain(faults.All, fault => !IsOfWireAlone(fault.Message));
            if (faults.All.Count > 0)
                continue;
            sent++;
            var answer = await coordinator.SendAsync(route.HttpMethod, RestClient.PathOf(route), json, viewer.Secret);
            Assert.True(answer.Status != HttpStatusCode.InternalServerError, answer.Body);
            Assert.DoesNotContain("not correctly formatted", answer.Body, StringComparison.Ordinal);
            Assert.False(answer is { Status: HttpStatusCode.BadRequest, Error.Code: 3 } && answer.Body.Contains("\"details\":[]", StringComparison.Ordinal), $"{json}\n{answer.Body}");
        }

        Assert.NotEqual(0, sent);
    }

    /// <summary>A token that may call the route: that of the admin, or a device's.</summary>
    private async Task<string> TokenForAsync(RestRoute route)
    {
        if (AccessTable.IsOpen(route.FullName) || AccessTable.Allows(route.FullName, Storage.Tokens.Role.Admin))
            return coordinator.AdminToken;
        var code = await new TokenService.TokenServiceClient(coordinator.AsAdmin())
            .CreateTokenAsync(new CreateTokenRequest { Role = Role.Enrolment }, cancellationToken: TestContext.Current.CancellationToken);
        var enrolled = await new DeviceService.DeviceServiceClient(coordinator.As(null)).EnrolDeviceAsync(
            Tests.Requests.Enrol($"caller-{Guid.NewGuid():N}", code.Secret), cancellationToken: TestContext.Current.CancellationToken);
        return enrolled.Credential;
    }

    /// <summary>Numbers of enums that are not known and durations that transcoding does not take are good on the wire.</summary>
    private static bool IsOfWireAlone(string message) =>
        message.Contains(" takes one of ", StringComparison.Ordinal) || message.Contains(" takes a duration in seconds ", StringComparison.Ordinal);

    /// <summary>The JSON of a message; null where it has none, as a time beyond the year 9999.</summary>
    private static string? Format(IMessage message, bool proto)
    {
        try
        {
            return new JsonFormatter(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(proto)).Format(message);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static IEnumerable<FieldDescriptor> BodyFields(RestRoute route) => route switch
    {
        { TakesBody: false } => [],
        { BodyField: { } field } => field.MessageType.Fields.InDeclarationOrder(),
        _ => route.Request.Fields.InDeclarationOrder(),
    };

    private static string WrongValue(FieldDescriptor field) => field switch
    {
        { IsRepeated: true } => "\"x\"",
        { FieldType: FieldType.String } => "[7]",
        _ => "\"x-1\"",
    };
}
