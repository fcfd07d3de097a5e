using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Tests.Rest;
using LatBench.Hosting;
using LatBench.Hosting.WebRuntimes;

namespace LatBench.Coordinator.Tests.Devices;

/// <summary>What the page of a browser does as a device, over REST.</summary>
public sealed class BrowserDeviceTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Browser_enrols_with_a_typed_code_leases_fetches_and_completes()
    {
        var credential = await EnrolAsync("phone", code => code.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant());
        await new CampaignService.CampaignServiceClient(coordinator.AsAdmin()).CreateCampaignAsync(Requests.Campaign("phone/ort-1.31.1/cpu/t1", Requests.Skip), cancellationToken: Cancel);

        var lease = Read(await coordinator.SendAsync("POST", "/v1/devices/phone/jobs:lease", """{"maxJobs":4,"wait":"0s"}""", credential)).GetProperty("leases")[0];
        var model = lease.GetProperty("job").GetProperty("model").GetProperty("sha256").GetString()!;
        var graph = await FetchAsync(model, credential);
        var completion = Requests.Complete("devices/phone", JobLease.Parser.ParseJson(lease.GetRawText()), 1_000_000, 1_001_000);
        completion.Result.Conditions.InferencesPerSample = 4;
        completion.Result.Conditions.Browser = new BrowserConditions { UserAgent = "Test/1.0", TimerStepNs = 100_000, Threads = 1 };
        var completed = await coordinator.SendAsync("POST", $"/v1/{completion.Job}:complete", JsonFormatter.Default.Format(completion), credential);

        Assert.Equal(model, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(graph)));
        Assert.True(Read(completed).GetProperty("counted").GetBoolean());
        var device = (await new DeviceService.DeviceServiceClient(coordinator.AsAdmin()).GetDeviceAsync(new GetDeviceRequest { Name = "devices/phone" }, cancellationToken: Cancel)).Device;
        Assert.Equal("Chromium 156", device.Software.Browser);
    }

    [Fact]
    public async Task Code_enrols_one_device_once()
    {
        var code = await CodeAsync();

        Assert.Equal(HttpStatusCode.OK, (await EnrolWithAsync("once", code)).Status);
        var again = await EnrolWithAsync("twice", code);
        var unknown = await EnrolWithAsync("thrice", "7K3M-9QXW-2H5T");

        Assert.Equal(HttpStatusCode.Unauthorized, again.Status);
        Assert.Contains("latbench devices invite", again.Error.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.Status);
    }

    [Fact]
    public async Task Short_codes_are_for_enrolment_and_for_an_hour()
    {
        var tokens = new TokenService.TokenServiceClient(coordinator.AsAdmin());

        var made = await tokens.CreateTokenAsync(new CreateTokenRequest { Role = Role.Enrolment, Short = true }, cancellationToken: Cancel);

        Assert.Matches("^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$", made.Secret);
        Assert.Equal($"/device#code={made.Secret}", made.DevicePath);
        Assert.Equal(coordinator.Http.Port, made.HttpPort);
        Assert.InRange((made.Token.ExpireTime - made.Token.CreateTime).ToTimeSpan(), TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(31));
        await RpcAssert.FailsOnAsync(tokens.CreateTokenAsync(new CreateTokenRequest { Role = Role.Viewer, Short = true }, cancellationToken: Cancel), "short");
        var tooLong = new CreateTokenRequest { Role = Role.Enrolment, Short = true, TimeToLive = Duration.FromTimeSpan(TimeSpan.FromHours(2)) };
        await RpcAssert.FailsOnAsync(tokens.CreateTokenAsync(tooLong, cancellationToken: Cancel), "time_to_live");
    }

    [Fact]
    public async Task Artefact_over_http_goes_on_where_it_broke_off_and_asks_for_a_credential()
    {
        var credential = await EnrolAsync("reader");
        var model = await LeaseModelAsync("reader", Requests.Conv3x3Everywhere, credential);
        using var web = coordinator.Web();

        var whole = await FetchAsync(model, credential);
        using var rest = await web.SendAsync(Get($"/artifacts/{model}", credential, from: 100), Cancel);
        using var beyond = await web.SendAsync(Get($"/artifacts/{model}", credential, from: whole.Length), Cancel);
        using var anonymous = await web.SendAsync(Get($"/artifacts/{model}", null), Cancel);
        using var wrong = await web.SendAsync(Get("/artifacts/7", credential), Cancel);
        using var absent = await web.SendAsync(Get($"/artifacts/{new string('0', 64)}", credential), Cancel);

        Assert.Equal(HttpStatusCode.PartialContent, rest.StatusCode);
        Assert.Equal(whole[100..], await rest.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal($"bytes 100-{whole.Length - 1}/{whole.Length}", rest.Content.Headers.ContentRange!.ToString());
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        Assert.Equal($"bytes */{whole.Length}", beyond.Content.Headers.ContentRange!.ToString());
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.BadRequest, HttpStatusCode.NotFound), (anonymous.StatusCode, wrong.StatusCode, absent.StatusCode));
    }

    [Fact]
    public async Task Artefact_over_http_has_its_length_and_any_part_of_it()
    {
        var credential = await EnrolAsync("parts");
        var model = await LeaseModelAsync("parts", Requests.Skip, credential);
        using var web = coordinator.Web();
        var whole = await FetchAsync(model, credential);

        using var head = await AskAsync(request => request.Method = HttpMethod.Head);
        using var middle = await AskAsync(request => request.Headers.Range = new(5, 9));
        using var end = await AskAsync(request => request.Headers.Range = new(null, 7));
        using var ofAnother = await AskAsync(request => (request.Headers.Range, request.Headers.IfRange) = (new(5, 9), new("\"other\"")));
        using var known = await AskAsync(request => request.Headers.Add("If-None-Match", $"W/\"{model}\""));

        Assert.Equal((HttpStatusCode.OK, whole.Length, "bytes"), (head.StatusCode, head.Content.Headers.ContentLength, head.Headers.AcceptRanges.Single()));
        Assert.Equal((HttpStatusCode.PartialContent, 5L), (middle.StatusCode, middle.Content.Headers.ContentLength));
        Assert.Equal(whole[5..10], await middle.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(whole[^7..], await end.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(whole, await ofAnother.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);

        async Task<HttpResponseMessage> AskAsync(Action<HttpRequestMessage> change)
        {
            using var request = Get($"/artifacts/{model}", credential);
            change(request);
            return await web.SendAsync(request, Cancel);
        }
    }

    [Fact]
    public async Task Page_that_is_hidden_is_told_to_those_that_wait()
    {
        var credential = await EnrolAsync("hidden");
        await coordinator.SendAsync("POST", "/v1/devices/hidden:reportPause", """{"reason":"PAUSE_REASON_HIDDEN","message":"its page is hidden"}""", credential);

        var device = (await new DeviceService.DeviceServiceClient(coordinator.AsAdmin()).GetDeviceAsync(new GetDeviceRequest { Name = "devices/hidden" }, cancellationToken: Cancel)).Device;

        Assert.Equal(WaitReason.PageHidden, device.Waiting.Reason);
        Assert.Contains("hidden", device.Waiting.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runtime_of_an_installation_is_served_for_ever_and_nothing_else_of_its_directory()
    {
        var runtimes = new WebRuntimeDirectory(new DataDirectory(coordinator.DataDirectory).WebRuntimes);
        using var web = coordinator.Web();
        Assert.DoesNotContain("1.2.3", await web.GetStringAsync("/web-runtime/", Cancel), StringComparison.Ordinal);
        await InstallAsync(runtimes, "1.2.3", 'a', ("ort.mjs", "export {};"), ("other.mjs", "export {};"));

        using var served = await web.GetAsync("/web-runtime/1.2.3/ort.mjs", Cancel);

        Assert.Contains("1.2.3", await web.GetStringAsync("/web-runtime/", Cancel), StringComparison.Ordinal);
        Assert.Equal("export {};", await served.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("text/javascript", served.Content.Headers.ContentType!.MediaType);
        Assert.Contains("immutable", served.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal("require-corp", Assert.Single(served.Headers.GetValues("Cross-Origin-Embedder-Policy")));
        foreach (var path in new[] { "1.2.3/other.mjs", "1.2.3/manifest.json", "1.2.4/ort.mjs", "..%2f1.2.3/ort.mjs", "1.2.3/..%2f..%2fadmin-token" })
        {
            using var refused = await web.GetAsync("/web-runtime/" + path, Cancel);
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }
    }

    [Fact]
    public async Task Runtime_beside_the_data_directory_is_served_as_well()
    {
        using var directory = new LatBench.TestKit.TempDirectory();
        var beside = new WebRuntimeDirectory(directory.PathOf("runtimes"));
        await InstallAsync(beside, "2.0.0", 'b', ("ort.mjs", "export {};"));
        await using var image = new RunningCoordinator { Change = options => options with { WebRuntimes = beside.Path } };
        await image.InitializeAsync();
        using var web = image.Web();

        Assert.Contains("2.0.0", await web.GetStringAsync("/web-runtime/", Cancel), StringComparison.Ordinal);
        Assert.Equal("export {};", await web.GetStringAsync("/web-runtime/2.0.0/ort.mjs", Cancel));
    }

    [Fact]
    public async Task Compressed_runtime_is_another_representation_and_a_missing_file_is_not_found()
    {
        var runtimes = new WebRuntimeDirectory(new DataDirectory(coordinator.DataDirectory).WebRuntimes);
        await InstallAsync(runtimes, "1.2.5", 'c', ("ort.mjs", "export {};"), ("ort.mjs.br", "compressed"));
        using var web = coordinator.Web();

        var (plain, compressed) = (await AskAsync(null), await AskAsync("gzip, br"));

        Assert.Equal(("export {};", "compressed"), (plain.Content, compressed.Content));
        Assert.NotEqual(plain.Tag, compressed.Tag);
        Assert.Equal(plain, await AskAsync("br;q=0, gzip"));
        Assert.Equal(compressed, await AskAsync("br;q=0.1"));
        Assert.Equal(HttpStatusCode.NotModified, (await AskAsync("br", "W/" + compressed.Tag)).Status);
        Assert.Equal(HttpStatusCode.NotModified, (await AskAsync("br", $"\"other\", {compressed.Tag}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("br", plain.Tag)).Status);
        File.Delete(Path.Combine(runtimes.Of("1.2.5"), "ort.mjs"));
        var missing = await AskAsync(null);
        Assert.Equal(HttpStatusCode.NotFound, missing.Status);
        Assert.Contains("'latbench web-runtime install' with this --version repairs it", missing.Content, StringComparison.Ordinal);

        async Task<(HttpStatusCode Status, string Content, string? Tag)> AskAsync(string? accepted, string? known = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/web-runtime/1.2.5/ort.mjs");
            if (accepted is not null)
                request.Headers.Add("Accept-Encoding", accepted);
            if (known is not null)
                request.Headers.Add("If-None-Match", known);
            using var answer = await web.SendAsync(request, Cancel);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel), answer.Headers.ETag?.Tag);
        }
    }

    [Fact]
    public async Task Name_that_is_taken_is_refused_with_what_a_person_at_a_browser_can_do()
    {
        await EnrolAsync("taken");

        var refused = await EnrolWithAsync("taken", await CodeAsync());

        Assert.Equal("There is a device taken already: give this browser another name, such as taken-2.", refused.Error.Message);
    }

    private static async Task InstallAsync(WebRuntimeDirectory runtimes, string version, char hash, params (string Name, string Content)[] files)
    {
        using var installation = runtimes.Begin();
        foreach (var (name, content) in files)
            await File.WriteAllTextAsync(Path.Combine(installation.Directory, name), content, Cancel);
        installation.Commit(new(version, [new("ort.mjs", new string(hash, 64), 10)]));
    }

    private async Task<string> EnrolAsync(string device, Func<string, string>? typed = null)
    {
        var code = await CodeAsync();
        var answer = await EnrolWithAsync(device, typed is null ? code : typed(code));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return Read(answer).GetProperty("credential").GetString()!;
    }

    private async Task<string> CodeAsync() =>
        (await new TokenService.TokenServiceClient(coordinator.AsAdmin()).CreateTokenAsync(new CreateTokenRequest { Role = Role.Enrolment, Short = true }, cancellationToken: Cancel)).Secret;

    private Task<RestAnswer> EnrolWithAsync(string device, string code)
    {
        var request = Requests.Enrol(device, code);
        request.Software.Browser = "Chromium 156";
        return coordinator.SendAsync("POST", "/v1/devices:enrol", JsonFormatter.Default.Format(request), token: null);
    }

    /// <summary>Submits a campaign of one architecture, leases its job, and returns the hash of the model.</summary>
    private async Task<string> LeaseModelAsync(string device, string architecture, string credential)
    {
        await new CampaignService.CampaignServiceClient(coordinator.AsAdmin()).CreateCampaignAsync(Requests.Campaign($"{device}/ort-1.31.1/cpu/t1", architecture), cancellationToken: Cancel);
        var lease = Read(await coordinator.SendAsync("POST", $"/v1/devices/{device}/jobs:lease", """{"maxJobs":1}""", credential)).GetProperty("leases")[0];
        return lease.GetProperty("job").GetProperty("model").GetProperty("sha256").GetString()!;
    }

    private async Task<byte[]> FetchAsync(string sha256, string credential)
    {
        using var web = coordinator.Web();
        using var answer = await web.SendAsync(Get($"/artifacts/{sha256}", credential), Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal($"\"{sha256}\"", answer.Headers.ETag!.Tag);
        return await answer.Content.ReadAsByteArrayAsync(Cancel);
    }

    private static HttpRequestMessage Get(string path, string? credential, long? from = null) => new(HttpMethod.Get, path)
    {
        Headers =
        {
            Authorization = credential is null ? null : new AuthenticationHeaderValue("Bearer", credential),
            Range = from is null ? null : new RangeHeaderValue(from, null),
        },
    };

    private static JsonElement Read(RestAnswer answer) => JsonDocument.Parse(answer.Body).RootElement;
}
