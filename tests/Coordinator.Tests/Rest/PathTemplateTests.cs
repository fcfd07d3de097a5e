using LatBench.Coordinator.Rest;

namespace LatBench.Coordinator.Tests.Rest;

public sealed class PathTemplateTests
{
    [Theory]
    [InlineData("/v1/campaigns", "/v1/campaigns", "")]
    [InlineData("/v1/{name=campaigns/*}", "/v1/campaigns/7", "name=campaigns/7")]
    [InlineData("/v1/{name=campaigns/*}:cancel", "/v1/campaigns/7:cancel", "name=campaigns/7")]
    [InlineData("/v1/{name=searches/*}/report", "/v1/searches/7/report", "name=searches/7")]
    [InlineData("/v1/{a=as/*}/{b}", "/v1/as/1/2", "a=as/1 b=2")]
    [InlineData("/v1/{name=files/**}", "/v1/files/a/b/c", "name=files/a/b/c")]
    [InlineData("/v1/{name=files/**}:read", "/v1/files/a/b:read", "name=files/a/b")]
    public void Path_that_fits_gives_its_values(string template, string path, string values) =>
        Assert.Equal(values, string.Join(' ', PathTemplate.Parse(template).Match(path)!.Select(value => $"{value.Key}={value.Value}")));

    [Theory]
    [InlineData("/v1/campaigns", "/v1/campaigns/")]
    [InlineData("/v1/{name=campaigns/*}", "/v1/campaigns")]
    [InlineData("/v1/{name=campaigns/*}", "/v1/campaigns/")]
    [InlineData("/v1/{name=campaigns/*}", "/v1/campaigns/7:cancel")]
    [InlineData("/v1/{name=campaigns/*}:cancel", "/v1/campaigns/7")]
    [InlineData("/v1/{name=campaigns/*}", "/v1/campaigns/7/8")]
    [InlineData("/v1/{name=files/**}", "/v1/files")]
    public void Path_that_does_not_fit_gives_nothing(string template, string path) => Assert.Null(PathTemplate.Parse(template).Match(path));
}
