using LatBench.Contracts.V1;
using LatBench.Dashboard.Tests.Site;

namespace LatBench.Dashboard.Tests.Access;

public sealed class SignInTests(Browser browser, SeededSite seeded)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private RunningSite Site => seeded.Site;

    [Fact]
    public async Task Sign_in_with_a_token_leads_to_the_page_that_was_asked_for()
    {
        await using var page = await browser.OpenAsync(Site.Address, token: null);
        await page.GoAsync("/devices?after=");
        Assert.Contains("/sign-in", page.Page.Url, StringComparison.Ordinal);

        await page.Page.GetByLabel("Token").FillAsync(Site.ViewerToken);
        await page.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await page.Page.WaitForURLAsync("**/devices?after=");
        await page.AssertAccessibleAsync();
        page.AssertNoFaults();
    }

    [Fact]
    public async Task Wrong_token_is_told_and_sets_no_cookie()
    {
        await using var page = await browser.OpenAsync(Site.Address, token: null);
        await page.GoAsync("/sign-in");

        await page.Page.GetByLabel("Token").FillAsync("latbench_admin_wrong");
        await page.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await page.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert).WaitForAsync();
        Assert.Contains("unknown, expired or revoked", await page.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(await page.Page.Context.CookiesAsync());
        await page.AssertAccessibleAsync();
    }

    [Fact]
    public async Task Token_of_a_device_opens_no_page()
    {
        var token = await Site.CreateTokenAsync(Role.Enrolment);
        await using var page = await browser.OpenAsync(Site.Address, token);

        await page.GoAsync("/");

        Assert.Contains("/sign-in", page.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoked_token_ends_an_open_page()
    {
        var tokens = new TokenService.TokenServiceClient(Site.Api);
        var created = await tokens.CreateTokenAsync(new CreateTokenRequest { Role = Role.Viewer }, cancellationToken: Cancel);
        await using var page = await browser.OpenAsync(Site.Address, created.Secret);
        await page.GoAsync("/");

        await tokens.RevokeTokenAsync(new RevokeTokenRequest { Name = created.Token.Name }, cancellationToken: Cancel);

        await page.Page.WaitForURLAsync("**/sign-in**");
        Assert.Contains("expired or was revoked", await page.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_of_the_command_signs_in_once()
    {
        var link = (await Site.RunAsync("dashboard")).Trim();
        await using var page = await browser.OpenAsync(Site.Address, token: null);

        await page.GoAsync(link);

        Assert.Equal(Site.Address.AbsoluteUri, page.Page.Url);
        var cookie = Assert.Single(await page.Page.Context.CookiesAsync());
        Assert.True(cookie.HttpOnly);
        Assert.Equal(Microsoft.Playwright.SameSiteAttribute.Lax, cookie.SameSite);
        page.AssertNoFaults();

        await using var again = await browser.OpenAsync(Site.Address, token: null);
        await again.GoAsync(link);
        Assert.Contains("used already or has expired", await again.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sign_out_forgets_the_token()
    {
        await using var page = await browser.OpenAsync(Site.Address, Site.ViewerToken);
        await page.GoAsync("/");

        await page.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await page.Page.WaitForURLAsync("**/sign-in");
        Assert.Empty(await page.Page.Context.CookiesAsync());
    }

    [Theory]
    [InlineData("https://evil.example", null)]
    [InlineData(null, "cross-site")]
    [InlineData(null, null)]
    public async Task Form_that_another_site_sends_is_refused(string? origin, string? fetchSite)
    {
        using var client = LatBench.Contracts.Transport.HttpConnections.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Site.Address, "/sign-out"));
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        if (fetchSite is not null)
            request.Headers.Add("Sec-Fetch-Site", fetchSite);

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal(System.Net.HttpStatusCode.Forbidden, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/\\evil.example")]
    public async Task Return_address_of_another_site_is_not_followed(string path)
    {
        await using var page = await browser.OpenAsync(Site.Address, token: null);
        await page.GoAsync("/sign-in?return=" + Uri.EscapeDataString(path));

        await page.Page.GetByLabel("Token").FillAsync(Site.ViewerToken);
        await page.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await page.Page.WaitForURLAsync(Site.Address.AbsoluteUri);
    }

    [Fact]
    public async Task Link_of_a_token_that_was_revoked_since_signs_in_no_browser()
    {
        var tokens = new TokenService.TokenServiceClient(Site.Api);
        var created = await tokens.CreateTokenAsync(new CreateTokenRequest { Role = Role.Admin }, cancellationToken: Cancel);
        var headers = new Grpc.Core.Metadata { { "authorization", "Bearer " + created.Secret } };
        using var channel = LatBench.Contracts.Transport.HttpConnections.OpenChannel(Site.Grpc);
        var link = await new TokenService.TokenServiceClient(channel).CreateSignInLinkAsync(new CreateSignInLinkRequest(), headers, cancellationToken: Cancel);
        await tokens.RevokeTokenAsync(new RevokeTokenRequest { Name = created.Token.Name }, cancellationToken: Cancel);
        using var client = LatBench.Contracts.Transport.HttpConnections.CreateClient();

        using var response = await client.GetAsync(new Uri(Site.Address, link.Path), Cancel);

        Assert.Equal("/sign-in?wrong=code", response.Headers.Location?.OriginalString);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Tokens_that_sign_in_or_are_refused_are_in_the_audit_log_and_refusals_in_the_log()
    {
        using var client = LatBench.Contracts.Transport.HttpConnections.CreateClient();
        foreach (var secret in new[] { "latbench_admin_wrong", Site.ViewerToken })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Site.Address, "/sign-in")) { Content = new FormUrlEncodedContent([new("token", secret)]) };
            request.Headers.Add("Sec-Fetch-Site", "same-origin");
            using var response = await client.SendAsync(request, Cancel);
            Assert.Equal(System.Net.HttpStatusCode.Redirect, response.StatusCode);
        }

        var audit = (await File.ReadAllLinesAsync(Path.Combine(Site.Data, "audit.jsonl"), Cancel)).Where(line => line.Contains("/dashboard/SignIn", StringComparison.Ordinal)).ToArray();
        Assert.Contains(audit, line => line.Contains("\"status\":\"Unauthenticated\"", StringComparison.Ordinal) && line.Contains("\"peer\":\"ipv4:127.0.0.1:", StringComparison.Ordinal));
        Assert.Contains(audit, line => line.Contains("\"status\":\"OK\"", StringComparison.Ordinal) && line.Contains("\"role\":\"viewer\"", StringComparison.Ordinal));
        Assert.DoesNotContain(audit, line => line.Contains("latbench_admin_wrong", StringComparison.Ordinal) || line.Contains(Site.ViewerToken, StringComparison.Ordinal));
        await Site.Coordinator.PrintsAsync("Refused /dashboard/SignIn from ipv4:127.0.0.1:");
    }

    [Fact]
    public async Task Audit_log_names_the_maker_of_a_link_and_the_browser_that_used_it()
    {
        var link = (await Site.RunAsync("dashboard")).Trim();
        using var client = LatBench.Contracts.Transport.HttpConnections.CreateClient();
        using var used = await client.GetAsync(new Uri(link), Cancel);
        using var again = await client.GetAsync(new Uri(link), Cancel);

        // Other tests may sign in at the same time; the refused one is of this test or of one like it.
        var lines = (await File.ReadAllLinesAsync(Path.Combine(Site.Data, "audit.jsonl"), Cancel)).Where(line => line.Contains("/dashboard/SignIn", StringComparison.Ordinal)).ToArray();
        Assert.Contains(lines, line => line.Contains("\"status\":\"OK\"", StringComparison.Ordinal) && line.Contains("\"token\":\"tokens/1\"", StringComparison.Ordinal) && line.Contains("\"peer\":\"ipv4:127.0.0.1:", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("\"status\":\"Unauthenticated\"", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains(link.Split('/')[^1], StringComparison.Ordinal));
    }
}
