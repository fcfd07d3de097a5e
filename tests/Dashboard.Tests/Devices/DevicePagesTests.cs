using LatBench.Contracts.V1;
using Microsoft.Playwright;

namespace LatBench.Dashboard.Tests.Devices;

/// <summary>Adding and administering devices in a browser.</summary>
public sealed class DevicePagesTests(Browser browser)
{
    [Fact]
    public async Task Device_is_drained_resumed_hidden_and_removed()
    {
        await using var site = new RunningSite();
        await site.StartAsync();
        await site.EnrolAsync("lab", "t1", "t2");
        await using var page = await browser.OpenAsync(site.Address, site.AdminToken);
        page.Page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await page.GoAsync("/devices/lab");
        await page.Page.GetByText("No readings yet").WaitForAsync();

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Drain" }).ClickAsync();
        await page.Page.GetByText("draining", new() { Exact = true }).WaitForAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Drain" }).WaitForAsync();
        await page.Page.GetByLabel("Leave it out of snapshots").CheckAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.Page.GetByText("Left out unless a snapshot is asked to take it in.").WaitForAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await page.Page.GetByText("removed", new() { Exact = true }).WaitForAsync();

        Assert.Equal(0, await page.Page.Locator(".head form:visible").CountAsync());
        page.AssertNoFaults();
    }

    [Fact]
    public async Task Code_that_is_shown_once_adds_a_device()
    {
        await using var site = new RunningSite();
        await site.StartAsync();
        await using var page = await browser.OpenAsync(site.Address, site.AdminToken);
        await page.GoAsync("/devices/invite");
        await page.Page.FillAsync("[name=device]", "Not A Name");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Make a code" }).ClickAsync();
        await page.Page.Locator("#device-error").WaitForAsync();
        await page.Page.FillAsync("[name=device]", "new-board");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Make a code" }).ClickAsync();

        var command = (await page.Page.Locator(".command code").TextContentAsync())!;

        Assert.EndsWith(" --device new-board", command, StringComparison.Ordinal);
        Assert.Matches("^LATBENCH_ENROLMENT_TOKEN=[A-Za-z0-9_-]+ ./latbench agent run --server http://127.0.0.1:[0-9]+ ", command);
        await page.AssertAccessibleAsync();
        page.AssertNoFaults();
        var request = new EnrolDeviceRequest
        {
            RequestId = "browser",
            EnrolmentToken = command["LATBENCH_ENROLMENT_TOKEN=".Length..].Split(' ')[0],
            DeviceId = "new-board",
            Hardware = new Hardware { Architecture = "arm64", LogicalCpus = 4, UsableCpus = 4 },
            Software = new Software { AgentVersion = "0.1.0", OperatingSystem = "Linux", Protocols = { "latbench/1" } },
            Targets = { new Target { Runtime = "ort", RuntimeVersion = "1.31.1", ExecutionProvider = "cpu", Threads = 1 } },
        };
        await new DeviceService.DeviceServiceClient(site.Api).EnrolDeviceAsync(request, cancellationToken: TestContext.Current.CancellationToken);
        await page.GoAsync("/devices");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "new-board" }).WaitForAsync();
    }

    [Fact]
    public async Task Readings_of_the_canary_are_columns_with_an_etag()
    {
        await using var site = new RunningSite();
        await site.StartAsync();
        await site.EnrolAsync("lab");
        using var client = LatBench.Contracts.Transport.HttpConnections.CreateClient();
        client.DefaultRequestHeaders.Add("Cookie", "latbench_session=" + site.ViewerToken);
        var address = new Uri(site.Address, "/data/devices/lab/canary?target=lab");

        using var first = await client.GetAsync(address, TestContext.Current.CancellationToken);
        Assert.Contains("\"latency_ms\":[]", await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await client.SendAsync(request, TestContext.Current.CancellationToken);
        using var missing = await client.GetAsync(new Uri(site.Address, "/data/devices/nowhere/canary"), TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, missing.StatusCode);
    }
}
