using System.Net;
using LatBench.Contracts.Transport;
using LatBench.Contracts.V1;
using Microsoft.Playwright;

namespace LatBench.Dashboard.Tests.Pages.Models;

public sealed class ModelPageTests(Browser browser) : IAsyncLifetime
{
    private const string Cell = "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|avg_pool_3x3~0|nor_conv_1x1~1|none~2|";

    private readonly RunningSite _site = new();
    private string _model = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _site.StartAsync();
        _model = Path.Combine(_site.Data, "net work.onnx");
        await _site.RunAsync("export", "onnx", "--arch", Cell, "--out", _model);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Model_is_uploaded_measured_and_deleted()
    {
        await _site.EnrolAsync("quiet-device");
        var damaged = Path.Combine(_site.Data, "damaged.onnx");
        await File.WriteAllTextAsync(damaged, "no model", Cancel);
        await using var page = await browser.OpenAsync(_site.Address, _site.SubmitterToken);
        await page.GoAsync("/models");

        await page.Page.GetByLabel("Upload an ONNX file").SetInputFilesAsync(damaged);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Upload", Exact = true }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "damaged.onnx is not an ONNX model" }).WaitForAsync();
        Assert.True(await page.Page.GetByRole(AriaRole.Button, new() { Name = "Upload", Exact = true }).IsEnabledAsync());
        page.ForgetFaults();

        await page.Page.GetByLabel("Upload an ONNX file").SetInputFilesAsync(_model);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Upload", Exact = true }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Heading, new() { Name = "net work.onnx" }).WaitForAsync();
        await page.AssertAccessibleAsync();
        var address = page.Page.Url;

        await page.Page.GetByLabel("quiet-device/ort-1.31.1/cpu/t1").UncheckAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Measure", Exact = true }).ClickAsync();
        await page.Page.Locator(".field-error").WaitForAsync();
        await page.Page.GetByLabel("quiet-device/ort-1.31.1/cpu/t1").CheckAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Measure", Exact = true }).ClickAsync();
        await page.Page.WaitForURLAsync("**/campaigns/1");
        var campaign = (await new CampaignService.CampaignServiceClient(_site.Api).GetCampaignAsync(new GetCampaignRequest { Name = "campaigns/1" }, cancellationToken: Cancel)).Campaign;
        Assert.Equal(("onnx", "measure net work.onnx", 1), (campaign.Selection.SearchSpace, campaign.DisplayName, campaign.Progress.Measurements));

        page.Page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await page.Page.GotoAsync(address);
        await page.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "campaigns/1" }).Filter(new() { HasText = "pending" }).WaitForAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "is measured by a campaign that runs" }).WaitForAsync();
        await new CampaignService.CampaignServiceClient(_site.Api).CancelCampaignAsync(new CancelCampaignRequest { Name = "campaigns/1" }, cancellationToken: Cancel);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await page.Page.GetByText("There is no model yet").WaitForAsync();
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_site.Data, "uploads")));
        page.AssertNoFaults();
    }

    [Fact]
    public async Task Measurements_of_a_model_are_listed_by_its_name()
    {
        await _site.EnrolAsync("quiet-device");
        await _site.RunAsync("models", "upload", _model);
        var model = Assert.Single((await new ModelService.ModelServiceClient(_site.Api).ListModelsAsync(new ListModelsRequest(), cancellationToken: Cancel)).Models);
        await _site.RunAsync("campaigns", "submit", "--space", "onnx", "--arch", model.DisplayName);
        await _site.RunAsync("campaigns", "submit", "--models", "2");
        var api = new MeasurementService.MeasurementServiceClient(_site.Api);

        var listed = await api.ListMeasurementsAsync(new ListMeasurementsRequest { Model = model.Name }, cancellationToken: Cancel);
        var others = await api.ListMeasurementsAsync(new ListMeasurementsRequest { Model = "models/" + new string('0', 64) }, cancellationToken: Cancel);
        var refused = await Assert.ThrowsAsync<Grpc.Core.RpcException>(async () => await api.ListMeasurementsAsync(new ListMeasurementsRequest { Model = "campaigns/1" }, cancellationToken: Cancel));

        Assert.Equal("campaigns/1", Assert.Single(listed.Measurements).Campaign);
        Assert.Empty(others.Measurements);
        Assert.Equal(Grpc.Core.StatusCode.InvalidArgument, refused.StatusCode);
    }

    [Fact]
    public async Task Model_is_uploaded_without_scripts()
    {
        await using var page = await browser.OpenAsync(_site.Address, _site.SubmitterToken, options => options.JavaScriptEnabled = false);
        await page.Page.GotoAsync("/models");

        await page.Page.GetByLabel("Upload an ONNX file").SetInputFilesAsync(_model);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Upload", Exact = true }).ClickAsync();

        await page.Page.GetByRole(AriaRole.Heading, new() { Name = "net work.onnx" }).WaitForAsync();
        page.AssertNoFaults();
    }

    [Fact]
    public async Task Viewer_sees_no_upload_and_is_refused_one()
    {
        await using var page = await browser.OpenAsync(_site.Address, _site.ViewerToken);
        await page.GoAsync("/models");
        Assert.Equal(0, await page.Page.Locator("main form").CountAsync());
        using var client = HttpConnections.CreateClient();
        client.DefaultRequestHeaders.Add("Cookie", "latbench_session=" + _site.ViewerToken);
        client.DefaultRequestHeaders.Add("Accept", "application/json");
        client.DefaultRequestHeaders.Add("Origin", _site.Address.GetLeftPart(UriPartial.Authority));
        using var form = new MultipartFormDataContent { { new ByteArrayContent(await File.ReadAllBytesAsync(_model, Cancel)), "files", "net.onnx" } };

        using var answer = await client.PostAsync(new Uri(_site.Address, "/models/upload"), form, Cancel);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }
}
