using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LatBench.Contracts.V1;
using LatBench.TestKit;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Role = LatBench.Contracts.V1.Role;

namespace LatBench.Coordinator.Tests.Mcp;

/// <summary>The MCP endpoint as a client of its protocol sees it.</summary>
public sealed class McpTests(McpFixture fixture) : IClassFixture<McpFixture>
{
    private static readonly string[] ReadOnlyTools = ["compare", "get_campaign", "list_campaigns", "list_models", "list_snapshots", "list_targets", "measurements", "predict"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Viewer_sees_the_tools_that_read_and_no_other()
    {
        await using var client = await fixture.ConnectAsync(fixture.Viewer);

        var tools = await client.ListToolsAsync(cancellationToken: Cancel);

        Assert.Equal(ReadOnlyTools, tools.Select(tool => tool.Name).Order(StringComparer.Ordinal));
        Assert.All(tools, tool => Assert.True(tool.ProtocolTool.Annotations!.ReadOnlyHint));
        Assert.All(tools, tool => Assert.True(tool.Description.Length is > 80 and < 700, tool.Name));
        Assert.Contains("list_targets", client.ServerInstructions, StringComparison.Ordinal);
        await Assert.ThrowsAsync<McpProtocolException>(() => client.CallToolAsync("submit_campaign", Arguments(("targets", new[] { McpFixture.Device }), ("sample", 1)), cancellationToken: Cancel).AsTask());
    }

    [Theory]
    [InlineData(Role.Submitter)]
    [InlineData(Role.Admin)]
    public async Task Roles_that_submit_see_the_tool_for_it_as_well(Role role)
    {
        await using var client = await fixture.ConnectAsync(await fixture.CreateTokenAsync(role));

        var tools = await client.ListToolsAsync(cancellationToken: Cancel);

        Assert.Equal([.. ReadOnlyTools, "submit_campaign"], tools.Select(tool => tool.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Arguments_are_in_snake_case_as_answers_are()
    {
        await using var client = await fixture.ConnectAsync(fixture.Submitter);

        var tools = await client.ListToolsAsync(cancellationToken: Cancel);

        var names = tools.SelectMany(tool => tool.JsonSchema.GetProperty("properties").EnumerateObject()).Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
        Assert.All(names, name => Assert.Matches("^[a-z]+(_[a-z]+)*$", name));
        Assert.Contains("check_only", names);
        Assert.Contains("check_only", tools.Single(tool => tool.Name == "submit_campaign").Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Document_names_every_tool()
    {
        await using var client = await fixture.ConnectAsync(fixture.Submitter);
        var document = await File.ReadAllTextAsync(RepositoryRoot.PathOf("docs", "how-to", "mcp.md"), Cancel);

        var tools = await client.ListToolsAsync(cancellationToken: Cancel);

        var documented = document.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).SelectMany(line => line.Split('|')[1].Split(',')).Select(cell => cell.Trim(' ', '`'));
        Assert.Equal(tools.Select(tool => tool.Name).Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("2025-03-26")]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    public async Task Clients_of_earlier_revisions_of_the_protocol_are_served(string revision)
    {
        await using var client = await fixture.ConnectAsync(fixture.Viewer, revision);

        Assert.Equal(revision, client.NegotiatedProtocolVersion);
        Assert.Equal(ReadOnlyTools.Length, (await client.ListToolsAsync(cancellationToken: Cancel)).Count);
        Assert.Equal(1, (await AnswerAsync(client, "list_targets", ("limit", 1))).GetProperty("targets").GetArrayLength());
    }

    [Fact]
    public async Task Request_of_the_document_lists_the_tools()
    {
        using var answer = await PostAsync(fixture.Viewer);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("\"list_targets\"", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_without_a_token_is_refused()
    {
        using var answer = await PostAsync(token: null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal("This call needs a token: send it as 'authorization: Bearer <token>'.\n", await answer.Content.ReadAsStringAsync(Cancel));
        var refused = await Assert.ThrowsAnyAsync<HttpRequestException>(() => fixture.ConnectAsync("latbench_viewer_wrong"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task Token_of_an_enrolment_is_refused()
    {
        using var answer = await PostAsync(await fixture.CreateTokenAsync(Role.Enrolment));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Cookie_of_the_dashboard_is_no_token_here()
    {
        using var answer = await PostAsync(token: null, headers => headers.Add("Cookie", "latbench-session=" + fixture.Coordinator.AdminToken));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Page_of_another_site_is_refused()
    {
        using var answer = await PostAsync(fixture.Viewer, headers => headers.Add("Origin", "http://elsewhere.example"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Request_that_is_too_long_is_refused()
    {
        using var answer = await PostAsync(fixture.Viewer, body: new string(' ', (1 << 20) + 1));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Revoked_token_stops_working_at_once()
    {
        var tokens = new TokenService.TokenServiceClient(fixture.Coordinator.AsAdmin());
        var token = await tokens.CreateTokenAsync(new CreateTokenRequest { Role = Role.Viewer }, cancellationToken: Cancel);
        await using var client = await fixture.ConnectAsync(token.Secret);
        await client.ListToolsAsync(cancellationToken: Cancel);

        await tokens.RevokeTokenAsync(new RevokeTokenRequest { Name = token.Token.Name }, cancellationToken: Cancel);

        var refused = await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.CallToolAsync("list_targets", cancellationToken: Cancel).AsTask());
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task Targets_are_found_by_what_a_person_calls_them_and_paged()
    {
        await using var client = await fixture.ConnectAsync(fixture.Viewer);

        var found = await AnswerAsync(client, "list_targets", ("search", "raspberry"));
        var first = await AnswerAsync(client, "list_targets", ("limit", 1));
        var second = await AnswerAsync(client, "list_targets", ("limit", 100), ("page", first.GetProperty("next_page").GetString()!));

        Assert.Equal([McpFixture.Slug, "pi5/ort-1.31.1/cpu/t2"], found.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("slug").GetString()));
        Assert.StartsWith("Raspberry Pi 5 Model B, Test CPU", found.GetProperty("targets")[0].GetProperty("hardware").GetString(), StringComparison.Ordinal);
        Assert.Equal((2, "nas-bench-201"), (found.GetProperty("targets")[0].GetProperty("latency_count").GetInt32(), found.GetProperty("targets")[0].GetProperty("search_spaces")[0].GetString()));
        string[] all = [.. new[] { first, second }.SelectMany(page => page.GetProperty("targets").EnumerateArray()).Select(target => target.GetProperty("slug").GetString()!)];
        Assert.Equal([McpFixture.Slug, "pi5/ort-1.31.1/cpu/t2", McpFixture.Table, McpFixture.OtherTable], all);
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next_page").ValueKind);
        Assert.True(second.GetProperty("targets")[1].GetProperty("has_predictor").GetBoolean());
    }

    [Fact]
    public async Task Predictions_have_intervals_and_name_their_predictor()
    {
        await using var client = await fixture.ConnectAsync(fixture.Viewer);

        var answer = await AnswerAsync(client, "predict", ("targets", new[] { McpFixture.Table }), ("architectures", new[] { Requests.Conv3x3Everywhere, Requests.Skip }));

        var rows = answer.GetProperty("predictions").EnumerateArray().ToArray();
        Assert.Equal([Requests.Conv3x3Everywhere, Requests.Skip], rows.Select(row => row.GetProperty("architecture").GetString()));
        Assert.All(rows, row => Assert.InRange(row.GetProperty("latency_ms").GetDouble(), row.GetProperty("low_ms").GetDouble(), row.GetProperty("high_ms").GetDouble()));
        Assert.Contains($"of {Requests.Skip} on {McpFixture.Table}", answer.GetProperty("summary").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Measurements_are_found_by_model_and_target()
    {
        await using var client = await fixture.ConnectAsync(fixture.Viewer);

        var uploaded = await AnswerAsync(client, "measurements", ("model", "first.onnx"), ("target", McpFixture.Device));
        var architecture = await AnswerAsync(client, "measurements", ("model", Requests.Skip), ("target", McpFixture.Slug));
        var page = await AnswerAsync(client, "measurements", ("limit", 3), ("verdict", "valid"));
        var rest = await AnswerAsync(client, "measurements", ("limit", 3), ("verdict", "valid"), ("page", page.GetProperty("next_page").GetString()!));

        var row = Assert.Single(uploaded.GetProperty("measurements").EnumerateArray());
        Assert.Equal(("first.onnx", "valid", McpFixture.Slug), (row.GetProperty("model").GetString(), row.GetProperty("verdict").GetString(), row.GetProperty("target").GetString()));
        Assert.InRange(row.GetProperty("latency_ms").GetDouble(), 1.99, 2.01);
        Assert.InRange(Assert.Single(architecture.GetProperty("measurements").EnumerateArray()).GetProperty("latency_ms").GetDouble(), 0.99, 1.01);
        Assert.Equal((3, 1), (page.GetProperty("measurements").GetArrayLength(), rest.GetProperty("measurements").GetArrayLength()));
    }

    [Fact]
    public async Task Measurements_of_an_architecture_are_paged()
    {
        await using var client = await fixture.ConnectAsync(fixture.Viewer);
        var common = (await new MeasurementService.MeasurementServiceClient(fixture.Coordinator.AsAdmin()).ExportMeasurements(new ExportMeasurementsRequest { Target = McpFixture.OtherTable }, cancellationToken: Cancel).ReadAsync(Cancel))[0];

        var whole = await AnswerAsync(client, "measurements", ("model", common));
        var first = await AnswerAsync(client, "measurements", ("model", common), ("limit", 1));
        var second = await AnswerAsync(client, "measurements", ("model", common), ("limit", 1), ("page", first.GetProperty("next_page").GetString()!));

        Assert.Equal([McpFixture.Table, McpFixture.OtherTable], TargetsOf(whole));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (whole.GetProperty("next_page").ValueKind, second.GetProperty("next_page").ValueKind));
        Assert.Equal([McpFixture.Table], TargetsOf(first));
        Assert.Equal([McpFixture.OtherTable], TargetsOf(second));

        static string[] TargetsOf(JsonElement page) => [.. page.GetProperty("measurements").EnumerateArray().Select(row => row.GetProperty("target").GetString()!)];
    }

    [Fact]
    public async Task Two_models_on_a_target_are_compared_by_their_measurements()
    {
        await using var client = await fixture.ConnectAsync(fixture.Viewer);

        var answer = await AnswerAsync(client, "compare", ("models", new[] { Requests.Skip, Requests.Conv3x3Everywhere }), ("targets", new[] { McpFixture.Device }));
        var turned = await AnswerAsync(client, "compare", ("models", new[] { Requests.Conv3x3Everywhere, Requests.Skip }), ("targets", new[] { McpFixture.Device }));
        var equal = await AnswerAsync(client, "compare", ("models", new[] { "first.onnx", "second.onnx" }), ("targets", new[] { McpFixture.Slug }));

        Assert.Equal(("slower", "measurements"), (answer.GetProperty("verdict").GetString(), answer.GetProperty("based_on").GetString()));
        Assert.InRange(answer.GetProperty("ratio").GetDouble(), 2.97, 3.03);
        Assert.InRange(answer.GetProperty("ratio").GetDouble(), answer.GetProperty("ratio_low").GetDouble(), answer.GetProperty("ratio_high").GetDouble());
        Assert.Contains(" times as long as ", answer.GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.EndsWith($"{Requests.Skip} on {McpFixture.Slug} is faster.", answer.GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.Equal("faster", turned.GetProperty("verdict").GetString());
        Assert.Equal("no_difference", equal.GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task Architectures_that_were_not_measured_are_compared_by_their_predictions()
    {
        await using var client = await fixture.ConnectAsync(fixture.Viewer);
        var labelled = await new MeasurementService.MeasurementServiceClient(fixture.Coordinator.AsAdmin()).ExportMeasurements(new ExportMeasurementsRequest { Target = McpFixture.Table }, cancellationToken: Cancel).ReadAsync(Cancel);
        var unknown = Nas201.Measurable.Select(architecture => architecture.ToString()).Except(labelled).OrderBy(text => text.Split("nor_conv_3x3").Length).ToArray();

        var answer = await AnswerAsync(client, "compare", ("models", new[] { unknown[0], unknown[^1] }), ("targets", new[] { McpFixture.Table }));
        var imported = await AnswerAsync(client, "compare", ("models", labelled.Take(2).ToArray()), ("targets", new[] { McpFixture.Table }));

        Assert.Equal(("slower", "predictions", 90), (answer.GetProperty("verdict").GetString(), answer.GetProperty("based_on").GetString(), answer.GetProperty("interval_percent").GetInt32()));
        Assert.Contains("is predicted to take", answer.GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.Equal(("cannot_tell", "imported latencies", JsonValueKind.Null), (imported.GetProperty("verdict").GetString(), imported.GetProperty("based_on").GetString(), imported.GetProperty("ratio_low").ValueKind));
    }

    [Fact]
    public async Task A_model_is_compared_on_two_targets()
    {
        await using var client = await fixture.ConnectAsync(fixture.Viewer);
        var common = (await new MeasurementService.MeasurementServiceClient(fixture.Coordinator.AsAdmin()).ExportMeasurements(new ExportMeasurementsRequest { Target = McpFixture.OtherTable }, cancellationToken: Cancel).ReadAsync(Cancel))[0];

        var answer = await AnswerAsync(client, "compare", ("models", new[] { common }), ("targets", new[] { McpFixture.Table, McpFixture.OtherTable }));

        Assert.Equal(1, answer.GetProperty("ratio").GetDouble());
        Assert.Equal((McpFixture.Table, McpFixture.OtherTable), (answer.GetProperty("first").GetProperty("target").GetString(), answer.GetProperty("second").GetProperty("target").GetString()));
    }

    [Fact]
    public async Task Submitter_checks_and_starts_a_campaign_as_itself()
    {
        await using var client = await fixture.ConnectAsync(fixture.Submitter);
        var before = (await AnswerAsync(client, "list_campaigns")).GetProperty("campaigns").GetArrayLength();

        var check = await AnswerAsync(client, "submit_campaign", ("targets", new[] { "pi5/ort-1.31.1/cpu/t2" }), ("sample", 3), ("check_only", true));
        var started = await AnswerAsync(client, "submit_campaign", ("targets", new[] { "pi5/ort-1.31.1/cpu/t2" }), ("models", new[] { "first.onnx", "second.onnx" }), ("title", "from an assistant"));
        var shown = await AnswerAsync(client, "get_campaign", ("campaign", started.GetProperty("campaign").GetString()!));

        Assert.Equal((JsonValueKind.Null, "checked, not started", 3), (check.GetProperty("campaign").ValueKind, check.GetProperty("state").GetString(), check.GetProperty("measurements").GetInt32()));
        Assert.Equal(("running", "from an assistant", 2), (shown.GetProperty("state").GetString(), shown.GetProperty("title").GetString(), shown.GetProperty("measurements").GetInt32()));
        Assert.Equal(before + 1, (await AnswerAsync(client, "list_campaigns", ("limit", 100))).GetProperty("campaigns").GetArrayLength());
        var audit = await File.ReadAllTextAsync(Path.Combine(fixture.Coordinator.DataDirectory, "audit.jsonl"), Cancel);
        Assert.Contains(audit.Split('\n'), line => line.Contains("CampaignService/CreateCampaign", StringComparison.Ordinal) && line.Contains("submitter", StringComparison.Ordinal) && line.Contains("127.0.0.1", StringComparison.Ordinal));
        await new CampaignService.CampaignServiceClient(fixture.Coordinator.AsAdmin()).CancelCampaignAsync(new CancelCampaignRequest { Name = started.GetProperty("campaign").GetString()! }, cancellationToken: Cancel);
    }

    [Fact]
    public async Task Lists_that_have_little_answer_too()
    {
        await using var client = await fixture.ConnectAsync(fixture.Viewer);

        Assert.Equal(0, (await AnswerAsync(client, "list_snapshots")).GetProperty("snapshots").GetArrayLength());
        Assert.Equal(["second.onnx", "first.onnx"], (await AnswerAsync(client, "list_models")).GetProperty("models").EnumerateArray().Select(model => model.GetProperty("name").GetString()));
    }

    public static TheoryData<string, string, string> BadCalls => new()
    {
        { "predict", """{"targets": ["table/device-a"]}""", "The arguments of predict cannot be read" },
        { "predict", """{"targets": "table/device-a", "architectures": ["000100"]}""", "The arguments of predict cannot be read" },
        { "predict", """{"targets": [], "architectures": ["000100"]}""", "targets has 0 items: give 1 to 20." },
        { "predict", """{"targets": ["table/device-b"], "architectures": ["000100"]}""", "predictors train" },
        { "predict", """{"targets": ["nowhere"], "architectures": ["000100"]}""", "There is no target 'nowhere'" },
        { "predict", """{"targets": ["table/device-a"], "architectures": ["not one"]}""", "Not a NAS-Bench-201 architecture: at position 0" },
        { "measurements", """{"model": "not one"}""", "'not one' is neither an uploaded model nor an architecture of nas-bench-201: list_models" },
        { "measurements", """{"target": "nowhere"}""", "There is no target 'nowhere': list_targets shows those there are." },
        { "measurements", """{"verdict": "good"}""", "There is no verdict 'good': give valid, suspect, failed, cancelled." },
        { "measurements", """{"limit": 101}""", "limit is 101: give 1 to 100, and page for the rest." },
        { "measurements", """{"page": "xyz"}""", "page" },
        { "measurements", """{"model": "000100", "campaign": "campaigns/1"}""", "leave campaign and verdict away" },
        { "measurements", """{"model": "000100", "page": "-1"}""", "page is '-1': give next_page of the answer before, with the same model." },
        { "compare", """{"models": ["000100"], "targets": ["pi5"]}""", "There are 1 models and 1 targets: give two models and one target, or one model and two targets." },
        { "compare", """{"models": ["first.onnx", "second.onnx"], "targets": ["table/device-a"]}""", "first.onnx on table/device-a has no usable measurement in fp32" },
        { "compare", """{"models": ["000100", "333333"], "targets": ["pi5"], "precision": "fp8"}""", "There is no precision 'fp8': give fp32, fp16, int8." },
        { "compare", """{"models": ["000100", "333333"], "targets": ["pi5"], "space": "nowhere"}""", "nowhere" },
        { "get_campaign", """{"campaign": "campaigns/9999"}""", "There is no campaign 9999" },
        { "submit_campaign", """{"targets": ["pi5"], "sample": 1, "checkOnly": true}""", "submit_campaign has no argument 'checkOnly': it takes targets, models, sample, space, precision, title, remeasure, check_only. Did you mean 'check_only'?" },
        { "measurements", """{"modell": "first.onnx"}""", "measurements has no argument 'modell': it takes model, target, campaign, verdict, space, limit, page. Did you mean 'model'?" },
        { "list_models", """{"everything\n": 1}""", "list_models has no argument 'everything': it takes limit, page." },
        { "submit_campaign", """{"targets": ["pi5"]}""", "Say what to measure: give models or sample, and not both." },
        { "submit_campaign", """{"targets": ["pi5"], "sample": 100000}""", "sample is 100000: give 1 to 1000." },
        { "submit_campaign", """{"targets": ["nowhere"], "sample": 1}""", "There is no device 'nowhere' in service" },
    };

    [Theory]
    [MemberData(nameof(BadCalls))]
    public async Task Bad_input_is_answered_with_a_sentence(string tool, string arguments, string sentence)
    {
        await using var client = await fixture.ConnectAsync(fixture.Submitter);
        var values = JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments)!;

        var answer = await client.CallToolAsync(tool, values, cancellationToken: Cancel);

        Assert.True(answer.IsError);
        var text = Assert.IsType<TextContentBlock>(Assert.Single(answer.Content)).Text;
        Assert.Contains(sentence, text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> PostAsync(string? token, Action<HttpRequestHeaders>? change = null, string body = """{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}""")
    {
        using var web = fixture.Coordinator.Web();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        change?.Invoke(request.Headers);
        return await web.SendAsync(request, Cancel);
    }

    private static Dictionary<string, object?> Arguments(params (string Name, object Value)[] arguments) => arguments.ToDictionary(argument => argument.Name, argument => (object?)argument.Value);

    private static async Task<JsonElement> AnswerAsync(McpClient client, string tool, params (string Name, object Value)[] arguments)
    {
        var answer = await client.CallToolAsync(tool, Arguments(arguments), cancellationToken: Cancel);
        Assert.True(answer.IsError != true, string.Join(' ', answer.Content.OfType<TextContentBlock>().Select(block => block.Text)));
        return answer.StructuredContent!.Value;
    }
}
