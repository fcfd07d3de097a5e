using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace LatBench.Coordinator.Tests.Rest;

/// <summary>The same services as REST and JSON on the HTTP port.</summary>
public sealed class RestTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Devices_are_listed_as_json()
    {
        await coordinator.EnrolAsync("rest");
        using var http = Client(coordinator.AdminToken);

        var json = await http.GetFromJsonAsync<JsonElement>("/v1/devices", Cancel);

        Assert.Equal("devices/rest", json.GetProperty("devices")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Field_violations_come_as_json_with_status_400()
    {
        using var http = Client(coordinator.AdminToken);

        using var response = await http.PostAsJsonAsync("/v1/campaigns", new { targets = new[] { "absent" } }, Cancel);
        var body = await response.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("campaign.targets[0]", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_without_token_is_401()
    {
        using var http = Client(null);

        using var response = await http.GetAsync("/v1/campaigns", Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Health_is_open()
    {
        using var http = Client(null);

        Assert.Equal("Healthy", await http.GetStringAsync("/healthz", Cancel));
    }

    private HttpClient Client(string? token)
    {
        var http = coordinator.Web();
        if (token is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }
}
