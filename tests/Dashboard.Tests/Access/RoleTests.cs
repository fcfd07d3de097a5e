using System.Net;
using LatBench.Dashboard.Tests.Site;

namespace LatBench.Dashboard.Tests.Access;

/// <summary>The roles hold for pages as they do for the API. That a viewer sees no action on any page is held by <c>EveryPageTests</c>.</summary>
public sealed class RoleTests(Browser browser, SeededSite seeded)
{
    /// <summary>Every form that changes something.</summary>
    private const string Actions = "main form[method=post]";

    /// <summary>Pages with actions, and whether a submitter sees any of them; an admin sees one on each.</summary>
    private static readonly (string Path, bool ToSubmitters)[] PagesWithActions =
    [
        ("/campaigns/new", true),
        ("/devices/bench", false),
        ("/devices/invite", false),
        ("/predictors/new", true),
        ("/{search}", true),
        ("/snapshots", true),
        ("/models", true),
        ("/{model}", true),
        ("/settings", false),
    ];

    [Fact]
    public async Task Actions_are_shown_to_the_roles_that_may_take_them()
    {
        foreach (var (token, isAdmin) in new[] { (seeded.Site.AdminToken, true), (seeded.Site.SubmitterToken, false) })
        {
            await using var page = await browser.OpenAsync(seeded.Site.Address, token, options => options.JavaScriptEnabled = false);
            foreach (var (path, toSubmitters) in PagesWithActions)
            {
                await page.Page.GotoAsync(seeded.Fill(path));

                var sees = await page.Page.Locator(Actions).CountAsync() > 0;
                Assert.True(sees == (isAdmin || toSubmitters), $"{path}: {(sees ? "an action" : "no action")} for {(isAdmin ? "an admin" : "a submitter")}");
            }
        }
    }

    [Theory]
    [InlineData("/devices/bench", "drain")]
    [InlineData("/campaigns/1", "cancel")]
    [InlineData("/{predictor}", "delete")]
    [InlineData("/{model}", "delete")]
    public async Task Form_of_an_action_that_a_viewer_sends_changes_nothing(string path, string action)
    {
        using var client = LatBench.Contracts.Transport.HttpConnections.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(seeded.Site.Address, seeded.Fill(path)))
        {
            Content = new FormUrlEncodedContent([new("_handler", action)]),
        };
        request.Headers.Add("Cookie", "latbench_session=" + seeded.Site.ViewerToken);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        request.Headers.Add("Accept", "text/html");

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Contains(response.StatusCode, new[] { HttpStatusCode.Forbidden, HttpStatusCode.BadRequest });
    }
}
