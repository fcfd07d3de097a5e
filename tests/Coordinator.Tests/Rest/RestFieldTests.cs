using System.Net;
using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Rest;

/// <summary>Requests as people write them by hand: misspelt, of the wrong type, to the wrong place.</summary>
public sealed class RestFieldTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    [Fact]
    public async Task Misspelt_fields_of_a_campaign_are_refused_and_nothing_is_started()
    {
        await coordinator.EnrolAsync("misspelt");
        var body = $$$"""
            {"targets":["misspelt"],"selection":{"architectures":{"architectures":["{{{Requests.Skip}}}"]}},
             "protocoll":{"minPasses":5},"precison":"PRECISION_FP16","remesure":true,"selection_":1}
            """;

        var answer = (await coordinator.SendAsync("POST", "/v1/campaigns", body))
            .ExpectFaults("campaign.protocoll", "campaign.precison", "campaign.remesure", "campaign.selection_");

        Assert.Contains("did you mean 'protocol'?", answer.Error.Message, StringComparison.Ordinal);
        Assert.Contains("did you mean 'modelConfig.precision'?", answer.Error.Message, StringComparison.Ordinal);
        Assert.Contains("did you mean 'remeasure'?", answer.Error.Message, StringComparison.Ordinal);
        var campaigns = await new CampaignService.CampaignServiceClient(coordinator.AsAdmin())
            .ListCampaignsAsync(new ListCampaignsRequest(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.DoesNotContain(campaigns.Campaigns, campaign => campaign.Targets.Any(target => target.StartsWith("misspelt", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""{"selection":{"sample":{"count":"many"}}}""", "campaign.selection.sample.count", "whole number from -2147483648 to 2147483647")]
    [InlineData("""{"selection":{"sample":{"count":3000000000}}}""", "campaign.selection.sample.count", "not 3000000000")]
    [InlineData("""{"selection":{"sample":{"count":1.5}}}""", "campaign.selection.sample.count", "not 1.5")]
    [InlineData("""{"selection":{"sample":{"seed":-1}}}""", "campaign.selection.sample.seed", "from 0 to 18446744073709551615")]
    [InlineData("""{"selection":{"sample":{"seed":"-1"}}}""", "campaign.selection.sample.seed", "not '-1'")]
    [InlineData("""{"selection":{"sample":{},"wholeSpace":{}}}""", "campaign.selection.whole_space", "Only one of architectures, sample, wholeSpace")]
    [InlineData("""{"selection":{"architectures":{"architectures":["a",7]}}}""", "campaign.selection.architectures.architectures[1]", "takes text, not 7")]
    [InlineData("""{"modelConfigs":[{},{"precision":"FP16"}]}""", "campaign.model_configs[1].precision", "PRECISION_FP32, PRECISION_FP16, PRECISION_INT8")]
    [InlineData("""{"model_configs":[{"precision":99}]}""", "campaign.model_configs[0].precision", "not 99")]
    [InlineData("""{"targetGrid":{"graphOptimizations":["GRAPH_OPTIMIZATION_ALL","all"]}}""", "campaign.target_grid.graph_optimizations[1]", "not 'all'")]
    [InlineData("""{"protocol":{"minBlockDuration":"five seconds"}}""", "campaign.protocol.min_block_duration", "a duration in seconds such as")]
    [InlineData("""{"protocol":{"minBlockDuration":5}}""", "campaign.protocol.min_block_duration", "not 5")]
    [InlineData("""{"protocol":{"maxRelativeError":"2%"}}""", "campaign.protocol.max_relative_error", "a number, not '2%'")]
    [InlineData("""{"protocol":{"maxRelativeError":1e999}}""", "campaign.protocol.max_relative_error", "not 1e999")]
    [InlineData("""{"createTime":"yesterday"}""", "campaign.create_time", "a time such as")]
    [InlineData("""{"remeasure":"yes"}""", "campaign.remeasure", "true or false, not 'yes'")]
    [InlineData("""{"remeasure":null}""", "campaign.remeasure", "leave it out")]
    [InlineData("""{"displayName":"a","display_name":"b"}""", "campaign.display_name", "given twice")]
    [InlineData("""{"displayName":"\ud800"}""", "campaign.display_name", "no Unicode")]
    [InlineData("""{"targets":null}""", "campaign.targets", "a list, not null")]
    [InlineData("""[]""", "campaign", "takes an object, not a list")]
    [InlineData("""{"targets":["a"]""", "campaign", "not valid JSON at line 1, byte ")]
    [InlineData("{\n\"targets\": [a]}", "campaign", "not valid JSON at line 2, byte 13")]
    [InlineData("""{} {}""", "campaign", "not valid JSON")]
    [InlineData("""{"display_name": "x",}""", "campaign", "contains a trailing comma at the end.")]
    [InlineData("", "campaign", "The body is empty")]
    public async Task Faulty_body_is_refused_by_the_path_of_its_field(string body, string field, string sentence)
    {
        var answer = (await coordinator.SendAsync("POST", "/v1/campaigns", body)).ExpectFaults(field);

        Assert.Contains(sentence, answer.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/measurements?verdict=VALID", "verdict", "VERDICT_VALID, VERDICT_SUSPECT, VERDICT_FAILED")]
    [InlineData("/v1/measurements?verdict=99", "verdict", "not '99'")]
    [InlineData("/v1/measurements?pagesize=5", "pagesize", "did you mean 'pageSize'?")]
    [InlineData("/v1/measurements?page_siz=5", "page_siz", "did you mean 'page_size'?")]
    [InlineData("/v1/measurements?page_size=5&pageSize=6", "page_size", "given twice")]
    [InlineData("/v1/measurements?pageSize=", "page_size", "a whole number")]
    [InlineData("/v1/measurements/7?name=measurements/8", "name", "given by the path")]
    [InlineData("/v1/measurements:export?modelConfig=x", "model_config", "model_config.dataset")]
    [InlineData("/v1/measurements:export?modelConfig.precison=1", "model_config.precison", "did you mean 'precision'?")]
    [InlineData("/v1/measurements:export?modelConfig.precision.x=1", "model_config.precision", "has no fields of its own")]
    [InlineData("/v1/predictors?promoted=1", "promoted", "true or false")]
    public async Task Faulty_parameter_is_refused_by_its_name(string address, string field, string sentence)
    {
        var answer = (await coordinator.SendAsync("GET", address)).ExpectFaults(field);

        Assert.Contains(sentence, answer.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/measurements?verdict=VERDICT_VALID&pageSize=5")]
    [InlineData("/v1/measurements?verdict=1&page_size=5&campaign=")]
    [InlineData("/v1/campaigns")]
    [InlineData("/v1/campaigns?")]
    public async Task Good_parameters_pass(string address) => Assert.Equal(HttpStatusCode.OK, (await coordinator.SendAsync("GET", address)).Status);

    [Fact]
    public async Task Parameter_beside_the_body_is_taken_where_the_body_is_a_field()
    {
        (await coordinator.SendAsync("POST", "/v1/campaigns?request_id=a&requestid=b", """{"targets":["absent"]}""")).ExpectFaults("requestid");
        (await coordinator.SendAsync("POST", "/v1/campaigns?campaign.remeasure=true", """{"targets":["absent"]}""")).ExpectFaults("campaign");
        Assert.DoesNotContain("request_id", (await coordinator.SendAsync("POST", "/v1/campaigns?request_id=a", """{"targets":["absent"]}""")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_and_path_may_not_name_two_things()
    {
        (await coordinator.SendAsync("POST", "/v1/campaigns/7:cancel", """{"name":"campaigns/8"}""")).ExpectFaults("name");

        Assert.Equal(HttpStatusCode.NotFound, (await coordinator.SendAsync("POST", "/v1/campaigns/7:cancel", """{"name":"campaigns/7"}""")).Status);
    }

    [Fact]
    public async Task Call_whose_path_says_all_needs_no_body() =>
        Assert.Equal((HttpStatusCode.NotFound, (5, "There is no campaign 7: see 'latbench campaigns list'.")), await Answer("/v1/campaigns/7:cancel"));

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("")]
    public async Task Body_that_is_not_called_json_is_415(string type)
    {
        var answer = await coordinator.SendAsync("POST", "/v1/tokens", """{"role":"ROLE_VIEWER"}""", type: type);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Status);
        Assert.Contains("Content-Type: application/json", answer.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_beyond_the_limit_is_413()
    {
        var answer = await coordinator.SendAsync("POST", "/v1/tokens", new string(' ', 30_000_001));

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, 8), (answer.Status, answer.Error.Code));
    }

    [Fact]
    public async Task Long_numbers_come_as_text_or_number_and_enums_by_name_or_number()
    {
        await coordinator.EnrolAsync("spellings");
        foreach (var (seed, precision) in new[] { ("\"18446744073709551615\"", "\"PRECISION_FP32\""), ("5", "1") })
        {
            var body = $$$"""
                {"targets":["spellings"],"selection":{"sample":{"count":1,"seed":{{{seed}}}}},"model_config":{"precision":{{{precision}}}},"protocol":{"minSpread":"0s","maxRelativeError":0.05}}
                """;

            Assert.Equal(HttpStatusCode.OK, (await coordinator.SendAsync("POST", "/v1/campaigns", body)).Status);
        }
    }

    [Theory]
    [InlineData("/v1")]
    [InlineData("/v1/")]
    [InlineData("/v1/campaign")]
    [InlineData("/v1/campaigns/1/2")]
    public async Task Unknown_path_is_404_with_the_same_body(string path)
    {
        var answer = await coordinator.SendAsync("GET", path, token: null);

        Assert.Equal((HttpStatusCode.NotFound, 5), (answer.Status, answer.Error.Code));
        Assert.Contains(path, answer.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_verb_is_404()
    {
        foreach (var method in new[] { "GET", "POST", "DELETE" })
        {
            var answer = await coordinator.SendAsync(method, "/v1/campaigns/1:start");
            Assert.Equal((HttpStatusCode.NotFound, 5), (answer.Status, answer.Error.Code));
        }
    }

    [Fact]
    public async Task Slash_at_the_end_of_a_path_changes_nothing() =>
        Assert.Equal(HttpStatusCode.OK, (await coordinator.SendAsync("GET", "/v1/campaigns/?pageSize=1")).Status);

    [Fact]
    public async Task Head_answers_as_get_without_the_body() =>
        Assert.Equal((HttpStatusCode.OK, ""), (await coordinator.SendAsync("HEAD", "/v1/campaigns")) is var answer ? (answer.Status, answer.Body) : default);

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    [InlineData("/metrics")]
    [InlineData("/snapshots/1.0.0")]
    [InlineData("/snapshots/1.0.0/manifest.json")]
    public async Task Plain_endpoint_is_405_with_its_methods(string path)
    {
        foreach (var method in new[] { "POST", "PUT", "DELETE", "PATCH" })
        {
            var answer = await coordinator.SendAsync(method, path);

            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Status);
            Assert.Equal(["GET", "HEAD", "OPTIONS"], answer.Allow);
            Assert.Equal(12, answer.Error.Code);
        }

        Assert.Equal(HttpStatusCode.NoContent, (await coordinator.SendAsync("OPTIONS", path)).Status);

        Assert.NotEqual(HttpStatusCode.MethodNotAllowed, (await coordinator.SendAsync("HEAD", path)).Status);
    }

    private async Task<(HttpStatusCode Status, (int Code, string Message) Error)> Answer(string path) =>
        await coordinator.SendAsync("POST", path) is var answer ? (answer.Status, answer.Error) : default;
}
